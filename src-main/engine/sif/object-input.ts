/**
 * What a caller gives to put an object into a file, checked and turned into the fields of a descriptor.
 * Nothing is written here. Limits and defaults: SIF reference, chapter 4 and 6.1.
 */
import type { FileSystemType, HashName, ObjectType, PartitionType } from '../../../src-shared/model/sif.ts'
import { failure } from '../../../src-shared/text/errors/index.ts'
import {
  architectureCode,
  codeOf,
  fileSystemTable,
  hashTable,
  messageFormatTable,
  messageTypeTable,
  objectTypeTable,
  partitionTypeTable,
  type SbomFormat,
  sbomTable,
} from './codes.ts'
import { extraBytes, fingerprintSizeBytes } from './extra.ts'
import {
  extraSizeBytes,
  groupMask,
  groupValueMask,
  launchScriptSizeBytes,
  nameSizeBytes,
  partitionAlignmentBytes,
  unsetSeconds,
} from './layout.ts'

/** A time to store: a date (whole seconds are kept), or null for "not set". */
export type StoredTime = Date | null

/** Bytes that are in the file already, where the caller has put them. They are not read; OCI objects need their digest. */
export interface PresentData {
  readonly offset: number
  readonly sizeBytes: number
  /** `sha256:…`. */
  readonly digest?: string
}

/** The bytes of an object, at once or piece by piece, or the place where they are already. */
export type ObjectData = Uint8Array | AsyncIterable<Uint8Array> | PresentData

export function isPresent(data: ObjectData): data is PresentData {
  return 'sizeBytes' in data
}

export type DetailInput =
  | {
      readonly kind: 'partition'
      readonly fileSystem: Exclude<FileSystemType, 'Unknown'>
      readonly partitionType: Exclude<PartitionType, 'Unknown'>
      /** Go's name, or `unknown` for the code 00. */
      readonly architecture: string
    }
  | {
      readonly kind: 'signature'
      readonly hash: Exclude<HashName, 'Unknown'>
      /** The primary key's version 4 fingerprint, 40 hex digits; null for key (DSSE) signatures. */
      readonly fingerprint: string | null
    }
  | {
      readonly kind: 'cryptoMessage'
      readonly format: 'OpenPGP' | 'PEM'
      readonly message: 'ClearSignature' | 'RSA-OAEP'
    }
  | { readonly kind: 'sbom'; readonly format: SbomFormat }
  | { readonly kind: 'oci'; readonly digest: string }
  | { readonly kind: 'raw'; readonly bytes: Uint8Array }

export interface ObjectInput {
  readonly type: Exclude<ObjectType, 'Unknown'>
  readonly data: ObjectData
  /** At most 128 bytes of UTF-8; empty when left out. */
  readonly name?: string
  /** Null for no group; 1 when left out. */
  readonly groupId?: number | null
  readonly link?: { readonly objectId: number } | { readonly groupId: number }
  /** Partitions start at multiples of 4096 and other objects anywhere, unless this says otherwise. */
  readonly alignmentBytes?: number
  /** Both times of the object; those of the image or of the edit when left out. */
  readonly time?: StoredTime
  /** Type-specific fields. The digest of OCI objects is computed from the data. */
  readonly detail?: Exclude<DetailInput, { readonly kind: 'oci' }>
}

/** An input after checking: the fixed fields of its descriptor. */
export interface CheckedInput {
  readonly type: number
  readonly groupId: number
  readonly linkedId: number
  readonly alignmentBytes: number
  readonly name: Uint8Array
  readonly extra: Uint8Array
  /** Three bytes for the header when this is a primary system partition. */
  readonly primaryArchitecture: Uint8Array | null
  readonly time: StoredTime | undefined
}

const detailKinds: Readonly<Record<Exclude<DetailInput['kind'], 'raw' | 'oci'>, ObjectType>> = {
  partition: 'Partition',
  signature: 'Signature',
  cryptoMessage: 'CryptoMessage',
  sbom: 'SBOM',
}

/**
 * @throws AppFailure SIF_NAME_TOO_LONG, SIF_EXTRA_TOO_LONG, SIF_TYPE_UNEXPECTED, SIF_ARCHITECTURE_UNKNOWN,
 *   SIF_VALUE_INVALID
 */
export function checkInput(input: ObjectInput): CheckedInput {
  const { detail } = input
  if (detail !== undefined && detail.kind !== 'raw' && detailKinds[detail.kind] !== input.type) {
    throw failure('SIF_TYPE_UNEXPECTED', { type: input.type })
  }
  const isPrimary = detail?.kind === 'partition' && detail.partitionType === 'PrimSys'
  return {
    type: requireCode(objectTypeTable, input.type, 'object type'),
    groupId: groupValue(input.groupId === undefined ? 1 : input.groupId),
    linkedId: linkValue(input.link),
    alignmentBytes: checkAlignment(input.alignmentBytes ?? (input.type === 'Partition' ? partitionAlignmentBytes : 0)),
    name: nameBytes(input.name ?? ''),
    extra: detail === undefined ? new Uint8Array(extraSizeBytes) : encodeDetail(detail),
    primaryArchitecture: isPrimary ? architectureBytes(detail.architecture) : null,
    time: input.time,
  }
}

