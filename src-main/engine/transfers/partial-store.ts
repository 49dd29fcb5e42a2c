/**
 * Downloads that were begun and can be gone on with. Owns the table `partial_downloads` and the
 * hidden files it names; a file without a row, or a row without a file, is never used.
 */
import { rmSync } from 'node:fs'
import type { JobState } from '../../../src-shared/model/job.ts'
import type { Database } from '../platform/database.ts'

export interface PartialDownload {
  readonly path: string
  readonly digest: string | null
  readonly sizeBytes: number
  readonly partSizeBytes: number
  /** Bytes that arrived of each part. */
  readonly received: readonly number[]
}

export interface PartialStore {
  get(jobId: string): PartialDownload | null
  /** All of them, with the state of the job each belongs to; null when that job is forgotten. */
  all(): readonly (PartialDownload & { readonly jobId: string; readonly state: JobState | null })[]
  save(jobId: string, partial: PartialDownload): void
  /** Forgets the row; the file has become something else or is dealt with by the caller. */
  forget(jobId: string): void
  /** Removes file and row. */
  discard(jobId: string): void
  /** Removes what jobs left that are over or unknown: cancelled, done, or cleared by another engine. */
  sweep(): void
}

interface Row {
  readonly job_id: string
  readonly path: string
  readonly digest: string | null
  readonly size_bytes: number
  readonly part_size_bytes: number
  readonly received_json: string
}

export function createPartialStore(database: Database): PartialStore {
  const select = database.prepare<[string], Row>('SELECT * FROM partial_downloads WHERE job_id = ?')
  const selectAll = database.prepare<[], Row & { readonly state: JobState | null }>(
    'SELECT partial_downloads.*, jobs.state FROM partial_downloads LEFT JOIN jobs ON jobs.id = job_id',
  )
  const selectOver = database.prepare<[], { job_id: string }>(
    `SELECT job_id FROM partial_downloads
     WHERE job_id NOT IN (SELECT id FROM jobs WHERE state NOT IN ('done', 'cancelled'))`,
  )
  const upsert = database.prepare(
    `INSERT INTO partial_downloads (job_id, path, digest, size_bytes, part_size_bytes, received_json)
     VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (job_id) DO UPDATE SET path = excluded.path, digest = excluded.digest, size_bytes = excluded.size_bytes,
       part_size_bytes = excluded.part_size_bytes, received_json = excluded.received_json`,
  )
  const remove = database.prepare('DELETE FROM partial_downloads WHERE job_id = ?')

  const store: PartialStore = {
    get(jobId) {
      const row = select.get(jobId)
      return row ? toPartial(row) : null
    },
    all: () => selectAll.all().map((row) => ({ ...toPartial(row), jobId: row.job_id, state: row.state })),
    save(jobId, partial) {
      const { path, digest, sizeBytes, partSizeBytes, received } = partial
      upsert.run(jobId, path, digest, sizeBytes, partSizeBytes, JSON.stringify(received))
    },
    forget(jobId) {
      remove.run(jobId)
    },
    discard(jobId) {
      const row = select.get(jobId)
      if (row) rmSync(row.path, { force: true })
      remove.run(jobId)
    },
    sweep() {
      for (const { job_id: jobId } of selectOver.all()) store.discard(jobId)
    },
  }
  return store
}

function toPartial(row: Row): PartialDownload {
  const received: unknown = JSON.parse(row.received_json)
  return {
    path: row.path,
    digest: row.digest,
    sizeBytes: row.size_bytes,
    partSizeBytes: row.part_size_bytes,
    received: Array.isArray(received) ? received.filter((bytes) => typeof bytes === 'number') : [],
  }
}
