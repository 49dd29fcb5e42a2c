import { resolve } from 'node:path'
import { likes, owners } from '../../../src-shared/contract/build.ts'
import { type PullResult, pullPolicies } from '../../../src-shared/contract/transfers.ts'
import { buildText } from '../../../src-shared/text/build.ts'
import { cliText } from '../../../src-shared/text/cli.ts'
import { type Command, flagOption, textOption } from '../command.ts'
import { applyLimit, limitGiven, limitOption } from '../limit-option.ts'
import { choiceOption } from '../options.ts'
import { runCall, runJob } from '../run-call.ts'

/** Fetches an image, checks it, and enters it into the local library. */
export const pull: Command = {
  usage: 'pull <reference> [output]',
  about: 'fetch an image and say whether it can be trusted',
  options: {
    arch: { type: 'string', value: 'NAME', about: 'architecture, like amd64 or arm64' },
    dir: { type: 'string', value: 'DIR', about: 'folder for the image; the image folder of the settings by default' },
    force: { type: 'boolean', about: 'replace a file of that name' },
    remote: { type: 'string', value: 'NAME', about: 'remote to pull from; the active one by default' },
    insecure: { type: 'boolean', about: 'allow plain http to the host of the reference' },
    policy: {
      type: 'string',
      value: 'NAME',
      about: `what is not let in: ${pullPolicies.join(', ')}; changed images never are`,
    },
    limit: limitOption,
    owners: { type: 'string', value: 'WHO', about: buildText.options.owners },
    oci: { type: 'boolean', about: buildText.options.oci },
    like: { type: 'string', value: 'PROGRAM', about: buildText.options.like },
  },
  positionals: { min: 1, max: 2 },
  async run(input) {
    const [reference = '', file] = input.positionals
    const dir = textOption(input, 'dir')
    const output = file === undefined ? (dir === undefined ? undefined : `${resolve(dir)}/`) : resolve(dir ?? '.', file)
    const architecture = textOption(input, 'arch')
    const remote = textOption(input, 'remote')
    const policy = choiceOption(input, 'policy', pullPolicies, 'pull')
    const whose = choiceOption(input, 'owners', owners, 'pull')
    const like = choiceOption(input, 'like', likes, 'pull')
    const limit = limitGiven(input, 'pull')
    const engine = await input.engine()
    await applyLimit(input, engine, limit)
    const job = await runJob(input, engine, () =>
      runCall(
        engine,
        'transfers.pull',
        {
          reference,
          force: flagOption(input, 'force'),
          insecure: flagOption(input, 'insecure'),
          ...(output === undefined ? {} : { output }),
          ...(architecture === undefined ? {} : { architecture }),
          ...(remote === undefined ? {} : { remote }),
          ...(policy === undefined ? {} : { policy }),
          ...(whose === undefined ? {} : { owners: whose }),
          ...(like === undefined ? {} : { like }),
          ...(flagOption(input, 'oci') ? { format: 'oci-sif' as const } : {}),
        },
        input.signal,
      ),
    )
    const result = job.result as PullResult
    input.output.event({ type: 'result', ...result })
    // An image in a file of this computer was not fetched either, but made.
    const isLocal = /^\s*(?:oci|oci-archive|docker-archive):/i.test(reference)
    if (result.bytesDownloaded === 0 && !isLocal) input.output.note(cliText.alreadyHere)
    input.output.line(cliText.pulled(result.path))
    input.output.line(result.sentence)
    input.output.line(result.admission.sentence)
    return 0
  },
}
