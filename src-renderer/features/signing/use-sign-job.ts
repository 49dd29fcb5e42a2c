/** A signing as its sheet follows it: unlocks the key where needed, starts the job, and waits for its end. */
import { useEffect, useRef, useState } from 'react'
import type { AppError } from '../../../src-shared/model/error.ts'
import { isFinished, type Job } from '../../../src-shared/model/job.ts'
import type { SignScope } from '../../../src-shared/model/sign.ts'
import { useClient } from '../../app/connection.ts'

export interface SignRequest {
  readonly path: string
  readonly scope: SignScope
  readonly fingerprint: string
  readonly keeper: 'here' | 'gnupg'
  /** Unlocks the key where that is needed; answers why it could not. */
  readonly unlock: () => Promise<AppError | null>
}

export interface SignJob {
  readonly isBusy: boolean
  readonly job: Job | null
  readonly error: AppError | null
  readonly start: (request: SignRequest) => Promise<void>
  readonly stop: () => void
}

export function useSignJob(onSigned: () => void, onStopped: () => void): SignJob {
  const client = useClient()
  const [isBusy, setBusy] = useState(false)
  const [job, setJob] = useState<Job | null>(null)
  const [error, setError] = useState<AppError | null>(null)
  const jobId = useRef<string | null>(null)
  const ends = useRef({ onSigned, onStopped })
  useEffect(() => {
    ends.current = { onSigned, onStopped }
  })
  const take = (next: Job): void => {
    if (next.id !== jobId.current) return
    setJob(next)
    if (!isFinished(next.state)) return
    jobId.current = null
    setBusy(false)
    setJob(null)
    if (next.state === 'done') ends.current.onSigned()
    else if (next.error === null || next.error.kind === 'cancelled') ends.current.onStopped()
    else setError(next.error)
  }
  const taking = useRef(take)
  useEffect(() => {
    taking.current = take
  })
  useEffect(() => client.on('jobs.changed', (next) => taking.current(next)), [client])

  const start = async (request: SignRequest): Promise<void> => {
    const { path, scope, fingerprint, keeper, unlock } = request
    setBusy(true)
    setError(null)
    const locked = await unlock()
    if (locked !== null) {
      setBusy(false)
      return setError(locked)
    }
    const answer = await client.call('signatures.sign', { path, scope, fingerprint, keeper })
    if (!answer.ok) {
      setBusy(false)
      return setError(answer.error)
    }
    jobId.current = answer.value.jobId
    // A small image is signed before the answer arrives.
    const now = await client.call('jobs.get', { id: answer.value.jobId })
    if (now.ok) taking.current(now.value)
  }
  const stop = (): void => {
    if (jobId.current !== null) void client.call('jobs.cancel', { id: jobId.current })
  }
  return { isBusy, job, error, start, stop }
}