/** @returns seconds as stored; null becomes the value that means "not set" */
export function storedSeconds(time: StoredTime): bigint {
  if (time === null) return unsetSeconds
  const milliseconds = time.getTime()
  if (Number.isNaN(milliseconds)) throw failure('SIF_VALUE_INVALID', { value: 'this date', what: 'a time' })
  return BigInt(Math.floor(milliseconds / 1000))
}

/** @returns 32 bytes; at most 31 of them are used, so that a NUL always ends the text */
export function launchScriptBytes(text: string): Uint8Array {
  const bytes = Buffer.from(text, 'utf8')
  const limit = launchScriptSizeBytes - 1
  if (bytes.length > limit) throw failure('SIF_LAUNCH_SCRIPT_TOO_LONG', { sizeBytes: bytes.length, limit })
  return filled(bytes, launchScriptSizeBytes)
}

/** @returns 384 bytes for the type-specific field */
export function encodeDetail(detail: DetailInput): Uint8Array {
  switch (detail.kind) {
    case 'partition':
      return extraBytes(
        [
          requireCode(fileSystemTable, detail.fileSystem, 'file system'),
          requireCode(partitionTypeTable, detail.partitionType, 'partition type'),
        ],
        architectureBytes(detail.architecture),
      )
    case 'signature':
      return extraBytes([requireCode(hashTable, detail.hash, 'hash')], fingerprintBytes(detail.fingerprint))
    case 'cryptoMessage':
      return extraBytes([
        requireCode(messageFormatTable, detail.format, 'message format'),
        requireCode(messageTypeTable, detail.message, 'message type'),
      ])
    case 'sbom':
      return extraBytes([requireCode(sbomTable, detail.format, 'software list format')])
    case 'oci':
      return digestBytes(detail.digest)
    case 'raw':
      if (detail.bytes.length > extraSizeBytes) {
        throw failure('SIF_EXTRA_TOO_LONG', { sizeBytes: detail.bytes.length, limit: extraSizeBytes })
      }
      return filled(detail.bytes, extraSizeBytes)
  }
}

/** @returns 384 bytes with the digest text of an OCI object */
export function digestBytes(digest: string): Uint8Array {
  if (!/^sha256:[0-9a-f]{64}$/.test(digest)) throw failure('SIF_VALUE_INVALID', { value: digest, what: 'a digest' })
  return filled(Buffer.from(digest, 'latin1'), extraSizeBytes)
}

function filled(bytes: Uint8Array, size: number): Uint8Array {
  const field = new Uint8Array(size)
  field.set(bytes)
  return field
}

function architectureBytes(name: string): Uint8Array {
  const code = architectureCode(name)
  if (code === null) throw failure('SIF_ARCHITECTURE_UNKNOWN', { architecture: name })
  return filled(Buffer.from(code, 'latin1'), 3)
}

function fingerprintBytes(fingerprint: string | null): Uint8Array {
  if (fingerprint === null) return new Uint8Array(0)
  const isPlain = new RegExp(`^[0-9A-Fa-f]{${fingerprintSizeBytes * 2}}$`).test(fingerprint)
  if (!isPlain) throw failure('SIF_VALUE_INVALID', { value: fingerprint, what: 'a version 4 fingerprint' })
  return Buffer.from(fingerprint, 'hex')
}

function requireCode(table: Parameters<typeof codeOf>[0], name: string, what: string): number {
  const code = codeOf(table, name)
  if (code === null) throw failure('SIF_VALUE_INVALID', { value: name, what })
  return code
}

function nameBytes(name: string): Uint8Array {
  const bytes = Buffer.from(name, 'utf8')
  if (bytes.length > nameSizeBytes) {
    throw failure('SIF_NAME_TOO_LONG', { sizeBytes: bytes.length, limit: nameSizeBytes })
  }
  return filled(bytes, nameSizeBytes)
}

function checkAlignment(alignment: number): number {
  if (!Number.isSafeInteger(alignment) || alignment < 0 || alignment > 2 ** 31) {
    throw failure('SIF_VALUE_INVALID', { value: alignment, what: 'an alignment' })
  }
  return alignment
}

function checkNumber(value: number, limit: number, what: string): number {
  if (!Number.isInteger(value) || value < 1 || value > limit) throw failure('SIF_VALUE_INVALID', { value, what })
  return value
}

function groupValue(group: number | null): number {
  return ((group === null ? 0 : checkNumber(group, groupValueMask, 'a group')) | groupMask) >>> 0
}

function linkValue(link: ObjectInput['link']): number {
  if (link === undefined) return 0
  if ('groupId' in link) return (checkNumber(link.groupId, groupValueMask, 'a linked group') | groupMask) >>> 0
  return checkNumber(link.objectId, groupValueMask, 'a linked object')
}
