/**
 * The digest of a file that is still being written, worked out in another thread: told how far the
 * file is there without gaps, it reads and hashes up to there. One thread does for all files: it is faster
 * than networks are. It judges nothing.
 */
import type { Worker } from 'node:worker_threads'
import { failure } from '../../../../src-shared/text/errors/index.ts'
import type { FollowAnswer, FollowOrder } from './plan.ts'
import { giveBack, takeWorker } from './workers.ts'

export interface Follower {
  /** The file is there without gaps up to here; never less than before. */
  advance(end: number): void
  /** Begins again with the first byte. */
  restart(): void
  /** Lower-case hex of everything up to the last `advance`. @throws AppFailure FILE_CHANGED_UNDERNEATH when the file is shorter */
  digest(): Promise<string>
  /** Gives its thread back; to be called whatever happened. */
  close(): void
}

/** A message is worth so many bytes. */
const stepBytes = 4 * 1024 * 1024

let nextId = 0
let shared: { readonly worker: Worker; users: number } | null = null

function join(): Worker {
  shared ??= { worker: takeWorker(), users: 0 }
  shared.users += 1
  return shared.worker
}

function leave(): void {
  if (shared === null) return
  shared.users -= 1
  if (shared.users > 0) return
  giveBack(shared.worker)
  shared = null
}

/** @param path of a file that exists already */
export function followFile(path: string, algorithm: string): Follower {
  const worker = join()
  const id = nextId++
  const send = (order: FollowOrder): void => worker.postMessage(order)
  let told = 0
  let end = 0
  let isOpen = true
  send({ kind: 'follow', id, path, algorithm })
  return {
    advance(to) {
      end = to
      if (end - told < stepBytes) return
      told = end
      send({ kind: 'advance', id, end })
    },
    restart() {
      told = 0
      end = 0
      send({ kind: 'follow', id, path, algorithm })
    },
    digest: () =>
      new Promise((resolve, reject) => {
        const settle = (finish: () => void): void => {
          worker.off('message', hear).off('error', fail)
          finish()
        }
        const fail = (error: unknown): void => settle(() => reject(error))
        const hear = (answer: FollowAnswer): void => {
          if (answer.id !== id) return
          if (answer.kind === 'digest') settle(() => resolve(answer.hex))
          else settle(() => reject(failure('FILE_CHANGED_UNDERNEATH', { path })))
        }
        worker.on('message', hear).on('error', fail)
        send({ kind: 'digest', id, end })
      }),
    close() {
      if (!isOpen) return
      isOpen = false
      send({ kind: 'leave', id })
      leave()
    },
  }
}
