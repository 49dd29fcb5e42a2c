/**
 * What an import would change, and changing it. New packets are merged into known keys; nothing
 * known is lost. Importing grants nothing: no decision is made or touched here.
 */
import { createHash } from 'node:crypto'
import type { KeyImportPreview, KeySource, OfferedSecret } from '../../../src-shared/model/key.ts'
import { importDetails, skippedSentences } from '../../../src-shared/text/key-import.ts'
import { analyseCertificate } from './openpgp/analyse.ts'
import { type Certificate, mergeCertificates, sameCertificate, writeCertificate } from './openpgp/certificates.ts'
import type { KeyMaterial, Skipped } from './openpgp/material.ts'
import { protectionOf, readSecret } from './secrets.ts'
import type { KeyStore } from './store.ts'
import { importedKey, type KeySummary, summarise } from './summary.ts'

export interface PlannedImport {
  readonly preview: KeyImportPreview
  /** Stores what the preview says, all or nothing. @returns fingerprints of the keys that are new or changed */
  apply(source: KeySource | null, refreshedAt: string | null): readonly string[]
}

export interface ImportPlanner {
  /**
   * Works out an import without storing anything. The public half of a secret key counts as a public key.
   * @param only the keys that are wanted; all where it is not given
   * @throws AbortError
   */
  plan(material: KeyMaterial, options?: PlanOptions): Promise<PlannedImport>
}

export interface PlanOptions {
  readonly only?: readonly string[] | undefined
  readonly signal?: AbortSignal | undefined
}

interface Change {
  readonly certificate: Certificate
  readonly summary: KeySummary
  readonly shown: KeyImportPreview['changes'][number]
}

/** Certificates looked at together, so that their signatures are checked on several cores. */
const atOnce = 16
const mostRemembered = 20_000

export function createImportPlanner(store: KeyStore): ImportPlanner {
  // An import follows its preview: a large ring is not to be checked signature by signature twice.
  const remembered = new Map<string, KeySummary | null>()

  const summaryOf = async (certificate: Certificate): Promise<KeySummary | null> => {
    const name = createHash('sha256').update(writeCertificate(certificate)).digest('base64')
    const known = remembered.get(name)
    if (known !== undefined) return known
    const key = await analyseCertificate(certificate)
    const summary = key === null ? null : summarise(key)
    if (remembered.size >= mostRemembered) remembered.clear()
    remembered.set(name, summary)
    return summary
  }

  const planOne = async (added: Certificate): Promise<Change | null> => {
    const { fingerprint } = added
    const known = store.certificate(fingerprint)
    const certificate = known === null ? added : mergeCertificates(known, added)
    const summary = await summaryOf(certificate)
    if (summary === null) return null
    const after = importedKey(summary)
    const before = store.get(fingerprint)
    const effect =
      before === null || known === null ? 'new' : sameCertificate(known, certificate) ? 'unchanged' : 'updated'
    const details =
      effect === 'unchanged' ? [] : importDetails(before === null ? null : importedKey(before.summary), after)
    return { certificate, summary, shown: { fingerprint, userIds: after.userIds, effect, details } }
  }

  return {
    async plan(material, { only, signal } = {}) {
      const skipped = material.skipped.map(skippedText)
      const certificates = new Map(material.certificates.map((certificate) => [certificate.fingerprint, certificate]))
      const offers = new Map<string, OfferedSecret['protection']>()
      for (const group of material.secrets) {
        signal?.throwIfAborted()
        const secret = await readSecret(group)
        if (secret === null) {
          skipped.push(skippedSentences.secretUnreadable)
          continue
        }
        const { fingerprint } = secret.certificate
        addCopy(certificates, secret.certificate)
        if (!offers.has(fingerprint)) offers.set(fingerprint, protectionOf(secret.key))
      }
      const changes: Change[] = []
      const chosen = only === undefined ? null : new Set(only)
      const wanted = [...certificates.values()].filter(({ fingerprint }) => chosen?.has(fingerprint) ?? true)
      for (let from = 0; from < wanted.length; from += atOnce) {
        signal?.throwIfAborted()
        const some = wanted.slice(from, from + atOnce)
        const planned = await Promise.all(some.map(planOne))
        for (const [index, change] of planned.entries()) {
          if (change !== null) changes.push(change)
          else skipped.push(skippedSentences.unreadable(some[index]?.fingerprint ?? ''))
        }
      }
      const secrets = changes.flatMap(({ shown: { fingerprint, userIds } }): readonly OfferedSecret[] => {
        const protection = offers.get(fingerprint)
        if (protection === undefined) return []
        return [{ fingerprint, userIds, isHere: store.get(fingerprint)?.hasSecret ?? false, protection }]
      })
      return {
        preview: { changes: changes.map(({ shown }) => shown), secrets, skipped },
        apply: (source, refreshedAt) => {
          store.together(() => {
            for (const { certificate, summary, shown } of changes) {
              store.save(certificate, summary, shown.effect === 'unchanged' ? null : source, refreshedAt)
            }
          })
          remembered.clear()
          return changes
            .filter(({ shown }) => shown.effect !== 'unchanged')
            .map(({ certificate }) => certificate.fingerprint)
        },
      }
    },
  }
}

/** Adds a copy of a key that may be there already. */
export function addCopy(certificates: Map<string, Certificate>, added: Certificate): void {
  const known = certificates.get(added.fingerprint)
  certificates.set(added.fingerprint, known === undefined ? added : mergeCertificates(known, added))
}

function skippedText(skipped: Skipped): string {
  switch (skipped.kind) {
    case 'block':
      return skippedSentences.block(skipped.blockKind)
    case 'damaged':
      return skippedSentences.damaged(skipped.reason, skipped.goesOn)
    case 'strays':
      return skippedSentences.strays(skipped.packets)
    case 'version':
      return skippedSentences.version
    case 'tooMany':
      return skippedSentences.tooMany(skipped.keys)
  }
}
