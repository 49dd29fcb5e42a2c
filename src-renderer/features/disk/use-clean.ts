/** A clean-up as the page follows it: started by plan and lines, waited for, told what became of it. */
import { useEffect, useRef, useState } from 'react'
import type { CleanResult } from '../../../src-shared/model/disk.ts'
import type { AppError } from '../../../src-shared/model/error.ts'
import { isFinished } from '../../../src-shared/model/job.ts'
import { useClient } from '../../app/connection.ts'
import { useJob } from '../../app/use-job.ts'

export interface Clean {
  readonly isBusy: boolean
  readonly result: CleanResult | null
  readonly error: AppError | null
  readonly start: (planId: string, lines: readonly string[]) => Promise<void>
}

function isCleanResult(value: unknown): value is CleanResult {
  return typeof value === 'object' && value !== null && 'removed' in value && 'kept' in value
}

/** @param onEnd called when a clean-up is over, however it ended */
export function useClean(onEnd: () => void): Clean {
  const client = useClient()
  const [isStarting, setStarting] = useState(false)
  const [startError, setStartError] = useState<AppError | null>(null)
  const [jobId, setJobId] = useState<string | null>(null)
  const job = useJob(jobId)
  const isOver = job !== null && isFinished(job.state)
  const end = useRef(onEnd)
  useEffect(() => {
    end.current = onEnd
  })
  useEffect(() => {
    if (isOver) end.current()
  }, [isOver])
  const start = async (planId: string, lines: readonly string[]): Promise<void> => {
    setStarting(true)
    setStartError(null)
    setJobId(null)
    const started = await client.call('disk.clean', { planId, lines: [...lines] })
    setStarting(false)
    if (started.ok) return setJobId(started.value.jobId)
    setStartError(started.error)
    end.current()
  }
  return {
    isBusy: isStarting || (jobId !== null && !isOver),
    result: job?.state === 'done' && isCleanResult(job.result) ? job.result : null,
    error: startError ?? job?.error ?? null,
    start,
  }
}
