/** Uploads in parts that were begun and can be gone on with. Owns the table `begun_uploads`. */
import type { Database } from '../../platform/database.ts'
import type { BegunParts } from './send.ts'

/** What an upload is of; it is gone on with for nothing else. */
export interface BegunUpload extends BegunParts {
  readonly imageId: string
  readonly sha256: string
}

export interface BegunStore {
  get(jobId: string): BegunUpload | null
  save(jobId: string, begun: BegunUpload): void
  forget(jobId: string): void
}

export function createBegunStore(database: Database): BegunStore {
  const select = database.prepare<[string], { readonly upload_json: string }>(
    'SELECT upload_json FROM begun_uploads WHERE job_id = ?',
  )
  const upsert = database.prepare<[string, string]>(
    'INSERT INTO begun_uploads (job_id, upload_json) VALUES (?, ?) ON CONFLICT (job_id) DO UPDATE SET upload_json = excluded.upload_json',
  )
  const remove = database.prepare<[string]>('DELETE FROM begun_uploads WHERE job_id = ?')
  return {
    get(jobId) {
      const row = select.get(jobId)
      return row === undefined ? null : (JSON.parse(row.upload_json) as BegunUpload)
    },
    save: (jobId, begun) => void upsert.run(jobId, JSON.stringify(begun)),
    forget: (jobId) => void remove.run(jobId),
  }
}
