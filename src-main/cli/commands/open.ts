import type { Command } from '../command.ts'
import { flagOption } from '../command.ts'
import { openInWindow } from '../open-window.ts'
import { pathAt } from '../options.ts'
import { runServe } from '../serve.ts'

/** Shows an image: in the window where there is one, else in the browser face. */
export const open: Command = {
  usage: 'open <file>',
  about: 'show an image in the window, or in a browser tab where there is no window',
  options: { 'no-open': { type: 'boolean', about: 'with no window: print the address only' } },
  positionals: { min: 1, max: 1 },
  async run(input) {
    const file = pathAt(input, 0)
    const address = `/image?path=${encodeURIComponent(file)}`
    if (await openInWindow(file)) return 0
    const engine = await input.engine({ face: 'browser', resumeJobs: true })
    await runServe({
      engine,
      log: input.log,
      home: input.paths.home,
      open: !flagOption(input, 'no-open'),
      json: input.output.json,
      address,
      signal: input.signal,
    })
    return 0
  },
}
