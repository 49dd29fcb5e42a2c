/** The last facts about each file, by path. Facts only: a verdict depends on today's decisions. */
import type { FileStamp, VerificationFacts } from '../../../src-shared/model/verification-facts.ts'
import type { Database } from '../platform/database.ts'

export interface FactsStore {
  get(path: string): VerificationFacts | null
  /** Which file the facts are about, without reading them; null when there are none. */
  stamp(path: string): FileStamp | null
  save(facts: VerificationFacts): void
  forget(path: string): void
  /** Those with a signature whose key was not here, or was one that may be given up again. */
  withMissingKeys(): readonly VerificationFacts[]
}

interface FactsRow {
  readonly facts_json: string
}

export function createFactsStore(database: Database): FactsStore {
  const one = database.prepare<[string], FactsRow>('SELECT facts_json FROM verifications WHERE path = ?')
  const missing = database.prepare<[], FactsRow>(
    `SELECT facts_json FROM verifications WHERE facts_json LIKE '%"KEY_MISSING%' OR facts_json LIKE '%"keyGiven":true%'`,
  )
  const stampOf = database.prepare<[string], { size_bytes: number; modified_ms: number; inode: string }>(
    'SELECT size_bytes, modified_ms, inode FROM verifications WHERE path = ?',
  )
  const put = database.prepare<[string, number, number, string, string, string]>(
    `INSERT OR REPLACE INTO verifications (path, size_bytes, modified_ms, inode, facts_json, checked_at)
     VALUES (?, ?, ?, ?, ?, ?)`,
  )
  const drop = database.prepare<[string]>('DELETE FROM verifications WHERE path = ?')
  return {
    get: (path) => {
      const row = one.get(path)
      return row === undefined ? null : factsFrom(row)
    },
    stamp: (path) => {
      const row = stampOf.get(path)
      return row === undefined ? null : { sizeBytes: row.size_bytes, modifiedMs: row.modified_ms, inode: row.inode }
    },
    save: (facts) => {
      const { sizeBytes, modifiedMs, inode } = facts.stamp
      put.run(facts.file, sizeBytes, modifiedMs, inode, JSON.stringify(facts), facts.checkedAt)
    },
    forget: (path) => void drop.run(path),
    withMissingKeys: () => missing.all().flatMap((row) => factsFrom(row) ?? []),
  }
}

/** Null for facts of a later form, left by a newer version. */
function factsFrom({ facts_json }: FactsRow): VerificationFacts | null {
  const facts: VerificationFacts = JSON.parse(facts_json)
  return facts.version === 1 ? facts : null
}
