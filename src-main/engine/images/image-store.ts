/** Images in the database: what is known of each file, never a verdict. */
import type { Database } from '../platform/database.ts'
import type { StoredPart } from './map-parts.ts'

export interface StoredImage {
  readonly id: string
  readonly path: string
  readonly sizeBytes: number
  readonly modifiedMs: number
  readonly architecture: string
  readonly digest: string | null
  readonly reference: string | null
  readonly remote: string | null
  readonly parts: readonly StoredPart[]
  readonly fileState: 'present' | 'missing' | 'modified'
  readonly addedAt: string
  readonly lastUsedAt: string | null
}

interface Row {
  readonly id: string
  readonly path: string
  readonly size_bytes: number
  readonly modified_ms: number
  readonly architecture: string
  readonly digest: string | null
  readonly reference: string | null
  readonly remote: string | null
  readonly objects_json: string
  readonly file_state: StoredImage['fileState']
  readonly added_at: string
  readonly last_used_at: string | null
}

export interface ImageStore {
  all(): readonly StoredImage[]
  /** Enters an image; one that is there under the same path is brought up to date and keeps its id. */
  put(image: StoredImage): StoredImage
  setState(id: string, state: StoredImage['fileState']): void
  /** Gives an image another path; an entry without a file that had it before goes. */
  move(id: string, path: string, modifiedMs: number): void
  remove(ids: readonly string[]): number
  /** Changes whenever another engine has written to the database. */
  version(): number
}

export function createImageStore(database: Database): ImageStore {
  const selectAll = database.prepare<[], Row>('SELECT * FROM images')
  const upsert = database.prepare<Record<string, string | number | null>, Row>(`
    INSERT INTO images (id, path, size_bytes, modified_ms, architecture, digest, reference, remote, objects_json,
                        file_state, added_at, last_used_at)
    VALUES (@id, @path, @sizeBytes, @modifiedMs, @architecture, @digest, @reference, @remote, @parts,
            @fileState, @addedAt, @lastUsedAt)
    ON CONFLICT (path) DO UPDATE SET
      size_bytes = excluded.size_bytes, modified_ms = excluded.modified_ms, architecture = excluded.architecture,
      digest = excluded.digest, reference = COALESCE(excluded.reference, images.reference),
      remote = COALESCE(excluded.remote, images.remote), objects_json = excluded.objects_json,
      file_state = excluded.file_state
    RETURNING *`)
  const updateState = database.prepare('UPDATE images SET file_state = ? WHERE id = ?')
  const clearPath = database.prepare('DELETE FROM images WHERE path = ? AND id <> ?')
  const updatePath = database.prepare('UPDATE images SET path = ?, modified_ms = ?, file_state = ? WHERE id = ?')
  const dataVersion = database.prepare<[], number>('PRAGMA data_version').pluck()
  const deleteOne = database.prepare('DELETE FROM images WHERE id = ?')

  return {
    all: () => selectAll.all().map(toImage),
    put(image) {
      const { parts, ...plain } = image
      const row = upsert.get({ ...plain, parts: JSON.stringify(parts) })
      return row === undefined ? image : toImage(row)
    },
    setState: (id, state) => void updateState.run(state, id),
    move(id, path, modifiedMs) {
      database.transaction(() => {
        clearPath.run(path, id)
        updatePath.run(path, modifiedMs, 'present', id)
      })()
    },
    remove: (ids) => database.transaction(() => ids.reduce((sum, id) => sum + deleteOne.run(id).changes, 0))(),
    version: () => dataVersion.get() ?? 0,
  }
}

function toImage(row: Row): StoredImage {
  return {
    id: row.id,
    path: row.path,
    sizeBytes: row.size_bytes,
    modifiedMs: row.modified_ms,
    architecture: row.architecture,
    digest: row.digest,
    reference: row.reference,
    remote: row.remote,
    // Read when an image is shown: a library of thousands is opened for a page of it.
    get parts() {
      return JSON.parse(row.objects_json) as readonly StoredPart[]
    },
    fileState: row.file_state,
    addedAt: row.added_at,
    lastUsedAt: row.last_used_at,
  }
}
