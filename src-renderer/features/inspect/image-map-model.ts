/**
 * What the image map of a file draws: its parts in file order with how each is covered, a lane per
 * signature, and a row per lane. Pure; drawn from an inspection and, where there is one, a verification.
 */
import type { Inspection } from '../../../src-shared/model/inspection.ts'
import { isPrimary, mapPartKind } from '../../../src-shared/model/map-part-kind.ts'
import type { SifObject } from '../../../src-shared/model/sif.ts'
import { judgeSignature } from '../../../src-shared/model/verdict.ts'
import type { SignatureFinding, Verdict, Verification } from '../../../src-shared/model/verification.ts'
import { formatDate, formatPercent, formatSize } from '../../../src-shared/text/format.ts'
import { fileSystemWord, inspectText, objectTypeWord, partitionWord } from '../../../src-shared/text/inspect.ts'
import { objectList } from '../../../src-shared/text/verdicts/index.ts'
import type { MapLane, MapObject } from '../../components/image-map/types.ts'

const headerSizeBytes = 128

export const keyOfObject = (id: number): string => `object-${id}`

/** The object of a map part; null for header and table, and for parts that stand for several objects. */
export function objectOfKey(key: string): number | null {
  const match = /^object-(\d+)$/.exec(key)
  return match === null ? null : Number(match[1])
}

/** What an object is called in the map: a partition by what it holds. */
export function partWord(object: SifObject): string {
  if (object.detail.kind !== 'partition') return objectTypeWord(object.type, object.name)
  if (isPrimary(object)) return inspectText.mapFileSystem
  return inspectText.mapPartitions[object.detail.partitionType]
}

/** What an object is called in a sentence, like `data partition`. */
export function objectNoun(object: SifObject): string {
  if (object.detail.kind === 'partition') return inspectText.partitionNoun(partitionWord(object.detail.partitionType))
  return objectTypeWord(object.type, object.name).toLowerCase()
}

/** What a verification says about each object. */
export interface CoverFacts {
  readonly signaturesOf: ReadonlyMap<number, readonly number[]>
  readonly uncovered: ReadonlySet<number>
  readonly changed: ReadonlySet<number>
  /** At least one signature covers fields of header and table. */
  readonly isHeaderCovered: boolean
  readonly isHeaderChanged: boolean
}

/** Signatures that a verification looked at; those that nobody asked about speak for nothing. */
function askedSignatures(verification: Verification | null): readonly SignatureFinding[] {
  return (verification?.signatures ?? []).filter((finding) => finding.state !== 'notAsked')
}

export function coverFacts(verification: Verification | null): CoverFacts {
  const asked = askedSignatures(verification)
  const signaturesOf = new Map<number, number[]>()
  for (const { objectId, covers } of asked) {
    for (const id of covers) signaturesOf.set(id, [...(signaturesOf.get(id) ?? []), objectId])
  }
  return {
    signaturesOf,
    // A file that nobody signed has no hatching: there is nothing that leaves it out.
    uncovered: new Set(asked.length === 0 ? [] : (verification?.coverage?.uncovered ?? [])),
    changed: new Set(asked.flatMap((finding) => finding.changedObjects)),
    isHeaderCovered: asked.some((finding) => finding.header !== 'notCovered' && !finding.legacy),
    isHeaderChanged: asked.some((finding) => finding.header === 'changed'),
  }
}

function coverText(object: SifObject, facts: CoverFacts, findings: readonly SignatureFinding[]): string {
  if (facts.changed.has(object.id)) return inspectText.changedSince
  if (object.type === 'Signature') {
    const finding = findings.find((one) => one.objectId === object.id)
    return finding === undefined || finding.covers.length === 0 ? '' : inspectText.speaksFor(finding.covers)
  }
  const signatures = facts.signaturesOf.get(object.id)
  if (signatures !== undefined) return inspectText.covered(signatures)
  return facts.uncovered.has(object.id) ? inspectText.coveredByNone : ''
}

export interface DirectorySize {
  readonly path: string
  readonly sizeBytes: number
}

export interface FileSystemFacts {
  readonly fileCount: number | null
  readonly compressor: string | null
  readonly directories: readonly DirectorySize[]
}

function mapObject(
  object: SifObject,
  inspection: Inspection,
  facts: CoverFacts,
  findings: readonly SignatureFinding[],
  files: FileSystemFacts | null,
): MapObject {
  const finding = findings.find((one) => one.objectId === object.id)
  const signedAt = finding?.signedAt ?? (object.type === 'Signature' ? object.createdAt : null)
  const primary = isPrimary(object)
  const fileSystem = object.detail.kind === 'partition' ? fileSystemWord(object.detail.fileSystem) : null
  return {
    key: keyOfObject(object.id),
    kind: mapPartKind(object),
    objectId: object.id,
    title: `${object.id} ${partWord(object)}`,
    detail: object.type === 'Signature' && signedAt !== null ? formatDate(signedAt) : formatSize(object.sizeBytes),
    sizeBytes: object.sizeBytes,
    offsetBytes: object.offset,
    coverText: coverText(object, facts, findings),
    isUncovered: facts.uncovered.has(object.id),
    isChanged: facts.changed.has(object.id),
    ...(finding === undefined ? {} : { verdict: judgeSignature(finding) }),
    ...(primary && fileSystem !== null
      ? {
          note: inspectText.fileSystemNote(fileSystem, files?.compressor ?? null, files?.fileCount ?? null),
          share: inspectText.shareOfFile(formatPercent(object.sizeBytes, inspection.sizeBytes)),
        }
      : {}),
    ...(primary && files !== null && files.directories.length > 0 ? { directories: files.directories } : {}),
  }
}

