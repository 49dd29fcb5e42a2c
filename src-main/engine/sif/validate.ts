/**
 * Judges header and descriptor table against the file's real size and against each other.
 * Everything is compared as bigint, by subtraction; nothing is read. Source: SIF reference, chapter 13.
 */
import type { SifHeader, SifObject } from '../../../src-shared/model/sif.ts'
import { objectName } from '../../../src-shared/text/image-problems.ts'
import { isPrintable, printable } from '../../../src-shared/text/printable.ts'
import { architectureName, messageFormatTable, messageTypeTable, noArchitectureCode, wordsOf } from './codes.ts'
import { asciiUntilNul, partitionArchitectureCode } from './extra.ts'
import { descriptorSizeBytes, groupMask } from './layout.ts'
import type { ProblemList } from './problems.ts'
import type { RawDescriptor, RawHeader } from './raw.ts'

/** A used slot in both forms. */
export interface UsedSlot {
  readonly raw: RawDescriptor
  readonly object: SifObject
}

/** Where an object's bytes are, as far as the file has them; null when it lies outside. */
export interface ByteRange {
  readonly start: bigint
  /** Bytes that the file really has. */
  readonly availableBytes: bigint
  /** Whether that is all of the object. */
  readonly complete: boolean
}

/** @returns the first byte behind the descriptor table */
export function tableEnd(header: RawHeader): bigint {
  return header.descriptorsOffset + header.descriptorsTotal * BigInt(descriptorSizeBytes)
}

/**
 * What can be read of an object. Offset and size are checked before anything is added up.
 * @returns null when the object starts outside the file or has a negative size
 */
export function objectRange(raw: RawDescriptor, fileSize: bigint): ByteRange | null {
  if (raw.offset < 0n || raw.sizeBytes < 0n || raw.offset > fileSize) return null
  const room = fileSize - raw.offset
  const complete = raw.sizeBytes <= room
  return { start: raw.offset, availableBytes: complete ? raw.sizeBytes : room, complete }
}

/** Checks the header's counts and data section. The table itself was checked before it was read. */
export function checkHeader(header: RawHeader, usedCount: number, fileSize: bigint, problems: ProblemList): void {
  const { descriptorsFree: free, descriptorsTotal: total, dataOffset, dataSize } = header
  const unused = total - BigInt(usedCount)
  if (free < 0n || free > total) {
    problems.add('FREE_COUNT_INVALID', 'header', { free: free.toString(), total: total.toString() })
  } else if (free !== unused) {
    problems.add('FREE_COUNT_WRONG', 'header', { free: free.toString(), unused: unused.toString() })
  }
  if (dataOffset < tableEnd(header)) {
    problems.add('DATA_OFFSET_INVALID', 'header', { offset: dataOffset.toString() })
  }
  if (dataSize < 0n) {
    problems.add('DATA_SIZE_INVALID', 'header', { size: dataSize.toString() })
  } else if (dataSize > fileSize - dataOffset) {
    const end = (dataOffset + dataSize).toString()
    problems.add('DATA_BEYOND_END', 'header', { end, fileSize: fileSize.toString() })
  }
  const code = asciiUntilNul(header.architecture)
  if (isUnknownArchitecture(code)) {
    problems.add('ARCHITECTURE_UNKNOWN', 'header', { value: printable(code) })
  }
}

function isUnknownArchitecture(code: string): boolean {
  return code !== noArchitectureCode && architectureName(code) === 'unknown'
}

/** Checks every object alone and all of them together. */
export function checkObjects(
  header: RawHeader,
  shownHeader: SifHeader,
  slots: readonly UsedSlot[],
  fileSize: bigint,
  problems: ProblemList,
): void {
  const end = tableEnd(header)
  const ids = new Set<number>()
  const groups = new Set<number>()
  for (const { object } of slots) if (object.groupId !== null) groups.add(object.groupId)
  const allIds = new Set(slots.map(({ object }) => object.id))
  for (const slot of slots) {
    checkPlace(slot, end, fileSize, problems)
    checkNames(slot, ids, problems)
    checkLink(slot, allIds, groups, problems)
    checkDetail(slot, problems)
  }
  checkOverlap(slots, fileSize, problems)
  checkPrimary(slots, shownHeader, problems)
}

function checkPlace({ raw }: UsedSlot, end: bigint, fileSize: bigint, problems: ProblemList): void {
  const at = objectName(raw.id)
  if (raw.used !== 1) problems.add('USED_FLAG_ODD', at, { value: raw.used })
  if (raw.offset < 0n) problems.add('OBJECT_OFFSET_NEGATIVE', at, { offset: raw.offset.toString() })
  else if (raw.offset < end) problems.add('OBJECT_INSIDE_TABLE', at, { offset: raw.offset.toString() })
  if (raw.sizeBytes < 0n) {
    problems.add('OBJECT_SIZE_NEGATIVE', at, { size: raw.sizeBytes.toString() })
    return
  }
  if (raw.offset < 0n) return
  const range = objectRange(raw, fileSize)
  if (range === null || !range.complete) {
    const available = (range?.availableBytes ?? 0n).toString()
    problems.add('OBJECT_BEYOND_END', at, { available, size: raw.sizeBytes.toString() })
  }
}

