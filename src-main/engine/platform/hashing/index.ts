/**
 * Hashes files and pieces of files off the thread that answers calls: large ones in a worker
 * thread, small ones in place because starting a thread would take longer. Each byte of a plan is
 * read once, however many hashes want it. It judges nothing.
 */
import { stat } from 'node:fs/promises'
import { failure } from '../../../../src-shared/text/errors/index.ts'
import {
  type HashFault,
  type HashOutcome,
  type HashPlan,
  planBytes,
  type ReadStamp,
  type WorkerAnswer,
  type WorkerOrder,
} from './plan.ts'
import { HashStopped, runPlan } from './run-plan.ts'
import { giveBack, takeWorker } from './workers.ts'

export { type Follower, followFile } from './follow.ts'
export type { HashOutcome, HashPlan, ReadStamp } from './plan.ts'

export interface HashOptions {
  readonly signal?: AbortSignal | undefined
  /** Told how many more bytes were hashed, a few dozen times a second at most. */
  readonly onProgress?: ((bytes: number) => void) | undefined
}

/** Up to here hashing takes a few milliseconds and is done in place. */
const inPlaceBytes = 4 * 1024 * 1024
/**
 * Runs a plan over one file.
 * @throws AppFailure CANCELLED when the signal aborts, FILE_CHANGED_UNDERNEATH when the file ends
 *   early or differs between start and end; system errors of opening and reading as they are
 */
export async function hashSegments(path: string, plan: HashPlan, options: HashOptions = {}): Promise<HashOutcome> {
  if (options.signal?.aborted) throw failure('CANCELLED')
  const outcome =
    planBytes(plan) <= inPlaceBytes ? await inPlace(path, plan, options) : await inWorker(path, plan, options)
  const { before, after } = outcome
  if (before.sizeBytes !== after.sizeBytes || before.modifiedMs !== after.modifiedMs) {
    throw failure('FILE_CHANGED_UNDERNEATH', { path })
  }
  return outcome
}

async function inPlace(path: string, plan: HashPlan, { signal, onProgress }: HashOptions): Promise<HashOutcome> {
  try {
    return await runPlan(
      path,
      plan,
      () => signal?.aborted === true,
      (bytes) => onProgress?.(bytes),
    )
  } catch (error) {
    if (error instanceof HashStopped) throw stopFailure(error.reason, path)
    throw error
  }
}

function inWorker(path: string, plan: HashPlan, { signal, onProgress }: HashOptions): Promise<HashOutcome> {
  const cancel = new SharedArrayBuffer(4)
  const flag = new Int32Array(cancel)
  const worker = takeWorker()
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      Atomics.store(flag, 0, 1)
    }
    const settle = (isReusable: boolean, finish: () => void): void => {
      worker.off('message', hear).off('error', fail).off('exit', leave)
      signal?.removeEventListener('abort', abort)
      if (isReusable) giveBack(worker)
      else void worker.terminate()
      finish()
    }
    const hear = (answer: WorkerAnswer): void => {
      switch (answer.kind) {
        case 'progress':
          onProgress?.(answer.bytes)
          return
        case 'done':
          settle(true, () => resolve(answer.outcome))
          return
        case 'fault':
          settle(true, () => reject(faultError(answer.fault, path)))
      }
    }
    const fail = (error: unknown): void => settle(false, () => reject(error))
    const leave = (code: number): void => fail(new Error(`the hashing thread ended with ${code}`))
    worker.on('message', hear).on('error', fail).on('exit', leave)
    signal?.addEventListener('abort', abort, { once: true })
    const order: WorkerOrder = { kind: 'plan', path, plan, cancel }
    worker.postMessage(order)
  })
}

function stopFailure(reason: 'cancelled' | 'short', path: string): Error {
  return reason === 'cancelled' ? failure('CANCELLED') : failure('FILE_CHANGED_UNDERNEATH', { path })
}

/** What ended a run in the worker, in the form the rest of the engine knows. */
function faultError(fault: HashFault, path: string): Error {
  if (fault.kind !== 'system') return stopFailure(fault.kind, path)
  return Object.assign(new Error(fault.message), { code: fault.code, errno: 0, path })
}

/**
 * The digest of a whole file.
 * @param algorithm as node:crypto names it, like `sha256`
 * @returns lower-case hex, and which file it was
 * @throws AppFailure as {@link hashSegments}
 */
export async function hashFile(
  path: string,
  algorithm: string,
  options: HashOptions = {},
): Promise<{ readonly hex: string; readonly file: ReadStamp }> {
  const { size } = await stat(path)
  const plan: HashPlan = { hashes: [algorithm], segments: [{ offset: 0, lengthBytes: size, feeds: [0] }] }
  const { hex, before } = await hashSegments(path, plan, options)
  if (before.sizeBytes !== size) throw failure('FILE_CHANGED_UNDERNEATH', { path })
  return { hex: hex[0] ?? '', file: before }
}
