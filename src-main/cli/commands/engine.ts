import { failure } from '../../../src-shared/text/errors/index.ts'
import type { Command } from '../command.ts'
import { flagOption } from '../command.ts'
import { runStdioEngine } from '../engine-stdio.ts'

/** The contract over standard input and output, for shells that attach to an engine elsewhere. */
export const engine: Command = {
  usage: 'engine --stdio',
  about: 'speak the contract over standard input and output',
  options: { stdio: { type: 'boolean', about: 'the only way there is' } },
  positionals: { min: 0, max: 0 },
  async run(input) {
    if (!flagOption(input, 'stdio')) throw failure('USAGE', { problem: 'engine needs --stdio', command: 'engine' })
    await runStdioEngine({
      engine: await input.engine({ face: 'stdio', resumeJobs: true }),
      log: input.log,
      signal: input.signal,
    })
    return 0
  },
}
