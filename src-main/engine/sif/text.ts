/**
 * A SIF file as `siftool` prints it: the text of header, list and info, and the bytes of dump.
 * Equal byte for byte, but for one thing: characters that act on a terminal are escaped, where the
 * reference prints them raw. Source: SIF reference, chapter 7.
 */
import type { SifObject } from '../../../src-shared/model/sif.ts'
import { failure } from '../../../src-shared/text/errors/index.ts'
import { printable } from '../../../src-shared/text/printable.ts'
import {
  architectureName,
  fileSystemTable,
  hashTable,
  messageFormatTable,
  messageTypeTable,
  objectTypeTable,
  partitionTypeTable,
  sbomTable,
  wordsOf,
} from './codes.ts'
import { fieldText, uuidText } from './describe.ts'
import { asciiUntilNul } from './extra.ts'
import { unsetSeconds } from './layout.ts'
import type { RawDescriptor } from './raw.ts'
import type { ObjectChoice, SifFile } from './read.ts'

type Line = readonly [label: string, value: string]

/** The text of `header`. */
export function headerText(file: SifFile): string {
  const header = file.rawHeader
  const launchScript = fieldText(header.launchScript).replace(/\n$/, '')
  const architecture = architectureName(asciiUntilNul(header.architecture))
  const lines: Line[] = [
    ...(header.launchScript.some((byte) => byte !== 0) ? [['Launch Script', printable(launchScript)] as const] : []),
    ['Version', printable(fieldText(header.version))],
    ...(architecture === 'unknown' ? [] : [['Primary Architecture', architecture] as const]),
    ...(header.id.some((byte) => byte !== 0) ? [['ID', uuidText(header.id)] as const] : []),
    ...timeLines(header.createdAt, header.modifiedAt),
    ['Descriptors Free', header.descriptorsFree.toString()],
    ['Descriptors Total', header.descriptorsTotal.toString()],
    ['Descriptors Offset', header.descriptorsOffset.toString()],
    ['Descriptors Size', readableSize(header.descriptorsSize)],
    ['Data Offset', header.dataOffset.toString()],
    ['Data Size', readableSize(header.dataSize)],
  ]
  return table(lines, '', 1)
}

/** The text of `list`. */
export function listText(file: SifFile): string {
  const rule = `${'-'.repeat(78)}\n`
  const heading = 'ID   |GROUP   |LINK    |SIF POSITION (start-end)  |TYPE\n'
  const rows = file.structure.objects.map((object, index) => {
    const raw = file.rawDescriptors[index]
    return raw === undefined ? '' : listRow(object, raw)
  })
  return rule + heading + rule + rows.join('')
}

/**
 * The text of `info`.
 * @throws AppFailure SIF_OBJECT_NOT_FOUND, SIF_OBJECT_AMBIGUOUS; SIF_VALUE_INVALID for a signature of unknown hash type,
 *   for which the reference prints nothing either
 */
export function infoText(file: SifFile, id: number): string {
  const object = file.findObject(id)
  const raw = file.rawDescriptor(object)
  const lines: Line[] = [
    ['Data Type', wordsOf(objectTypeTable, raw.type)],
    ['ID', String(raw.id)],
    ['Group ID', object.groupId === null ? 'NONE' : String(object.groupId)],
    ['Linked ID', linkWords(object, 'NONE', (linkedId) => `${linkedId} (G)`)],
    ['Offset', raw.offset.toString()],
    ['Size', raw.sizeBytes.toString()],
    ...timeLines(raw.createdAt, raw.modifiedAt),
    ...(object.name === '' ? [] : [['Name', printable(object.name)] as const]),
    ...detailLines(object),
  ]
  return table(lines, '  ', 2)
}

/**
 * The bytes of `dump`: what the file has of the object, and then a failure when that is not all.
 * @throws AppFailure SIF_OBJECT_NOT_FOUND, SIF_OBJECT_AMBIGUOUS, SIF_OBJECT_UNREADABLE, IMAGE_TRUNCATED after the last byte
 */
export async function* dumpObject(file: SifFile, choice: ObjectChoice): AsyncGenerator<Uint8Array> {
  const pieceBytes = 1024 * 1024
  const extent = file.extent(choice)
  const available = extent?.availableBytes ?? 0
  for (let offset = 0; offset < available; offset += pieceBytes) {
    yield (await file.readObject(choice, { maxBytes: pieceBytes, offset })).bytes
  }
  if (extent === null) {
    const id = typeof choice === 'number' ? choice : choice.id
    throw failure('SIF_OBJECT_UNREADABLE', { path: file.path, id })
  }
  if (!extent.complete) throw failure('IMAGE_TRUNCATED', { path: file.path, sizeBytes: file.structure.sizeBytes })
}

