/** Jobs in the database. Progress is only written when a job changes its state. */
import type { Job } from '../../../src-shared/model/job.ts'
import type { Database } from './database.ts'
import { isOwnerAlive } from './owner.ts'

interface Row {
  readonly id: string
  readonly kind: Job['kind']
  readonly subject: string
  readonly source: string
  readonly state: Job['state']
  readonly params_json: string
  readonly progress_json: string
  readonly result_json: string | null
  readonly error_json: string | null
  readonly log_json: string
  readonly owner: string
  readonly can_pause: number
  readonly created_at: string
  readonly started_at: string | null
  readonly finished_at: string | null
}

export interface JobStore {
  save(job: Job, params: unknown): void
  get(id: string): Job | null
  /** What a job was started with; undefined for a job that is not known. */
  paramsOf(id: string): unknown
  /** Newest first: all that are not finished and the last 200 that are. */
  list(): readonly Job[]
  /** Unfinished jobs of engines that no longer run; from now on they are this engine's. */
  takeOrphans(): readonly { readonly job: Job; readonly params: unknown }[]
  clearFinished(): readonly string[]
}

const finishedStates = `('done', 'failed', 'cancelled', 'interrupted')`

export function createJobStore(database: Database, owner: string): JobStore {
  const upsert = database.prepare(`
    INSERT INTO jobs (id, kind, subject, source, state, params_json, progress_json, result_json, error_json, log_json,
                      owner, can_pause, created_at, started_at, finished_at)
    VALUES (@id, @kind, @subject, @source, @state, @params, @progress, @result, @error, @log,
            @owner, @canPause, @createdAt, @startedAt, @finishedAt)
    ON CONFLICT (id) DO UPDATE SET
      state = excluded.state, progress_json = excluded.progress_json, result_json = excluded.result_json,
      error_json = excluded.error_json, log_json = excluded.log_json, owner = excluded.owner,
      started_at = excluded.started_at, finished_at = excluded.finished_at`)
  const select = database.prepare<[string], Row>('SELECT * FROM jobs WHERE id = ?')
  const selectLate = database.prepare<[], Row>(`
    SELECT * FROM (SELECT * FROM jobs WHERE state NOT IN ${finishedStates}
                   UNION ALL
                   SELECT * FROM (SELECT * FROM jobs WHERE state IN ${finishedStates} ORDER BY created_at DESC LIMIT 200))
    ORDER BY created_at DESC`)
  const selectOpen = database.prepare<[], Row>(`SELECT * FROM jobs WHERE state NOT IN ${finishedStates}`)
  const adopt = database.prepare('UPDATE jobs SET owner = ? WHERE id = ?')
  const removeFinished = database.prepare<[], { id: string }>(
    `DELETE FROM jobs WHERE state IN ${finishedStates} RETURNING id`,
  )

  return {
    save(job, params) {
      upsert.run({
        id: job.id,
        kind: job.kind,
        subject: job.subject,
        source: job.from,
        state: job.state,
        params: JSON.stringify(params ?? null),
        progress: JSON.stringify(job.progress),
        result: JSON.stringify(job.result ?? null),
        error: job.error ? JSON.stringify(job.error) : null,
        log: JSON.stringify(job.log),
        owner,
        canPause: job.canPause ? 1 : 0,
        createdAt: job.createdAt,
        startedAt: job.startedAt,
        finishedAt: job.finishedAt,
      })
    },
    get(id) {
      const row = select.get(id)
      return row ? toJob(row) : null
    },
    paramsOf(id) {
      const row = select.get(id)
      return row ? (JSON.parse(row.params_json) as unknown) : undefined
    },
    list: () => selectLate.all().map(toJob),
    takeOrphans: () =>
      database
        .transaction(() => {
          const orphans = selectOpen.all().filter((row) => row.owner !== owner && !isOwnerAlive(row.owner))
          for (const row of orphans) adopt.run(owner, row.id)
          return orphans.map((row) => ({ job: toJob(row), params: JSON.parse(row.params_json) as unknown }))
        })
        .immediate(),
    clearFinished: () => removeFinished.all().map((row) => row.id),
  }
}

function toJob(row: Row): Job {
  return {
    id: row.id,
    kind: row.kind,
    subject: row.subject,
    from: row.source,
    state: row.state,
    progress: JSON.parse(row.progress_json) as Job['progress'],
    canPause: row.can_pause === 1,
    createdAt: row.created_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    error: row.error_json ? (JSON.parse(row.error_json) as Job['error']) : null,
    result: row.result_json ? (JSON.parse(row.result_json) as unknown) : null,
    log: JSON.parse(row.log_json) as readonly string[],
  }
}
