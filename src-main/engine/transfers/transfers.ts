/** Transfers: images coming to this computer. Owns the job kind `pull`. */
import type { PullParams } from '../../../src-shared/contract/transfers.ts'
import { type LibraryReference, printReference } from '../../../src-shared/reference/index.ts'
import { failure } from '../../../src-shared/text/errors/index.ts'
import { readReference } from '../library/resolve.ts'
import type { EngineContext, Handlers } from '../platform/context.ts'
import type { RemotesService } from '../remotes/remotes.ts'
import { createPartialStore } from './partial-store.ts'
import { type PullDeps, pullImage } from './pull.ts'
import { freeBytesOf } from './target.ts'

export type TransfersDeps = Omit<PullDeps, 'partials' | 'freeBytes' | 'home'> & {
  readonly remotes: RemotesService
  /** Tests simulate full disks with it. */
  readonly freeBytes?: PullDeps['freeBytes']
}

export interface TransfersService {
  readonly handlers: Handlers<'transfers.pull'>
}

export function createTransfers(context: EngineContext, deps: TransfersDeps): TransfersService {
  const { jobs, paths, database } = context
  const partials = createPartialStore(database)
  partials.sweep()
  const pullDeps: PullDeps = { ...deps, partials, home: paths.home, freeBytes: deps.freeBytes ?? freeBytesOf }

  jobs.register<PullParams>({
    kind: 'pull',
    canPause: true,
    resumable: true,
    maxRunning: 3,
    run: (params, handle) => pullImage(pullDeps, libraryReference(params.reference), params, handle),
    discard: (id) => partials.discard(id),
  })

  return {
    handlers: {
      'transfers.pull'(params) {
        const reference = libraryReference(params.reference)
        const from = reference.host ?? deps.remotes.known(params.remote).name
        const job = jobs.start('pull', { subject: printReference(reference), from, params })
        return { jobId: job.id }
      },
    },
  }
}

/** @throws AppFailure PULL_UNSUPPORTED, PULL_IS_FILE and those of reading references */
function libraryReference(text: string): LibraryReference {
  const reference = readReference(text)
  if (reference.transport === 'library') return reference
  if (reference.transport === 'file') throw failure('PULL_IS_FILE', { path: reference.path })
  throw failure('PULL_UNSUPPORTED', { transport: `${reference.transport}://` })
}