/** Sizes as the reference rounds them: the largest power of 1024 with a whole part, half away from zero. */
export function readableSize(size: bigint): string {
  const magnitude = size < 0n ? -size : size
  if (magnitude < 1024n) return `${size} B`
  const units = 'KMGTPE'
  let divisor = 1024n
  let unit = 0
  while (magnitude / divisor >= 1024n) {
    divisor *= 1024n
    unit += 1
  }
  const rounded = (magnitude + divisor / 2n) / divisor
  return `${size < 0n ? '-' : ''}${rounded} ${units[unit] ?? ''}iB`
}

function table(lines: readonly Line[], indent: string, gap: number): string {
  const width = Math.max(...lines.map(([label]) => label.length)) + 1 + gap
  return lines.map(([label, value]) => `${indent}${`${label}:`.padEnd(width)}${value}\n`).join('')
}

function timeLines(createdAt: bigint, modifiedAt: bigint): Line[] {
  return [
    ...(createdAt === unsetSeconds ? [] : [['Created At', timeText(createdAt)] as const]),
    ...(modifiedAt === unsetSeconds ? [] : [['Modified At', timeText(modifiedAt)] as const]),
  ]
}

const secondsPerDay = 86_400n
const daysPer400Years = 146_097n

/** @returns any number of seconds as `2020-06-30 00:01:56 +0000 UTC`; no calendar of the platform reaches that far */
function timeText(seconds: bigint): string {
  const time = ((seconds % secondsPerDay) + secondsPerDay) % secondsPerDay
  const days = (seconds - time) / secondsPerDay
  // The Gregorian calendar repeats itself every 400 years, so the day is moved to where Date can name it.
  const within = ((days % daysPer400Years) + daysPer400Years) % daysPer400Years
  const date = new Date(Number(within) * 86_400_000)
  const year = BigInt(date.getUTCFullYear()) + ((days - within) / daysPer400Years) * 400n
  const yearText = `${year < 0n ? '-' : ''}${(year < 0n ? -year : year).toString().padStart(4, '0')}`
  const two = (value: bigint | number): string => value.toString().padStart(2, '0')
  const day = `${yearText}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`
  return `${day} ${two(time / 3600n)}:${two((time / 60n) % 60n)}:${two(time % 60n)} +0000 UTC`
}

function linkWords(object: SifObject, none: string, group: (id: number) => string): string {
  if (object.linkedId === null) return none
  return object.linkIsGroup ? group(object.linkedId) : String(object.linkedId)
}

function listRow(object: SifObject, raw: RawDescriptor): string {
  const group = object.groupId === null ? 'NONE' : String(object.groupId)
  const link = linkWords(object, 'NONE', (id) => `${String(id).padEnd(3)} (G)`)
  const end = BigInt.asIntN(64, raw.offset + raw.sizeBytes)
  const start = [
    String(raw.id).padEnd(4),
    `|${group.padEnd(7)}`,
    `|${link.padEnd(7)}`,
    `|${raw.offset}-${end} `.padEnd(26),
  ].join(' ')
  // The reference breaks off here for a signature whose hash type it does not know.
  const type = typeWords(object)
  return type === null ? `${start} ` : `${start} |${type}\n`
}

/** @returns the words of an object's type with its detail in brackets; null for an unknown hash type */
function typeWords({ typeCode, detail }: SifObject): string | null {
  const words = wordsOf(objectTypeTable, typeCode)
  switch (detail.kind) {
    case 'partition': {
      const fileSystem = wordsOf(fileSystemTable, detail.codes[0])
      return `${words} (${fileSystem}/${wordsOf(partitionTypeTable, detail.codes[1])}/${detail.architecture})`
    }
    case 'signature':
      return detail.hash === 'Unknown' ? null : `${words} (${wordsOf(hashTable, detail.hashCode)})`
    case 'cryptoMessage': {
      const format = wordsOf(messageFormatTable, detail.format)
      return `${words} (${format}/${wordsOf(messageTypeTable, detail.message)})`
    }
    case 'sbom':
      return `${words} (${wordsOf(sbomTable, detail.formatCode, 'unknown')})`
    case 'oci':
    case 'none':
      return words
  }
}

function detailLines({ detail }: SifObject): Line[] {
  switch (detail.kind) {
    case 'partition':
      return [
        ['Filesystem Type', wordsOf(fileSystemTable, detail.codes[0])],
        ['Partition Type', wordsOf(partitionTypeTable, detail.codes[1])],
        ['Architecture', detail.architecture],
      ]
    case 'signature':
      if (detail.hash === 'Unknown') throw failure('SIF_VALUE_INVALID', { value: detail.hashCode, what: 'a hash type' })
      return [
        ['Hash Type', wordsOf(hashTable, detail.hashCode)],
        ...(detail.entity === null ? [] : [['Entity', detail.entity] as const]),
      ]
    case 'cryptoMessage':
      return [
        ['Format Type', wordsOf(messageFormatTable, detail.format)],
        ['Message Type', wordsOf(messageTypeTable, detail.message)],
      ]
    case 'sbom':
      return [['Format', wordsOf(sbomTable, detail.formatCode, 'unknown')]]
    case 'oci':
      return [['Digest', printable(detail.digest)]]
    case 'none':
      return []
  }
}
