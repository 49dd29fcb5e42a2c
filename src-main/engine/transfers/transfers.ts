/** Transfers: images coming to this computer. Owns the job kind `pull`. */
import type { PullParams } from '../../../src-shared/contract/transfers.ts'
import { assertNever } from '../../../src-shared/model/result.ts'
import { type FileReference, type ParsedReference, printReference } from '../../../src-shared/reference/index.ts'
import { failure } from '../../../src-shared/text/errors/index.ts'
import { readReference } from '../library/resolve.ts'
import type { Bandwidth } from '../platform/bandwidth.ts'
import type { EngineContext, Handlers } from '../platform/context.ts'
import type { RemotesService } from '../remotes/remotes.ts'
import { createPartialStore } from './partial-store.ts'
import { type PullDeps, pullImage } from './pull.ts'
import { type PullOciDeps, pullOciImage } from './pull-oci.ts'
import { freeBytesOf } from './target.ts'

export type TransfersDeps = Omit<PullDeps & PullOciDeps, 'partials' | 'freeBytes' | 'home'> & {
  readonly remotes: RemotesService
  readonly bandwidth: Pick<Bandwidth, 'setLimit'>
  /** Tests simulate full disks with it. */
  readonly freeBytes?: PullDeps['freeBytes']
}

export interface TransfersService {
  readonly handlers: Handlers<'transfers.pull' | 'transfers.limit'>
}

export function createTransfers(context: EngineContext, deps: TransfersDeps): TransfersService {
  const { jobs, paths, database, events } = context
  const partials = createPartialStore(database)
  partials.sweep()
  const pullDeps: PullDeps & PullOciDeps = {
    ...deps,
    partials,
    home: paths.home,
    freeBytes: deps.freeBytes ?? freeBytesOf,
  }

  jobs.register<PullParams>({
    kind: 'pull',
    canPause: true,
    resumable: true,
    maxRunning: () => deps.settings().transfersAtOnce,
    run(params, handle) {
      const reference = pulledReference(params.reference)
      // What is a SIF file already is brought in as it is; everything else is converted on its way.
      switch (reference.transport) {
        case 'library':
        case 'oras':
        case 'shub':
        case 'http':
        case 'https':
          return pullImage(pullDeps, reference, params, handle)
        case 'docker':
        case 'oci':
        case 'oci-archive':
        case 'docker-archive':
          return pullOciImage(pullDeps, reference, params, handle)
        default:
          return assertNever(reference)
      }
    },
    discard: (id) => partials.discard(id),
  })

  // What is set holds at once, also for what is running.
  const applySettings = (): void => {
    deps.bandwidth.setLimit(deps.settings().transferLimitBytesPerSecond)
    jobs.runWaiting()
  }
  applySettings()
  events.listen(({ event }) => {
    if (event === 'settings.changed') applySettings()
  })

  return {
    handlers: {
      'transfers.limit'({ bytesPerSecond }) {
        deps.bandwidth.setLimit(bytesPerSecond)
        return null
      },
      'transfers.pull'(params) {
        const reference = pulledReference(params.reference)
        const from =
          reference.transport === 'library'
            ? (reference.host ?? deps.remotes.known(params.remote).name)
            : 'registry' in reference
              ? reference.registry
              : 'host' in reference
                ? reference.host
                : reference.path
        // What follows the path of a web address may be a key to it, and is shown nowhere.
        const subject = printReference(
          'host' in reference && reference.transport !== 'library'
            ? { ...reference, path: reference.path.replace(/\?.*$/s, '') }
            : reference,
        )
        const job = jobs.start('pull', { subject, from, params })
        return { jobId: job.id }
      },
    },
  }
}

/** @throws AppFailure PULL_IS_FILE and those of reading references */
function pulledReference(text: string): Exclude<ParsedReference, FileReference> {
  const reference = readReference(text)
  if (reference.transport === 'file') throw failure('PULL_IS_FILE', { path: reference.path })
  return reference
}
