import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { openDatabase } from '../../../../src-main/engine/platform/database.ts'
import { migrations } from '../../../../src-main/engine/platform/migrations.ts'
import { AppFailure } from '../../../../src-shared/text/errors/index.ts'
import { inFolder } from '../../../support/folder.ts'

const first = 'CREATE TABLE things (name TEXT) STRICT'
const second = "ALTER TABLE things ADD COLUMN colour TEXT DEFAULT 'grey'"

describe('the database', () => {
  it('is in write-ahead mode and at the last step when new', () =>
    inFolder(async (folder) => {
      const database = openDatabase(join(folder, 'new', 'test.db'))
      const facts = [
        database.pragma('journal_mode', { simple: true }),
        database.pragma('user_version', { simple: true }),
      ]
      database.close()
      expect(facts).toEqual(['wal', migrations.length])
    }))

  it('keeps a copy of itself as it was before an upgrade, with everything in it', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'test.db')
      const old = openDatabase(file, [first])
      old.exec("INSERT INTO things VALUES ('kept')")
      old.close()
      const upgraded = openDatabase(file, [first, second])
      const rows = upgraded.prepare('SELECT * FROM things').all()
      upgraded.close()
      const copy = new Sqlite(`${file}.before-version-2`, { readonly: true })
      const copied = copy.prepare('SELECT * FROM things').all()
      copy.close()
      expect({ rows, copied }).toEqual({ rows: [{ name: 'kept', colour: 'grey' }], copied: [{ name: 'kept' }] })
    }))

  it('stays as it was when a step fails', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'test.db')
      openDatabase(file, [first]).close()
      expect(() => openDatabase(file, [first, second, 'NO SUCH STATEMENT'])).toThrow()
      const after = new Sqlite(file)
      const facts = [after.pragma('user_version', { simple: true }), after.pragma('table_info(things)')]
      after.close()
      expect(facts).toEqual([1, [expect.objectContaining({ name: 'name' })]])
    }))

  it.each([
    ['written by a newer version', 'DATABASE_NEWER', (file: string) => openDatabase(file, [first, second]).close()],
    [
      'no database at all',
      'DATABASE_DAMAGED',
      (file: string) => writeFileSync(file, 'not a database, but long enough to be looked at closely '.repeat(40)),
    ],
  ])('refuses a file that is %s, and leaves it alone', (_name, code, prepare) =>
    inFolder(async (folder) => {
      const file = join(folder, 'test.db')
      prepare(file)
      try {
        openDatabase(file, [first])
        expect.unreachable()
      } catch (error) {
        expect(error instanceof AppFailure && error.error.code).toBe(code)
      }
      expect(existsSync(file)).toBe(true)
    }),
  )
})
