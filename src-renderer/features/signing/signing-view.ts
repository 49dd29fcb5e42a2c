/** What a planned signing would look like: the map and its lanes as they will be. Pure. */
import type { Inspection } from '../../../src-shared/model/inspection.ts'
import type { Key } from '../../../src-shared/model/key.ts'
import { keyStanding } from '../../../src-shared/model/key-standing.ts'
import type { PlannedSignature, SignScope } from '../../../src-shared/model/sign.ts'
import { verdictOrder } from '../../../src-shared/model/verdict.ts'
import type { Verdict, Verification } from '../../../src-shared/model/verification.ts'
import { signingText } from '../../../src-shared/text/signing.ts'
import type { MapLane, MapObject } from '../../components/image-map/types.ts'
import { keyOfObject, mapLanes, mapObjects } from '../inspect/image-map-model.ts'

export type Covering = 'image' | 'groups' | 'objects'

/** The scope of a choice; null while nothing is chosen. */
export function scopeOf(covering: Covering, groupId: number | null, objectIds: readonly number[]): SignScope | null {
  if (covering === 'image') return { kind: 'image' }
  if (covering === 'groups') return groupId === null ? null : { kind: 'groups', groupIds: [groupId] }
  return objectIds.length === 0 ? null : { kind: 'objects', objectIds }
}

/** Groups of an image, in ascending order. */
export function groupsOf(inspection: Inspection): readonly number[] {
  const ids = inspection.objects.flatMap(({ groupId }) => (groupId === null ? [] : [groupId]))
  return [...new Set(ids)].sort((a, b) => a - b)
}

/** The keys that can sign now, best first. */
export function signingKeys(keys: readonly Key[], now: Date = new Date()): readonly Key[] {
  return keys.filter((key) => key.hasSecret && keyStanding(key, key.decision, now) === 'yours')
}

/** IDs that the new signatures get. */
export function newObjectIds(inspection: Inspection, count: number): readonly number[] {
  const last = Math.max(0, ...inspection.objects.map(({ id }) => id))
  return Array.from({ length: count }, (_, index) => last + 1 + index)
}

export function coveredIds(planned: readonly PlannedSignature[]): readonly number[] {
  return planned.flatMap(({ objectIds }) => objectIds).sort((a, b) => a - b)
}

export function coveredBytes(inspection: Inspection, planned: readonly PlannedSignature[]): number {
  const ids = new Set(coveredIds(planned))
  return inspection.objects.filter(({ id }) => ids.has(id)).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
}

/** Whether every object that is no signature is covered by the plan. */
export function coversAll(inspection: Inspection, planned: readonly PlannedSignature[]): boolean {
  const ids = new Set(coveredIds(planned))
  return inspection.objects.every(({ id, type }) => type === 'Signature' || ids.has(id))
}

/** About as large as an OpenPGP signature object; only for drawing. */
const drawnSignatureBytes = 1900

export function plannedMap(
  inspection: Inspection,
  verification: Verification | null,
  planned: readonly PlannedSignature[],
  /** What the new signatures will count as here. */
  verdict: Verdict = 'yours',
): { readonly objects: readonly MapObject[]; readonly lanes: readonly MapLane[] } {
  const covered = new Set(coveredIds(planned))
  const ids = newObjectIds(inspection, planned.length)
  const old = mapObjects(inspection, verification).map((object) => {
    if (object.objectId === null || !covered.has(object.objectId)) return object
    return { ...object, isUncovered: false, coverText: signingText.willBeCovered }
  })
  const added = ids.map(
    (id): MapObject => ({
      key: keyOfObject(id),
      kind: 'signature',
      objectId: id,
      title: signingText.newSignature(id),
      detail: '',
      sizeBytes: drawnSignatureBytes,
      offsetBytes: inspection.sizeBytes,
      coverText: '',
      isUncovered: false,
      isChanged: false,
      verdict,
    }),
  )
  const lanes = planned.map(
    ({ objectIds }, index): MapLane => ({
      key: `planned-${index}`,
      verdict,
      signatureKey: keyOfObject(ids[index] ?? 0),
      covers: new Set(objectIds.map(keyOfObject)),
      coversSome: new Set(['header', 'table']),
    }),
  )
  return { objects: [...old, ...added], lanes: [...mapLanes(verification), ...lanes] }
}

/** These count whichever signature shows them; another signature takes none of them away. */
const lasting: readonly Verdict[] = ['changed', 'rejected', 'revoked']

/**
 * What the image will be once it is signed, and whether it is that already: of the signatures that cover an
 * object the best one speaks for it, so a new one makes nothing worse.
 * @param current null while nothing is known
 */
export function verdictAfterwards(
  current: Verdict | null,
  signer: Verdict,
  isWhole: boolean,
): { readonly verdict: Verdict; readonly stays: boolean } {
  const next = isWhole || signer === 'cannotCheck' ? signer : 'partlySigned'
  const order: readonly Verdict[] = verdictOrder
  const isBetter = current !== null && order.indexOf(current) > order.indexOf(next)
  const stays = current !== null && (lasting.includes(current) || (isBetter && !lasting.includes(next)))
  return { verdict: stays ? current : next, stays }
}
