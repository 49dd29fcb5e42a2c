/**
 * Opens the application's SQLite database: WAL, foreign keys, migrations, and a copy of the file
 * before each migration, so that a failed upgrade loses nothing. Several engines may share one
 * database; a writer waits up to ten seconds for another.
 */
import { copyFileSync, existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import Sqlite from 'better-sqlite3'
import { failure } from '../../../src-shared/text/errors/index.ts'
import { migrations } from './migrations.ts'

export type Database = Sqlite.Database

/**
 * @param file path of the database; its folder is made with mode 0700 when missing
 * @param steps the migrations; tests pass their own
 * @throws AppFailure DATABASE_NEWER, DATABASE_DAMAGED
 */
export function openDatabase(file: string, steps: readonly string[] = migrations): Database {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  let database: Database | undefined
  try {
    database = new Sqlite(file, { timeout: 10_000 })
    database.pragma('journal_mode = WAL')
    database.pragma('synchronous = NORMAL')
    database.pragma('foreign_keys = ON')
    migrate(database, file, steps)
    return database
  } catch (error) {
    database?.close()
    if (
      error instanceof Sqlite.SqliteError &&
      (error.code === 'SQLITE_NOTADB' || error.code.startsWith('SQLITE_CORRUPT'))
    ) {
      throw failure('DATABASE_DAMAGED', { path: file }, { detail: error.message })
    }
    throw error
  }
}

function versionOf(database: Database): number {
  return Number(database.pragma('user_version', { simple: true }))
}

function migrate(database: Database, file: string, steps: readonly string[]): void {
  const seen = versionOf(database)
  if (seen > steps.length) throw failure('DATABASE_NEWER', { path: file })
  if (seen === steps.length) return
  if (seen > 0) keepCopy(database, file, seen)
  // IMMEDIATE: of two engines that start at once, the second waits and then finds the work done.
  database
    .transaction(() => {
      for (let version = versionOf(database); version < steps.length; version++) {
        database.exec(steps[version] ?? '')
        database.pragma(`user_version = ${version + 1}`)
      }
    })
    .immediate()
}

/** Copies the database as it is before an upgrade; the log is folded in first. */
function keepCopy(database: Database, file: string, version: number): void {
  database.pragma('wal_checkpoint(TRUNCATE)')
  const copy = `${file}.before-version-${version + 1}`
  if (!existsSync(copy)) copyFileSync(file, copy)
}
