/**
 * The verification of one file as a view follows it: the last one that still holds, the one that is
 * running, or why there is none. It starts and cancels verifications; the verdict comes from the engine.
 */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Client } from '../../../src-shared/contract/client.ts'
import type { AppError } from '../../../src-shared/model/error.ts'
import { isFinished, type Job } from '../../../src-shared/model/job.ts'
import type { Verification } from '../../../src-shared/model/verification.ts'

export type VerificationStatus =
  /** Asking whether there is one that still holds. */
  | { readonly kind: 'asking' }
  /** Nobody has checked this file, or it has changed since, or checking was cancelled. */
  | { readonly kind: 'none' }
  | { readonly kind: 'running'; readonly job: Job | null }
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly error: AppError }

export interface VerificationState {
  readonly status: VerificationStatus
  /** The newest that is known; stays while a new one runs. */
  readonly verification: Verification | null
  /** Keyservers were asked for missing keys in the last check. */
  readonly keyserversAsked: boolean
}

export interface VerifyOptions {
  /** Asks keyservers for missing keys; only when the user wants it. */
  readonly lookUpKeys?: boolean
  /** Checks signatures of the old kind as well, which protect contents only. */
  readonly legacy?: boolean
}

export interface VerificationStore {
  readonly state: StoreApi<VerificationState>
  /** Checks the file again; does nothing while a check runs. */
  verify(options?: VerifyOptions): Promise<void>
  cancel(): Promise<void>
  /**
   * Follows the engine until the returned function is called.
   * @param startByItself starts a verification when there is none that holds
   */
  connect(client: Client, startByItself: boolean): () => void
}

export function createVerificationStore(path: string): VerificationStore {
  const state = createStore<VerificationState>(() => ({
    status: { kind: 'asking' },
    verification: null,
    keyserversAsked: false,
  }))
  let client: Client | null = null
  let jobId: string | null = null
  // Events of a job can arrive before the answer that names it.
  const early = new Map<string, Job>()
  let isStarting = false

  const settle = (verification: Verification): void => {
    jobId = null
    state.setState({ status: { kind: 'ready' }, verification })
  }

  const onJob = (job: Job): void => {
    if (isStarting && job.kind === 'verify') early.set(job.id, job)
    if (job.id !== jobId) return
    if (!isFinished(job.state)) {
      state.setState({ status: { kind: 'running', job } })
      return
    }
    jobId = null
    if (job.state === 'done') void askLast(false)
    else if (job.error !== null && job.error.kind !== 'cancelled') {
      state.setState({ status: { kind: 'failed', error: job.error } })
    } else state.setState((before) => ({ status: { kind: before.verification === null ? 'none' : 'ready' } }))
  }

  /** Fetches the verification that still holds, judged with the decisions of now. */
  const askLast = async (startByItself: boolean): Promise<void> => {
    const from = client
    if (from === null) return
    const answer = await from.call('signatures.last', { path })
    if (client !== from || jobId !== null || isStarting) return
    if (!answer.ok) {
      if (answer.error.kind !== 'cancelled') state.setState({ status: { kind: 'failed', error: answer.error } })
    } else if (answer.value !== null) settle(answer.value)
    else if (startByItself) await verify()
    else state.setState({ status: { kind: 'none' }, verification: null })
  }

  const verify = async (options: VerifyOptions = {}): Promise<void> => {
    const from = client
    if (from === null || jobId !== null || isStarting) return
    isStarting = true
    early.clear()
    state.setState({ status: { kind: 'running', job: null }, keyserversAsked: options.lookUpKeys === true })
    const answer = await from.call('signatures.verify', { path, ...options })
    isStarting = false
    if (client !== from) return
    if (!answer.ok) {
      state.setState({ status: { kind: 'failed', error: answer.error } })
      return
    }
    jobId = answer.value.jobId
    const before = early.get(jobId)
    early.clear()
    if (before !== undefined) onJob(before)
  }

  return {
    state,
    verify,
    async cancel() {
      if (client !== null && jobId !== null) await client.call('jobs.cancel', { id: jobId })
    },
    connect(to, startByItself) {
      client = to
      jobId = null
      isStarting = false
      const stops = [
        to.on('jobs.changed', onJob),
        to.on('signatures.verified', (verified) => {
          if (verified.path === path) settle(verified.verification)
        }),
        to.on('trust.changed', () => void askLast(false)),
        to.on('keyring.changed', () => void askLast(false)),
      ]
      void askLast(startByItself)
      return () => {
        for (const stop of stops) stop()
        if (client === to) client = null
      }
    },
  }
}
