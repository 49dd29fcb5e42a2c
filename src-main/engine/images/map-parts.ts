/** The parts of a file in file order, for the small image map: what each is, how long, and how it is covered. */
import type { MapPart, MapPartKind } from '../../../src-shared/model/image.ts'
import { mapPartKind } from '../../../src-shared/model/map-part-kind.ts'
import type { SifStructure } from '../../../src-shared/model/sif.ts'
import type { Verification } from '../../../src-shared/model/verification.ts'

/** What of a file's structure the Images list needs; kept in the database with the image. */
export interface StoredPart {
  readonly kind: MapPartKind
  readonly objectId: number | null
  readonly sizeBytes: number
}

const headerSizeBytes = 128

/** @returns header, table and every object in the order of their bytes */
export function partsOf(structure: SifStructure): readonly StoredPart[] {
  const objects = [...structure.objects]
    .sort((a, b) => a.offset - b.offset || a.slot - b.slot)
    .map((object) => ({ kind: mapPartKind(object), objectId: object.id, sizeBytes: Math.max(0, object.sizeBytes) }))
  return [
    { kind: 'header', objectId: null, sizeBytes: headerSizeBytes },
    { kind: 'table', objectId: null, sizeBytes: Math.max(0, structure.header.descriptorsSize) },
    ...objects,
  ]
}

/** Joins parts with what a verification says about them; without one nothing is said to be covered or not. */
export function coverParts(parts: readonly StoredPart[], verification: Verification | null): readonly MapPart[] {
  const signed = (verification?.signatures ?? []).filter((signature) => signature.state !== 'notAsked')
  const covered = new Set(signed.flatMap((signature) => signature.covers))
  const changed = new Set(signed.flatMap((signature) => signature.changedObjects))
  // Where nobody signed, nothing is left out by a signature either.
  const uncovered = new Set(signed.length === 0 ? [] : (verification?.coverage?.uncovered ?? []))
  const headerCovered = signed.some((signature) => signature.header === 'covered')
  const coverOf = (part: StoredPart): MapPart['cover'] => {
    if (part.objectId === null) return headerCovered ? 'someFields' : 'none'
    if (part.kind === 'signature') return 'none'
    if (changed.has(part.objectId)) return 'changed'
    if (covered.has(part.objectId)) return 'covered'
    return uncovered.has(part.objectId) ? 'notCovered' : 'none'
  }
  return parts.map((part) => ({ ...part, cover: coverOf(part) }))
}
