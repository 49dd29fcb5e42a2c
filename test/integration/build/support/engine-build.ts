/** Builds in an engine of the test's own, as a face would ask for them. */
import { createEngine } from '../../../../src-main/engine/engine.ts'
import { silentLog } from '../../../../src-main/engine/platform/log.ts'
import { findPaths } from '../../../../src-main/engine/platform/paths.ts'
import { createPlainPlatform } from '../../../../src-main/engine/platform/plain-platform.ts'
import type { CallInput } from '../../../../src-shared/contract/index.ts'
import type { AppError } from '../../../../src-shared/model/error.ts'
import { isFinished, type Job } from '../../../../src-shared/model/job.ts'

export interface Builds {
  /** Runs a build to its end; a call that is refused is a job that failed with that error. */
  run(params: CallInput<'build.start'>): Promise<Pick<Job, 'state' | 'error' | 'result' | 'log'>>
  call(name: string, params: unknown): Promise<unknown>
  pull(params: CallInput<'transfers.pull'>): Promise<Pick<Job, 'state' | 'error' | 'result' | 'log'>>
}

export async function withBuilds<Value>(home: string, work: (builds: Builds) => Promise<Value>): Promise<Value> {
  const paths = findPaths({ SIF_DESKTOP_HOME: home })
  const engine = createEngine({
    paths,
    platform: createPlainPlatform('terminal', paths),
    log: silentLog,
    resumeJobs: false,
  })
  const { signal } = new AbortController()
  const runJob = async (name: string, params: unknown) => {
    const ended = new Map<string, Job>()
    let wake = (): void => undefined
    const stop = engine.events.listen((event) => {
      if (event.event !== 'jobs.changed' || !isFinished(event.payload.state)) return
      ended.set(event.payload.id, event.payload)
      wake()
    })
    try {
      const started = await engine.call(name, params, { signal })
      if (!started.ok) return failed(started.error)
      const { jobId } = started.value as { readonly jobId: string }
      for (;;) {
        const job = ended.get(jobId)
        if (job) return job
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    } finally {
      stop()
    }
  }
  try {
    return await work({
      run: (params) => runJob('build.start', params),
      pull: (params) => runJob('transfers.pull', params),
      async call(name, params) {
        const result = await engine.call(name, params, { signal })
        if (!result.ok) throw new Error(JSON.stringify(result.error))
        return result.value
      },
    })
  } finally {
    await engine.close()
  }
}

function failed(error: AppError): Pick<Job, 'state' | 'error' | 'result' | 'log'> {
  return { state: 'failed', error, result: null, log: [] }
}
