/** A clean-up as the page follows it: started by plan and lines, waited for, told what became of it. */
import { useEffect, useRef, useState } from 'react'
import type { CleanResult } from '../../../src-shared/model/disk.ts'
import type { AppError } from '../../../src-shared/model/error.ts'
import { isFinished, type Job } from '../../../src-shared/model/job.ts'
import { useClient } from '../../app/connection.ts'

export interface Clean {
  readonly isBusy: boolean
  readonly result: CleanResult | null
  readonly error: AppError | null
  readonly start: (planId: string, lines: readonly string[]) => Promise<void>
}

/** @param onEnd called when a clean-up is over, however it ended */
export function useClean(onEnd: () => void): Clean {
  const client = useClient()
  const [isBusy, setBusy] = useState(false)
  const [result, setResult] = useState<CleanResult | null>(null)
  const [error, setError] = useState<AppError | null>(null)
  const jobId = useRef<string | null>(null)
  const end = useRef(onEnd)
  useEffect(() => {
    end.current = onEnd
  })
  const take = (job: Job): void => {
    if (job.id !== jobId.current || !isFinished(job.state)) return
    jobId.current = null
    setBusy(false)
    if (job.state === 'done') setResult(job.result as CleanResult)
    setError(job.error)
    end.current()
  }
  const takeLatest = useRef(take)
  useEffect(() => {
    takeLatest.current = take
  })
  useEffect(() => client.on('jobs.changed', (job) => takeLatest.current(job)), [client])
  const start = async (planId: string, lines: readonly string[]): Promise<void> => {
    setBusy(true)
    setError(null)
    setResult(null)
    const started = await client.call('disk.clean', { planId, lines: [...lines] })
    if (!started.ok) {
      setBusy(false)
      setError(started.error)
      end.current()
      return
    }
    jobId.current = started.value.jobId
    // It may have been over before its name was known.
    const job = await client.call('jobs.get', { id: started.value.jobId })
    if (job.ok) takeLatest.current(job.value)
  }
  return { isBusy, result, error, start }
}
