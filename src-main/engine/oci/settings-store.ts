/**
 * Registries that were set up here, and files of other programs that hold logins. Owns the tables `registries`
 * and `credential_files`. Passwords are not here: they are secrets and live in the platform's store.
 */
import type { Database } from '../platform/database.ts'

export interface StoredRegistry {
  readonly host: string
  readonly insecure: boolean
  /** PEM text. */
  readonly authorities: string | null
  readonly mirror: string | null
  /** Whose password the secret store has; null when nobody is logged in. */
  readonly username: string | null
}

export interface RegistryStore {
  list(): readonly StoredRegistry[]
  get(host: string): StoredRegistry | null
  put(registry: StoredRegistry): void
  remove(host: string): boolean
  files(): readonly string[]
  addFile(path: string): void
  removeFile(path: string): boolean
}

interface Row {
  readonly host: string
  readonly insecure: number
  readonly authorities: string | null
  readonly mirror: string | null
  readonly username: string | null
}

export function createRegistryStore(database: Database): RegistryStore {
  const select = database.prepare<[], Row>('SELECT * FROM registries ORDER BY host')
  const selectOne = database.prepare<[string], Row>('SELECT * FROM registries WHERE host = ?')
  const upsert = database.prepare(
    `INSERT INTO registries (host, insecure, authorities, mirror, username) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (host) DO UPDATE SET insecure = excluded.insecure, authorities = excluded.authorities,
       mirror = excluded.mirror, username = excluded.username`,
  )
  const remove = database.prepare('DELETE FROM registries WHERE host = ?')
  const selectFiles = database.prepare<[], { path: string }>('SELECT path FROM credential_files ORDER BY rowid')
  const insertFile = database.prepare('INSERT INTO credential_files (path) VALUES (?) ON CONFLICT DO NOTHING')
  const removeFile = database.prepare('DELETE FROM credential_files WHERE path = ?')
  const fromRow = (row: Row): StoredRegistry => ({ ...row, insecure: row.insecure === 1 })
  return {
    list: () => select.all().map(fromRow),
    get(host) {
      const row = selectOne.get(host)
      return row ? fromRow(row) : null
    },
    put({ host, insecure, authorities, mirror, username }) {
      upsert.run(host, Number(insecure), authorities, mirror, username)
    },
    remove: (host) => remove.run(host).changes > 0,
    files: () => selectFiles.all().map(({ path }) => path),
    addFile(path) {
      insertFile.run(path)
    },
    removeFile: (path) => removeFile.run(path).changes > 0,
  }
}
