/**
 * Jobs: everything that can take longer than a blink. A domain registers how a kind of job runs;
 * this file owns their life: queue, progress, pause, cancel, end, and what happens to them when
 * an engine dies. It knows nothing of what a job does.
 */
import { randomUUID } from 'node:crypto'
import type { Job, JobKind, JobState } from '../../../src-shared/model/job.ts'
import { isFinished } from '../../../src-shared/model/job.ts'
import { failure } from '../../../src-shared/text/errors/index.ts'
import type { CallsOf, Handlers } from './context.ts'
import type { Database } from './database.ts'
import type { EventBus } from './events.ts'
import { toAppError } from './failures.ts'
import { createJobStore } from './job-store.ts'
import { createRateMeter, type RateMeter } from './rate-meter.ts'

/** What a running job can do to its own record. */
export interface JobHandle {
  readonly id: string
  /** Aborts on cancel and on pause; a paused job is run again from its parameters. */
  readonly signal: AbortSignal
  /** Why the signal aborted: a cancelled job leaves nothing behind, the others are gone on with. Null while it has not. */
  stopReason(): 'cancel' | 'pause' | 'shutdown' | null
  /** Whether it is stopped because the engine ends, and not because somebody wants it to. */
  endsWithEngine(): boolean
  /** Begins a phase; bytes count from zero again. */
  phase(name: string, bytesTotal?: number | null): void
  /** Adds to the bytes done in this phase. */
  advance(bytes: number): void
  /** Bytes that were already there, say from an earlier run: counted as done but not as speed. */
  skip(bytes: number): void
  log(line: string): void
}

export interface JobType<Params> {
  readonly kind: JobKind
  readonly canPause: boolean
  /** Whether an interrupted job can go on from its parameters alone. */
  readonly resumable: boolean
  /** How many run at once; asked anew each time when it is a setting. */
  readonly maxRunning: number | (() => number)
  run(params: Params, handle: JobHandle): Promise<unknown>
  /** Removes what an unfinished run left to be gone on with: the job was cancelled while it did not run, or forgotten. */
  discard?(id: string): void
}

export interface StartOptions {
  readonly subject: string
  readonly from?: string
  readonly params: unknown
}

export interface Jobs {
  register<Params>(type: JobType<Params>): void
  /** Queues a job; it starts as soon as its kind has room. */
  start(kind: JobKind, options: StartOptions): Job
  /** Starts what waits and may run: after a change of how many jobs may run. */
  runWaiting(): void
  /** Ends with the job, whatever its end was. @throws AppFailure JOB_NOT_FOUND */
  finished(id: string): Promise<Job>
  /** Takes care of what engines that died left behind; `resume` starts the resumable ones again. */
  adoptOrphans(resume: boolean): void
  readonly handlers: Handlers<CallsOf<'jobs'>>
  /** Stops everything; resumable jobs are left to be continued, others are cancelled. */
  close(): Promise<void>
}

interface Running {
  readonly abort: AbortController
  readonly ended: Promise<void>
  reason: 'cancel' | 'pause' | 'shutdown' | null
  endsWithEngine: boolean
}

const keptLogLines = 200
const progressEveryMs = 100