/** From this many objects on, small neighbours share a part, or the map would be made of slivers. */
const mostParts = 160

/** Merges runs of small objects that nothing special is said about, so that at most about `mostParts` remain. */
export function mergeSmallObjects(objects: readonly MapObject[]): readonly MapObject[] {
  if (objects.length <= mostParts) return objects
  const sizes = objects.map((object) => object.sizeBytes).sort((a, b) => b - a)
  const least = sizes[Math.floor(mostParts / 4)] ?? 0
  const merged: MapObject[] = []
  let run: MapObject[] = []
  const flush = (): void => {
    const [first] = run
    if (first === undefined) return
    if (run.length === 1) merged.push(first)
    else {
      merged.push({
        ...first,
        key: `more-${first.key}`,
        kind: 'other',
        objectId: null,
        title: inspectText.mapMore(run.length),
        detail: formatSize(run.reduce((sum, object) => sum + object.sizeBytes, 0)),
        sizeBytes: run.reduce((sum, object) => sum + object.sizeBytes, 0),
      })
    }
    run = []
  }
  for (const object of objects) {
    const last = run.at(-1)
    const isPlain =
      object.kind !== 'signature' && object.kind !== 'fileSystem' && object.sizeBytes <= least && !object.isChanged
    if (!isPlain || (last !== undefined && last.coverText !== object.coverText)) flush()
    if (isPlain) run.push(object)
    else merged.push(object)
  }
  flush()
  return merged
}

/** All parts of a file in the order of their bytes, header and table first. */
export function mapObjects(
  inspection: Inspection,
  verification: Verification | null,
  files: FileSystemFacts | null = null,
): readonly MapObject[] {
  const { header } = inspection
  const facts = coverFacts(verification)
  const findings = verification?.signatures ?? []
  const used = header.descriptorsTotal - header.descriptorsFree
  const some = facts.isHeaderCovered ? inspectText.coveredBySome : ''
  const common = { objectId: null, isUncovered: false, isChanged: facts.isHeaderChanged }
  const objects = [...inspection.objects]
    .sort((a, b) => a.offset - b.offset || a.slot - b.slot)
    .map((object) => mapObject(object, inspection, facts, findings, files))
  return [
    {
      ...common,
      key: 'header',
      kind: 'header',
      title: inspectText.mapHeader,
      detail: formatSize(headerSizeBytes),
      sizeBytes: headerSizeBytes,
      offsetBytes: 0,
      coverText: facts.isHeaderChanged ? inspectText.changedSince : some,
    },
    {
      ...common,
      isChanged: false,
      key: 'table',
      kind: 'table',
      title: inspectText.mapTable,
      detail: inspectText.mapTableUsed(used, header.descriptorsTotal),
      sizeBytes: header.descriptorsSize,
      offsetBytes: header.descriptorsOffset,
      coverText: some,
      slots: { used, total: header.descriptorsTotal },
    },
    ...mergeSmallObjects(objects),
  ]
}

/** One lane per signature that says what it covers. */
export function mapLanes(verification: Verification | null): readonly MapLane[] {
  return askedSignatures(verification)
    .filter((finding) => finding.covers.length > 0)
    .map((finding) => ({
      key: `lane-${finding.objectId}`,
      verdict: judgeSignature(finding),
      signatureKey: keyOfObject(finding.objectId),
      covers: new Set(finding.covers.map(keyOfObject)),
      coversSome: new Set(finding.legacy || finding.header === 'notCovered' ? [] : ['header', 'table']),
    }))
}

/** A row below the map. */
export type LaneRow =
  | {
      readonly kind: 'signature'
      readonly key: string
      readonly verdict: Verdict
      readonly finding: SignatureFinding
      readonly coverage: string
    }
  | {
      readonly kind: 'uncovered'
      readonly key: string
      readonly objects: readonly SifObject[]
      readonly sizeBytes: number
    }

function laneCoverage(finding: SignatureFinding): string {
  if (finding.covers.length === 0) return inspectText.laneNotKnown
  return finding.legacy ? inspectText.laneCoversContents(finding.covers) : inspectText.laneCovers(finding.covers)
}

export function laneRows(inspection: Inspection, verification: Verification | null): readonly LaneRow[] {
  const rows: LaneRow[] = (verification?.signatures ?? []).map((finding) => ({
    kind: 'signature',
    key: keyOfObject(finding.objectId),
    verdict: judgeSignature(finding),
    finding,
    coverage: laneCoverage(finding),
  }))
  const { uncovered } = coverFacts(verification)
  const objects = inspection.objects.filter((object) => uncovered.has(object.id))
  if (objects.length === 0) return rows
  const sizeBytes = objects.reduce((sum, object) => sum + object.sizeBytes, 0)
  return [...rows, { kind: 'uncovered', key: 'uncovered', objects, sizeBytes }]
}

/** `Object 6, data partition` or `Objects 6 and 8`. */
export function uncoveredTitle(objects: readonly SifObject[]): string {
  const [first] = objects
  if (first !== undefined && objects.length === 1) return inspectText.objectName(first.id, objectNoun(first))
  const list = objectList(objects.map((object) => object.id))
  return list.charAt(0).toUpperCase() + list.slice(1)
}
