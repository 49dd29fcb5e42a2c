/**
 * Raw header and descriptors as data for people: names for codes, ISO times, plain numbers.
 * Numbers that JavaScript cannot hold are clamped and reported, so nothing downstream can overflow.
 */
import type { SifHeader, SifObject } from '../../../src-shared/model/sif.ts'
import { objectName } from '../../../src-shared/text/image-problems.ts'
import { architectureName, nameOf, objectTypeTable } from './codes.ts'
import { asciiUntilNul, decodeDetail } from './extra.ts'
import { groupMask, groupValueMask, unsetSeconds } from './layout.ts'
import type { ProblemList } from './problems.ts'
import type { RawDescriptor, RawHeader } from './raw.ts'

/** Furthest second from 1970 that a Date can hold, either way. */
const maxDateSeconds = 8_640_000_000_000n
const maxSafe = BigInt(Number.MAX_SAFE_INTEGER)

/** Text of a NUL-filled field: trailing NULs are filling, NULs in the middle are kept. */
export function fieldText(bytes: Uint8Array): string {
  let end = bytes.length
  while (end > 0 && bytes[end - 1] === 0) end -= 1
  return Buffer.from(bytes.subarray(0, end)).toString('utf8')
}

/** @returns 16 bytes as a UUID in text form */
export function uuidText(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes).toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

function safeNumber(value: bigint, field: string, at: string, problems: ProblemList): number {
  if (value >= -maxSafe && value <= maxSafe) return Number(value)
  problems.add('NUMBER_OUT_OF_RANGE', at, { field, value: value.toString() })
  return value < 0n ? Number.MIN_SAFE_INTEGER : Number.MAX_SAFE_INTEGER
}

function isoTime(seconds: bigint, field: string, at: string, problems: ProblemList): string | null {
  if (seconds === unsetSeconds) return null
  if (seconds < -maxDateSeconds || seconds > maxDateSeconds) {
    problems.add('TIME_OUT_OF_RANGE', at, { field, value: seconds.toString() })
    return null
  }
  return new Date(Number(seconds) * 1000).toISOString().replace('.000Z', 'Z')
}

/** @returns the header for people; what cannot be shown is noted in `problems` */
export function describeHeader(raw: RawHeader, problems: ProblemList): SifHeader {
  const number = (value: bigint, field: string): number => safeNumber(value, field, 'header', problems)
  return {
    launchScript: fieldText(raw.launchScript),
    version: fieldText(raw.version),
    architecture: architectureName(asciiUntilNul(raw.architecture)),
    id: uuidText(raw.id),
    createdAt: isoTime(raw.createdAt, 'creation time', 'header', problems),
    modifiedAt: isoTime(raw.modifiedAt, 'modification time', 'header', problems),
    descriptorsTotal: number(raw.descriptorsTotal, 'number of descriptors'),
    descriptorsFree: number(raw.descriptorsFree, 'number of free descriptors'),
    descriptorsOffset: number(raw.descriptorsOffset, 'table offset'),
    descriptorsSize: number(raw.descriptorsSize, 'table size'),
    dataOffset: number(raw.dataOffset, 'data offset'),
    dataSize: number(raw.dataSize, 'data size'),
  }
}

/** @returns the group number, or null for none; mask bits are dropped as the reference does */
export function groupNumber(rawGroup: number): number | null {
  const group = rawGroup & groupValueMask
  return group === 0 ? null : group
}

/** @returns what a link names; a group only when all four mask bits are set */
export function linkTarget(rawLink: number): { readonly id: number | null; readonly isGroup: boolean } {
  const value = rawLink & groupValueMask
  if (value === 0) return { id: null, isGroup: false }
  return { id: value, isGroup: (rawLink & groupMask) >>> 0 === groupMask }
}

/** @returns one object for people; what cannot be shown is noted in `problems` */
export function describeObject(raw: RawDescriptor, slot: number, problems: ProblemList): SifObject {
  const at = objectName(raw.id)
  const number = (value: bigint, field: string): number => safeNumber(value, field, at, problems)
  const type = nameOf(objectTypeTable, raw.type)
  const link = linkTarget(raw.linkedId)
  return {
    slot,
    id: raw.id,
    type,
    typeCode: raw.type,
    groupId: groupNumber(raw.groupId),
    linkedId: link.id,
    linkIsGroup: link.isGroup,
    offset: number(raw.offset, 'offset'),
    sizeBytes: number(raw.sizeBytes, 'size'),
    createdAt: isoTime(raw.createdAt, 'creation time', at, problems),
    modifiedAt: isoTime(raw.modifiedAt, 'modification time', at, problems),
    uid: number(raw.uid, 'user ID'),
    gid: number(raw.gid, 'group ID of the owner'),
    name: fieldText(raw.name),
    detail: decodeDetail(type, raw.extra),
  }
}
