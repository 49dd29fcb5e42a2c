/** A check of one part of an image for as long as it is shown. Its answer is told here and kept nowhere. */
import { useCallback, useEffect, useState } from 'react'
import type { AppError } from '../../../src-shared/model/error.ts'
import { isFinished } from '../../../src-shared/model/job.ts'
import type { Verification } from '../../../src-shared/model/verification.ts'
import { useClient } from '../../app/connection.ts'
import { useJob } from '../../app/use-job.ts'
import { type ImagePart, partOf, partValue } from './part-check.ts'
import type { VerifyOptions } from './verification-store.ts'

export interface PartCheck {
  /** The last answer; stays while the question is asked again. */
  readonly verification: Verification | null
  readonly error: AppError | null
  readonly isRunning: boolean
  readonly check: (options?: VerifyOptions) => void
}

interface Asked {
  readonly jobId: string | null
  readonly error: AppError | null
}

const notYet: Asked = { jobId: null, error: null }

/** @param part checked at once, and again when a decision or a key may change what is said of it */
export function usePartCheck(path: string, part: ImagePart): PartCheck {
  const client = useClient()
  const value = partValue(part)
  const [options, setOptions] = useState<VerifyOptions>({})
  const [asked, setAsked] = useState(notYet)
  const [verification, setVerification] = useState<Verification | null>(null)
  const job = useJob(asked.jobId)

  // A new object of options asks again, also with the same ones.
  useEffect(() => {
    let isOver = false
    let jobId: string | null = null
    const stop = (): void => {
      if (jobId !== null) void client.call('jobs.cancel', { id: jobId })
    }
    setAsked(notYet)
    void client.call('signatures.verify', { path, ...(partOf(value) ?? {}), ...options }).then((answer) => {
      jobId = answer.ok ? answer.value.jobId : null
      if (isOver) stop()
      else setAsked({ jobId, error: answer.ok ? null : answer.error })
    })
    return () => {
      isOver = true
      stop()
    }
  }, [client, path, value, options])

  // Between two answers the old one stays.
  const isRunning = asked.error === null && (job === null || !isFinished(job.state))
  const found = job?.state === 'done' ? (job.result as Verification) : null
  if (found !== null && found !== verification) setVerification(found)

  const check = useCallback((next: VerifyOptions = {}) => setOptions({ ...next }), [])
  useEffect(() => {
    if (isRunning) return undefined
    const again = (): void => check()
    const stops = [client.on('trust.changed', again), client.on('keyring.changed', again)]
    return () => {
      for (const stop of stops) stop()
    }
  }, [client, check, isRunning])
  const failed = job !== null && isFinished(job.state) && job.state !== 'done' ? job.error : null
  return { verification, error: asked.error ?? failed, isRunning, check }
}
