/**
 * Who signs in a namespace: remembered when the first signed image comes, compared ever after. Another
 * signer waits here until the user decides about the key. It decides nothing itself.
 */
import type { NamespaceSigner, NamespaceStanding } from '../../../src-shared/model/signer-memory.ts'
import type { Database } from '../platform/database.ts'

export interface SignerMemory {
  ofNamespace(namespace: string): readonly NamespaceSigner[]
  all(): readonly NamespaceSigner[]
  waiting(): readonly NamespaceSigner[]
  /** Whether there are remembered signers and none of these is one. */
  isAnother(namespace: string, signers: readonly string[]): boolean
  /** Remembers signers, or brings the date of those who are up to date; `standing` is for new ones. */
  saw(namespace: string, signers: readonly string[], standing: NamespaceStanding, at: string): void
  /** What waited signs here from now on. */
  accept(namespace: string, fingerprint: string): void
  forget(namespace: string, fingerprint: string): void
}

interface SignerRow {
  readonly namespace: string
  readonly fingerprint: string
  readonly standing: NamespaceStanding
  readonly first_seen_at: string
  readonly last_seen_at: string
}

export function createSignerMemory(database: Database): SignerMemory {
  const columns = 'namespace, fingerprint, standing, first_seen_at, last_seen_at'
  const here = database.prepare<[string], SignerRow>(
    `SELECT ${columns} FROM namespace_signers WHERE namespace = ? ORDER BY last_seen_at DESC, fingerprint`,
  )
  const held = database.prepare<[], SignerRow>(
    `SELECT ${columns} FROM namespace_signers WHERE standing = 'waiting' ORDER BY first_seen_at DESC`,
  )
  const every = database.prepare<[], SignerRow>(`SELECT ${columns} FROM namespace_signers`)
  const put = database.prepare<[string, string, string, string, string]>(
    `INSERT INTO namespace_signers (${columns}) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (namespace, fingerprint) DO UPDATE SET last_seen_at = excluded.last_seen_at`,
  )
  const stand = database.prepare<[string, string]>(
    `UPDATE namespace_signers SET standing = 'remembered' WHERE namespace = ? AND fingerprint = ?`,
  )
  const drop = database.prepare<[string, string]>(
    'DELETE FROM namespace_signers WHERE namespace = ? AND fingerprint = ?',
  )
  const ofNamespace = (namespace: string): readonly NamespaceSigner[] => here.all(namespace).map(signerFrom)
  return {
    ofNamespace,
    waiting: () => held.all().map(signerFrom),
    all: () => every.all().map(signerFrom),
    isAnother(namespace, signers) {
      const remembered = ofNamespace(namespace).filter(({ standing }) => standing === 'remembered')
      return remembered.length > 0 && !remembered.some(({ fingerprint }) => signers.includes(fingerprint))
    },
    saw(namespace, signers, standing, at) {
      for (const fingerprint of signers) put.run(namespace, fingerprint, standing, at, at)
    },
    accept: (namespace, fingerprint) => void stand.run(namespace, fingerprint),
    forget: (namespace, fingerprint) => void drop.run(namespace, fingerprint),
  }
}

function signerFrom({ namespace, fingerprint, standing, first_seen_at, last_seen_at }: SignerRow): NamespaceSigner {
  return { namespace, fingerprint, standing, firstSeenAt: first_seen_at, lastSeenAt: last_seen_at }
}