function checkNames({ raw, object }: UsedSlot, ids: Set<number>, problems: ProblemList): void {
  const at = objectName(raw.id)
  if (raw.id === 0) problems.add('OBJECT_ID_ZERO', at, { slot: object.slot })
  else if (ids.has(raw.id)) problems.add('OBJECT_ID_REPEATED', at, { id: raw.id })
  ids.add(raw.id)
  if (!isPrintable(object.name) || object.name.includes('\ufffd')) problems.add('NAME_UNPRINTABLE', at)
}

function hexText(value: number): string {
  return `0x${(value >>> 0).toString(16).padStart(8, '0')}`
}

function checkLink(
  { raw, object }: UsedSlot,
  ids: ReadonlySet<number>,
  groups: ReadonlySet<number>,
  problems: ProblemList,
): void {
  const at = objectName(raw.id)
  if ((raw.groupId & groupMask) >>> 0 !== groupMask) {
    problems.add('GROUP_VALUE_INCOMPLETE', at, { value: hexText(raw.groupId) })
  }
  const mark = (raw.linkedId & groupMask) >>> 0
  if (mark !== 0 && mark !== groupMask) {
    problems.add('LINK_VALUE_INCOMPLETE', at, { value: hexText(raw.linkedId) })
  }
  if (object.linkedId === null) return
  const known = object.linkIsGroup ? groups : ids
  if (!known.has(object.linkedId)) {
    const target = `${object.linkIsGroup ? 'group' : 'object'} ${object.linkedId}`
    problems.add('LINK_TARGET_MISSING', at, { target })
  }
}

function checkDetail({ raw, object }: UsedSlot, problems: ProblemList): void {
  const at = objectName(raw.id)
  const { detail } = object
  if (object.type === 'Unknown') problems.add('OBJECT_TYPE_UNKNOWN', at, { value: hexText(raw.type) })
  switch (detail.kind) {
    case 'partition': {
      const code = partitionArchitectureCode(raw.extra)
      if (detail.fileSystem === 'Unknown') problems.add('FILE_SYSTEM_UNKNOWN', at, { value: detail.codes[0] })
      if (detail.partitionType === 'Unknown') problems.add('PARTITION_TYPE_UNKNOWN', at, { value: detail.codes[1] })
      if (isUnknownArchitecture(code)) problems.add('ARCHITECTURE_UNKNOWN', at, { value: printable(code) })
      return
    }
    case 'signature':
      if (detail.hash === 'Unknown') problems.add('HASH_UNKNOWN', at, { value: detail.hashCode })
      return
    case 'cryptoMessage': {
      const format = wordsOf(messageFormatTable, detail.format, '')
      const type = wordsOf(messageTypeTable, detail.message, '')
      if (format === '' || type === '') {
        problems.add('MESSAGE_UNKNOWN', at, { format: detail.format, type: detail.message })
      }
      return
    }
    case 'sbom':
      if (detail.format === 'unknown') problems.add('SBOM_FORMAT_UNKNOWN', at, { value: detail.formatCode })
      return
    case 'oci':
      if (!/^sha256:[0-9a-f]{64}$/.test(detail.digest)) problems.add('OCI_DIGEST_INVALID', at)
      return
    case 'none':
      return
  }
}

/** Reports each object that begins before an earlier one has ended; empty objects cannot overlap. */
function checkOverlap(slots: readonly UsedSlot[], fileSize: bigint, problems: ProblemList): void {
  const ranges = slots.flatMap(({ raw }) => {
    const range = objectRange(raw, fileSize)
    return range === null || raw.sizeBytes === 0n ? [] : [{ raw, start: range.start, end: range.start + raw.sizeBytes }]
  })
  ranges.sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : a.raw.id - b.raw.id))
  let furthest: (typeof ranges)[number] | null = null
  for (const range of ranges) {
    if (furthest !== null && range.start < furthest.end) {
      problems.add('OBJECTS_OVERLAP', objectName(range.raw.id), { other: furthest.raw.id })
    }
    if (furthest === null || range.end > furthest.end) furthest = range
  }
}

function checkPrimary(slots: readonly UsedSlot[], header: SifHeader, problems: ProblemList): void {
  const primary = slots.filter(
    ({ object }) => object.detail.kind === 'partition' && object.detail.partitionType === 'PrimSys',
  )
  for (const { raw } of primary.slice(1)) problems.add('PRIMARY_PARTITION_REPEATED', objectName(raw.id))
  const detail = primary.length === 1 ? primary[0]?.object.detail : undefined
  if (detail?.kind === 'partition' && detail.architecture !== header.architecture) {
    problems.add('ARCHITECTURE_DIFFERS', 'header', { header: header.architecture, partition: detail.architecture })
  }
}
