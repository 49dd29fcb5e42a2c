/** What happened to a file, newest first, each with who says so. Pure. */
import type { ImageSummary } from '../../../src-shared/model/image.ts'
import type { Inspection } from '../../../src-shared/model/inspection.ts'
import type { Verdict, Verification } from '../../../src-shared/model/verification.ts'

export type HistoryEvent =
  | { readonly kind: 'added' | 'used'; readonly at: string }
  | { readonly kind: 'pulled'; readonly at: string; readonly reference: string; readonly tagMoved: boolean }
  | { readonly kind: 'checked'; readonly at: string; readonly verdict: Verdict }
  | { readonly kind: 'signed'; readonly at: string; readonly objectId: number; readonly fingerprint: string | null }
  | { readonly kind: 'objectAdded'; readonly at: string; readonly objectId: number }
  | { readonly kind: 'created' | 'modified'; readonly at: string }

/** Whether the file itself is the only one to say so. */
export function isClaim(event: HistoryEvent): boolean {
  return (
    event.kind === 'signed' || event.kind === 'created' || event.kind === 'modified' || event.kind === 'objectAdded'
  )
}

// Reproducible images carry the zero time or the beginning of Unix time, which say nothing.
const isTold = (at: string | null): at is string => at !== null && Date.parse(at) > 0

export function history(
  image: ImageSummary | null,
  inspection: Inspection,
  verification: Verification | null,
): readonly HistoryEvent[] {
  const events: HistoryEvent[] = []
  if (image !== null) {
    events.push(
      image.reference === null
        ? { kind: 'added', at: image.addedAt }
        : { kind: 'pulled', at: image.addedAt, reference: image.reference, tagMoved: image.tagMoved === true },
    )
    if (image.lastUsedAt !== null) events.push({ kind: 'used', at: image.lastUsedAt })
  }
  if (verification !== null) {
    events.push({ kind: 'checked', at: verification.checkedAt, verdict: verification.verdict })
    for (const { signedAt, objectId, fingerprint } of verification.signatures) {
      if (signedAt !== null) events.push({ kind: 'signed', at: signedAt, objectId, fingerprint })
    }
  }
  const { createdAt, modifiedAt } = inspection.header
  if (isTold(createdAt)) events.push({ kind: 'created', at: createdAt })
  if (isTold(modifiedAt) && modifiedAt !== createdAt) events.push({ kind: 'modified', at: modifiedAt })
  for (const object of inspection.objects) {
    const at = object.createdAt
    // Objects that came with the file say nothing new; later ones do.
    if (
      object.type !== 'Signature' &&
      isTold(at) &&
      isTold(createdAt) &&
      Date.parse(at) - Date.parse(createdAt) > 60_000
    )
      events.push({ kind: 'objectAdded', at, objectId: object.id })
  }
  return events.sort((a, b) => Date.parse(b.at) - Date.parse(a.at))
}
