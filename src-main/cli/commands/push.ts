import { resolve } from 'node:path'
import type { PushResult } from '../../../src-shared/model/push.ts'
import { pushText } from '../../../src-shared/text/push.ts'
import { type Command, flagOption, textOption } from '../command.ts'
import { applyLimit, limitGiven, limitOption } from '../limit-option.ts'
import { runCall, runJob } from '../run-call.ts'

/** Brings an image to a library or a registry, under the tags that the reference names. */
export const push: Command = {
  usage: 'push <file> <reference>',
  about: 'bring a signed image to a library, or to a registry with oras://',
  options: {
    'allow-unsigned': { type: 'boolean', about: 'also push what nobody has signed; never what was changed' },
    description: { type: 'string', value: 'TEXT', about: 'what the image is, for the library' },
    remote: { type: 'string', value: 'NAME', about: 'remote to push to; the active one by default' },
    limit: limitOption,
  },
  positionals: { min: 2, max: 2 },
  async run(input) {
    const [file = '', reference = ''] = input.positionals
    const description = textOption(input, 'description')
    const remote = textOption(input, 'remote')
    const limit = limitGiven(input, 'push')
    const engine = await input.engine()
    await applyLimit(input, engine, limit)
    const job = await runJob(input, engine, () =>
      runCall(
        engine,
        'transfers.push',
        {
          path: resolve(file),
          reference,
          allowUnsigned: flagOption(input, 'allow-unsigned'),
          ...(description === undefined ? {} : { description }),
          ...(remote === undefined ? {} : { remote }),
        },
        input.signal,
      ),
    )
    const result = job.result as PushResult
    input.output.event({ type: 'result', ...result })
    for (const name of result.created) input.output.note(pushText.made(name))
    if (result.bytesUploaded === 0) input.output.note(pushText.wasThere)
    input.output.line(pushText.pushed(result.reference))
    input.output.line(pushText.pinned(result.pinned))
    if (result.quota !== null) input.output.line(pushText.room(result.quota))
    if (result.page !== null) input.output.line(result.page)
    return 0
  },
}
