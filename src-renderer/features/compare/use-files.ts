/** The comparison of all files as the page follows it: started once, watched, stopped when one leaves. */
import { useCallback, useEffect, useRef, useState } from 'react'
import type { FilesDifference } from '../../../src-shared/model/compare.ts'
import type { AppError } from '../../../src-shared/model/error.ts'
import { isFinished, type Job } from '../../../src-shared/model/job.ts'
import { useClient } from '../../app/connection.ts'
import { useJob } from '../../app/use-job.ts'

export interface Files {
  readonly state: 'none' | 'running' | 'done' | 'failed'
  readonly job: Job | null
  readonly result: FilesDifference | null
  readonly error: AppError | null
  readonly start: () => void
  readonly stop: () => void
}

function isResult(value: unknown): value is FilesDifference {
  return typeof value === 'object' && value !== null && 'counts' in value && 'packages' in value
}

/** @param paths of both images; null where they cannot be compared */
export function useFiles(paths: { readonly a: string; readonly b: string } | null): Files {
  const client = useClient()
  const [jobId, setJobId] = useState<string | null>(null)
  const [isStarting, setStarting] = useState(false)
  const [startError, setStartError] = useState<AppError | null>(null)
  const job = useJob(jobId)
  const running = useRef<string | null>(null)
  useEffect(() => {
    running.current = jobId !== null && (job === null || !isFinished(job.state)) ? jobId : null
  }, [jobId, job])
  useEffect(
    () => () => {
      if (running.current !== null) void client.call('jobs.cancel', { id: running.current })
    },
    [client],
  )
  const [a, b] = [paths?.a ?? null, paths?.b ?? null]
  const start = useCallback(() => {
    if (a === null || b === null) return
    setStarting(true)
    setStartError(null)
    setJobId(null)
    void client.call('compare.files', { a, b }).then((started) => {
      setStarting(false)
      if (started.ok) setJobId(started.value.jobId)
      else setStartError(started.error)
    })
  }, [client, a, b])
  const stop = useCallback(() => {
    if (jobId !== null) void client.call('jobs.cancel', { id: jobId })
  }, [client, jobId])
  const result = job?.state === 'done' && isResult(job.result) ? job.result : null
  const error = startError ?? job?.error ?? null
  const isOver = job !== null && isFinished(job.state)
  const state =
    result !== null
      ? 'done'
      : isStarting || (jobId !== null && !isOver)
        ? 'running'
        : error !== null || isOver
          ? 'failed'
          : 'none'
  return { state, job, result, error, start, stop }
}
