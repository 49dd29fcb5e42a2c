/**
 * Public keys in the database: one certificate per primary key, and the names of all its parts. What
 * a certificate says of itself is worked out once, when it is stored. Knows no decisions and no
 * secrets.
 */
import type { KeySource } from '../../../src-shared/model/key.ts'
import type { Database } from '../platform/database.ts'
import { type AnalysedKey, analyseCertificate } from './openpgp/analyse.ts'
import { type Certificate, readCertificate, writeCertificate } from './openpgp/certificates.ts'
import { splitPackets } from './openpgp/packets.ts'
import type { KeySummary } from './summary.ts'

export interface StoredKey {
  readonly summary: KeySummary
  readonly hasSecret: boolean
  readonly sources: readonly KeySource[]
  readonly refreshedAt: string | null
  readonly backedUpAt: string | null
}

export interface KeyStore {
  list(): readonly StoredKey[]
  get(fingerprint: string): StoredKey | null
  /** Primary fingerprints of all keys of which a part has one of these names. */
  named(fingerprints: readonly string[], keyId: string | null): readonly string[]
  certificate(fingerprint: string): Certificate | null
  /** With the packets, ready to check signatures. */
  analysed(fingerprint: string): Promise<AnalysedKey | null>
  save(certificate: Certificate, summary: KeySummary, source: KeySource | null, refreshedAt: string | null): void
  /** Makes several changes as one: all or none. */
  together(work: () => void): void
  /** Says whether the secret half is here. */
  markOwn(fingerprint: string, isOwn?: boolean): void
  /** @param at null when the secret half has changed since, so that an older backup is not enough */
  markBackedUp(fingerprint: string, at: string | null): void
  remove(fingerprint: string): boolean
}

interface KeyRow {
  readonly fingerprint: string
  readonly summary_json: string
  readonly has_secret: number
  readonly sources_json: string
  readonly refreshed_at: string | null
  readonly backed_up_at: string | null
}

/** A key remembers this many places it came from. */
const mostSources = 20
const certificateLimits = { packets: 400_000, bodyBytes: 1024 * 1024 }
const mostAnalysedKept = 200

export function createKeyStore(database: Database): KeyStore {
  const columns = 'fingerprint, summary_json, has_secret, sources_json, refreshed_at, backed_up_at'
  const all = database.prepare<[], KeyRow>(`SELECT ${columns} FROM keys ORDER BY fingerprint`)
  const one = database.prepare<[string], KeyRow>(`SELECT ${columns} FROM keys WHERE fingerprint = ?`)
  const bytesOf = database.prepare<[string], { readonly certificate: Buffer }>(
    'SELECT certificate FROM keys WHERE fingerprint = ?',
  )
  const byPart = database.prepare<[string], { readonly fingerprint: string }>(
    'SELECT fingerprint FROM key_parts WHERE part = ?',
  )
  const byKeyId = database.prepare<[string], { readonly fingerprint: string }>(
    'SELECT fingerprint FROM key_parts WHERE key_id = ?',
  )
  const put = database.prepare<[string, Uint8Array, string, string, string | null]>(
    `INSERT INTO keys (fingerprint, certificate, summary_json, sources_json, refreshed_at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (fingerprint) DO UPDATE SET certificate = excluded.certificate, summary_json = excluded.summary_json,
       sources_json = excluded.sources_json, refreshed_at = coalesce(excluded.refreshed_at, refreshed_at)`,
  )
  const dropParts = database.prepare<[string]>('DELETE FROM key_parts WHERE fingerprint = ?')
  const putPart = database.prepare<[string, string, string]>(
    'INSERT OR IGNORE INTO key_parts (part, key_id, fingerprint) VALUES (?, ?, ?)',
  )
  const own = database.prepare<[number, string]>('UPDATE keys SET has_secret = ? WHERE fingerprint = ?')
  const backedUp = database.prepare<[string | null, string]>('UPDATE keys SET backed_up_at = ? WHERE fingerprint = ?')
  const drop = database.prepare<[string]>('DELETE FROM keys WHERE fingerprint = ?')
  const kept = new Map<string, { readonly bytes: Buffer; readonly key: AnalysedKey }>()

  const certificateIn = (bytes: Uint8Array): Certificate | null =>
    readCertificate(splitPackets(bytes, certificateLimits).packets)

  return {
    list: () => all.all().map(storedFrom),
    get: (fingerprint) => {
      const row = one.get(fingerprint)
      return row === undefined ? null : storedFrom(row)
    },
    named: (fingerprints, keyId) => {
      const rows = fingerprints.flatMap((fingerprint) => byPart.all(fingerprint))
      if (keyId !== null) rows.push(...byKeyId.all(keyId))
      return [...new Set(rows.map(({ fingerprint }) => fingerprint))]
    },
    certificate: (fingerprint) => {
      const row = bytesOf.get(fingerprint)
      return row === undefined ? null : certificateIn(row.certificate)
    },
    async analysed(fingerprint) {
      const bytes = bytesOf.get(fingerprint)?.certificate
      if (bytes === undefined) return null
      const known = kept.get(fingerprint)
      if (known?.bytes.equals(bytes)) return known.key
      const certificate = certificateIn(bytes)
      const key = certificate === null ? null : await analyseCertificate(certificate)
      if (key === null) return null
      if (kept.size >= mostAnalysedKept) kept.clear()
      kept.set(fingerprint, { bytes, key })
      return key
    },
    // IMMEDIATE, as both read before they write: whoever begins by reading is refused at once when another engine
    // has written meanwhile, however patient the database is.
    save: database.transaction(
      (certificate: Certificate, summary: KeySummary, source: KeySource | null, refreshedAt: string | null) => {
        const { fingerprint } = certificate
        const row = one.get(fingerprint)
        const before = row === undefined ? [] : storedFrom(row).sources
        const sources = source === null ? before : [...before, source].slice(-mostSources)
        put.run(
          fingerprint,
          writeCertificate(certificate),
          JSON.stringify(summary),
          JSON.stringify(sources),
          refreshedAt,
        )
        dropParts.run(fingerprint)
        for (const part of summary.parts) putPart.run(part.fingerprint, part.keyId, fingerprint)
      },
    ).immediate,
    markOwn: (fingerprint, isOwn = true) => {
      own.run(isOwn ? 1 : 0, fingerprint)
    },
    markBackedUp: (fingerprint, at) => {
      backedUp.run(at, fingerprint)
    },
    together: database.transaction((work: () => void) => work()).immediate,
    remove: (fingerprint) => drop.run(fingerprint).changes > 0,
  }
}

/** What this program wrote itself, into a database that only the user can write. */
function storedFrom(row: KeyRow): StoredKey {
  const summary: KeySummary = JSON.parse(row.summary_json)
  const sources: readonly KeySource[] = JSON.parse(row.sources_json)
  return {
    summary,
    hasSecret: row.has_secret === 1,
    sources,
    refreshedAt: row.refreshed_at,
    backedUpAt: row.backed_up_at,
  }
}
