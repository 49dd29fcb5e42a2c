import type { Command } from '../command.ts'
import { flagOption, textOption } from '../command.ts'
import { portOption } from '../options.ts'
import { runServe } from '../serve.ts'

/** The browser face on loopback, until it is interrupted. */
export const serve: Command = {
  usage: 'serve [--port N] [--no-open]',
  about: 'run the application in a browser tab, on this computer only',
  options: {
    port: { type: 'string', value: 'N', about: 'port to listen on; any free one by default' },
    host: { type: 'string', value: 'ADDRESS', about: 'loopback address to listen on' },
    'no-open': { type: 'boolean', about: 'print the address only' },
  },
  positionals: { min: 0, max: 0 },
  async run(input) {
    const engine = await input.engine({ face: 'browser', resumeJobs: true })
    const host = textOption(input, 'host')
    await runServe({
      engine,
      log: input.log,
      home: input.paths.home,
      port: portOption(input, 'serve'),
      ...(host === undefined ? {} : { host }),
      open: !flagOption(input, 'no-open'),
      json: input.output.json,
      signal: input.signal,
    })
    return 0
  },
}