export function createJobs(database: Database, events: EventBus, owner: string, clock: () => Date): Jobs {
  const store = createJobStore(database, owner)
  const types = new Map<JobKind, JobType<never>>()
  const live = new Map<string, Job>()
  const params = new Map<string, unknown>()
  const running = new Map<string, Running>()
  const waiters = new Map<string, Set<(job: Job) => void>>()

  const typeOf = (kind: JobKind): JobType<never> => {
    const type = types.get(kind)
    if (!type) throw new Error(`No job kind ${kind} is registered`)
    return type
  }

  const known = (id: string): Job => {
    const job = live.get(id) ?? store.get(id)
    if (!job) throw failure('JOB_NOT_FOUND', { id })
    return job
  }

  /** Puts a changed job everywhere it is seen: memory, database (when `durable`), listeners. */
  const publish = (job: Job, durable: boolean): Job => {
    if (durable) store.save(job, params.get(job.id))
    if (isFinished(job.state)) {
      live.delete(job.id)
      params.delete(job.id)
    } else live.set(job.id, job)
    events.emit('jobs.changed', job)
    if (isFinished(job.state)) {
      for (const waiter of waiters.get(job.id) ?? []) waiter(job)
      waiters.delete(job.id)
    }
    return job
  }

  const end = (job: Job, state: JobState, extra: Partial<Job> = {}): Job =>
    publish({ ...job, ...extra, state, finishedAt: clock().toISOString() }, true)

  const runNext = (): void => {
    for (const job of live.values()) {
      if (job.state !== 'queued') continue
      const type = typeOf(job.kind)
      const busy = [...running.keys()].filter((id) => live.get(id)?.kind === job.kind).length
      const most = typeof type.maxRunning === 'number' ? type.maxRunning : type.maxRunning()
      if (busy < most) run(job, type)
    }
  }

  const run = (queued: Job, type: JobType<never>): void => {
    const abort = new AbortController()
    publish({ ...queued, state: 'running', startedAt: clock().toISOString(), finishedAt: null, error: null }, true)
    const handle = createHandle(queued.id, abort.signal)
    const ended = (async () => {
      try {
        const result = await type.run(params.get(queued.id) as never, handle.api)
        handle.stop()
        end(known(queued.id), 'done', { result })
      } catch (error) {
        handle.stop()
        settleFailure(queued.id, error)
      } finally {
        running.delete(queued.id)
        runNext()
      }
    })()
    running.set(queued.id, { abort, ended, reason: null, endsWithEngine: false })
  }

  const settleFailure = (id: string, error: unknown): void => {
    const job = known(id)
    switch (running.get(id)?.reason ?? null) {
      case 'pause':
        publish({ ...job, state: 'paused' }, true)
        return
      case 'shutdown':
        // Stays `running` in the database under this owner's name: the next engine finds it.
        return
      case 'cancel':
        end(job, 'cancelled')
        return
      case null: {
        const appErr = toAppError(error)
        end(job, appErr.kind === 'cancelled' ? 'cancelled' : 'failed', { error: appErr })
      }
    }
  }

  const createHandle = (id: string, signal: AbortSignal): { api: JobHandle; stop: () => void } => {
    let meter: RateMeter = createRateMeter(() => clock().getTime())
    let timer: NodeJS.Timeout | null = null
    const flush = (): void => {
      timer = null
      const job = live.get(id)
      if (job?.state === 'running') publish({ ...job, progress: { ...job.progress, rate: meter.rate() } }, false)
    }
    const change = (update: (job: Job) => Job): void => {
      const job = live.get(id)
      if (!job) return
      live.set(id, update(job))
      timer ??= setTimeout(flush, progressEveryMs)
    }
    const add = (bytes: number): void =>
      change((job) => ({ ...job, progress: { ...job.progress, bytesDone: job.progress.bytesDone + bytes } }))
    return {
      api: {
        id,
        signal,
        stopReason: () => running.get(id)?.reason ?? null,
        endsWithEngine: () => running.get(id)?.endsWithEngine ?? false,
        phase(name, bytesTotal = null) {
          meter = createRateMeter(() => clock().getTime())
          change((job) => ({ ...job, progress: { phase: name, bytesDone: 0, bytesTotal, rate: null } }))
        },
        advance(bytes) {
          meter.add(bytes)
          add(bytes)
        },
        skip: add,
        log: (line) => change((job) => ({ ...job, log: [...job.log, line].slice(-keptLogLines) })),
      },
      stop: () => {
        if (timer) clearTimeout(timer)
      },
    }
  }

  const stop = (id: string, reason: 'cancel' | 'pause'): Job => {
    const job = known(id)
    const active = running.get(id)
    if (active) {
      active.reason ??= reason
      active.abort.abort()
      return job
    }
    if (isFinished(job.state)) return job
    if (reason === 'cancel') typeOf(job.kind).discard?.(id)
    return reason === 'cancel' ? end(job, 'cancelled') : publish({ ...job, state: 'paused' }, true)
  }

  const queue = (job: Job): Job => {
    const queued = publish({ ...job, state: 'queued' }, true)
    queueMicrotask(runNext)
    return queued
  }

  return {
    register(type) {
      types.set(type.kind, type as JobType<never>)
    },
    start(kind, options) {
      const id = randomUUID()
      params.set(id, options.params)
      return queue({
        id,
        kind,
        subject: options.subject,
        from: options.from ?? '',
        state: 'queued',
        progress: { phase: 'queued', bytesDone: 0, bytesTotal: null, rate: null },
        canPause: typeOf(kind).canPause,
        createdAt: clock().toISOString(),
        startedAt: null,
        finishedAt: null,
        error: null,
        result: null,
        log: [],
      })
    },
    runWaiting: runNext,
    async finished(id) {
      const job = known(id)
      if (isFinished(job.state)) return job
      return new Promise((resolve) => {
        const set = waiters.get(id) ?? new Set()
        waiters.set(id, set)
        set.add(resolve)
      })
    },
    adoptOrphans(resume) {
      for (const { job, params: stored } of store.takeOrphans()) {
        if (resume && types.get(job.kind)?.resumable) {
          params.set(job.id, stored)
          if (job.state === 'paused') publish(job, true)
          else queue(job)
        } else {
          const error = failure('JOB_INTERRUPTED').error
          store.save({ ...job, state: 'interrupted', error, finishedAt: clock().toISOString() }, stored)
        }
      }
    },
    handlers: {
      'jobs.list': () => {
        const listed = store.list().map((job) => live.get(job.id) ?? job)
        return listed
      },
      'jobs.get': ({ id }) => known(id),
      'jobs.cancel': ({ id }) => stop(id, 'cancel'),
      'jobs.pause': ({ id }) => {
        if (!known(id).canPause) throw failure('JOB_NOT_PAUSABLE')
        return stop(id, 'pause')
      },
      'jobs.resume': ({ id }) => {
        const job = known(id)
        if (job.state === 'paused') return queue(job)
        if (!isFinished(job.state) || job.state === 'done') return job
        // Tried again from what it was started with; what a run left behind is found by the next one.
        params.set(id, store.paramsOf(id))
        return queue({ ...job, error: null, finishedAt: null })
      },
      'jobs.clear': () => {
        const ids = store.clearFinished()
        for (const type of types.values()) for (const id of ids) type.discard?.(id)
        events.emit('jobs.removed', { ids })
        return { removed: ids.length }
      },
    },
    async close() {
      for (const [id, active] of running) {
        active.endsWithEngine = active.reason === null
        active.reason ??= typeOf(known(id).kind).resumable ? 'shutdown' : 'cancel'
        active.abort.abort()
      }
      await Promise.all([...running.values()].map((active) => active.ended))
    },
  }
}
