/**
 * What an import would change, and changing it. New packets are merged into known keys; nothing
 * known is lost. Importing grants nothing: no decision is made or touched here.
 */
import type { KeyImportPreview, KeySource } from '../../../src-shared/model/key.ts'
import { importDetails, skippedSentences } from '../../../src-shared/text/key-import.ts'
import { type AnalysedKey, analyseCertificate } from './openpgp/analyse.ts'
import { type Certificate, mergeCertificates, sameCertificate } from './openpgp/certificates.ts'
import type { KeyMaterial, Skipped } from './openpgp/material.ts'
import { readSecret } from './secrets.ts'
import type { KeyStore } from './store.ts'
import { importedKey, summarise } from './summary.ts'

export interface PlannedImport {
  readonly preview: KeyImportPreview
  /** Stores what the preview says. @returns fingerprints of the keys that are new or changed */
  apply(source: KeySource | null, refreshedAt: string | null): readonly string[]
}

interface Change {
  readonly certificate: Certificate
  readonly key: AnalysedKey
  readonly shown: KeyImportPreview['changes'][number]
}

/** Works out an import without storing anything. The public half of a secret key counts as a public key. */
export async function planImport(store: KeyStore, material: KeyMaterial): Promise<PlannedImport> {
  const skipped = material.skipped.map(skippedText)
  const certificates = new Map(material.certificates.map((certificate) => [certificate.fingerprint, certificate]))
  for (const group of material.secrets) {
    const secret = await readSecret(group)
    if (secret === null) skipped.push(skippedSentences.secretUnreadable)
    else {
      addCopy(certificates, secret.certificate)
      skipped.push(skippedSentences.secretHalf(secret.certificate.fingerprint))
    }
  }
  const changes: Change[] = []
  for (const certificate of certificates.values()) {
    const change = await planOne(store, certificate)
    if (change === null) skipped.push(skippedSentences.unreadable(certificate.fingerprint))
    else changes.push(change)
  }
  return {
    preview: { changes: changes.map(({ shown }) => shown), skipped },
    apply: (source, refreshedAt) => {
      for (const { certificate, key, shown } of changes) {
        store.save(certificate, key, shown.effect === 'unchanged' ? null : source, refreshedAt)
      }
      return changes
        .filter(({ shown }) => shown.effect !== 'unchanged')
        .map(({ certificate }) => certificate.fingerprint)
    },
  }
}

/** Adds a copy of a key that may be there already. */
export function addCopy(certificates: Map<string, Certificate>, added: Certificate): void {
  const known = certificates.get(added.fingerprint)
  certificates.set(added.fingerprint, known === undefined ? added : mergeCertificates(known, added))
}

async function planOne(store: KeyStore, added: Certificate): Promise<Change | null> {
  const { fingerprint } = added
  const known = store.certificate(fingerprint)
  const certificate = known === null ? added : mergeCertificates(known, added)
  const key = await analyseCertificate(certificate)
  if (key === null) return null
  const after = importedKey(summarise(key))
  const before = store.get(fingerprint)
  const effect =
    before === null || known === null ? 'new' : sameCertificate(known, certificate) ? 'unchanged' : 'updated'
  const details =
    effect === 'unchanged' ? [] : importDetails(before === null ? null : importedKey(before.summary), after)
  return { certificate, key, shown: { fingerprint, userIds: after.userIds, effect, details } }
}

function skippedText(skipped: Skipped): string {
  switch (skipped.kind) {
    case 'block':
      return skippedSentences.block(skipped.blockKind)
    case 'damaged':
      return skippedSentences.damaged(skipped.reason)
    case 'strays':
      return skippedSentences.strays(skipped.packets)
    case 'version':
      return skippedSentences.version
    case 'tooMany':
      return skippedSentences.tooMany(skipped.keys)
  }
}
