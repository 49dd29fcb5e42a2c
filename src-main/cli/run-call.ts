/** Calls of the engine in the same process, typed by the contract; failures are thrown. */
import type { CallInput, CallName, CallValue } from '../../src-shared/contract/index.ts'
import type { Job } from '../../src-shared/model/job.ts'
import { AppFailure, appError } from '../../src-shared/text/errors/index.ts'
import { jobLine } from '../../src-shared/text/job-line.ts'
import type { Engine } from '../engine/engine.ts'
import type { CommandInput } from './command.ts'

/** @throws AppFailure with the call's error */
export async function runCall<Name extends CallName>(
  engine: Engine,
  name: Name,
  params: CallInput<Name>,
  signal: AbortSignal,
): Promise<CallValue<Name>> {
  const result = await engine.call(name, params, { signal })
  if (!result.ok) throw new AppFailure(result.error)
  return result.value as CallValue<Name>
}

/**
 * Starts a job by a call that answers its id, shows its progress, and waits for its end.
 * Ctrl-C cancels the job.
 * @returns the finished job. @throws AppFailure with the job's error, or CANCELLED
 */
export async function runJob(
  input: CommandInput,
  engine: Engine,
  start: () => Promise<{ readonly jobId: string }>,
  options: { readonly quietEvents?: boolean } = {},
): Promise<Job> {
  const { output, signal } = input
  // Listening begins before the job does, so that no end is missed.
  const seen = new Map<string, Job>()
  let notify: () => void = () => undefined
  let wanted: string | null = null
  const stopListening = engine.events.listen((message) => {
    if (message.event !== 'jobs.changed') return
    const job = message.payload
    seen.set(job.id, job)
    if (job.id !== wanted && wanted !== null) return
    output.progress(jobLine(job))
    const { phase, bytesDone, bytesTotal, rate } = job.progress
    if (job.state === 'running' && options.quietEvents !== true)
      output.event({ type: 'progress', phase, bytesDone, bytesTotal, rate })
    notify()
  })
  const { jobId } = await start()
  wanted = jobId
  const cancel = (): void => void engine.call('jobs.cancel', { id: jobId }, { signal: new AbortController().signal })
  signal.addEventListener('abort', cancel, { once: true })
  if (signal.aborted) cancel()
  try {
    for (;;) {
      const job = seen.get(jobId)
      switch (job?.state) {
        case 'done':
          return job
        case 'failed':
        case 'cancelled':
        case 'interrupted':
          throw new AppFailure(job.error ?? cancelledError())
        case 'queued':
        case 'running':
        case 'paused':
        case undefined:
          await new Promise<void>((resolve) => {
            notify = resolve
          })
      }
    }
  } finally {
    stopListening()
    signal.removeEventListener('abort', cancel)
    output.progress('')
  }
}

function cancelledError() {
  return appError('CANCELLED')
}
