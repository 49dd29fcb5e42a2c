/**
 * Header and descriptors exactly as they stand in the file, to and from bytes.
 * 64-bit fields stay bigint; nothing is judged or narrowed here. Source: SIF reference, chapters 2 and 3.
 */
import {
  descriptorAt,
  descriptorSizeBytes,
  extraSizeBytes,
  headerAt,
  headerSizeBytes,
  nameSizeBytes,
} from './layout.ts'

/** The 128 bytes at the start of a file. Byte fields keep their fixed length. */
export interface RawHeader {
  /** 32 bytes. */
  readonly launchScript: Uint8Array
  /** 10 bytes. */
  readonly magic: Uint8Array
  /** 3 bytes. */
  readonly version: Uint8Array
  /** 3 bytes. */
  readonly architecture: Uint8Array
  /** 16 bytes. */
  readonly id: Uint8Array
  readonly createdAt: bigint
  readonly modifiedAt: bigint
  readonly descriptorsFree: bigint
  readonly descriptorsTotal: bigint
  readonly descriptorsOffset: bigint
  readonly descriptorsSize: bigint
  readonly dataOffset: bigint
  readonly dataSize: bigint
}

/** One slot of the descriptor table, 585 bytes. */
export interface RawDescriptor {
  readonly type: number
  /** 0 is a free slot; writers store 1. */
  readonly used: number
  readonly id: number
  /** With its mask bits. */
  readonly groupId: number
  /** With its mask bits. */
  readonly linkedId: number
  readonly offset: bigint
  readonly sizeBytes: bigint
  readonly sizeWithPadding: bigint
  readonly createdAt: bigint
  readonly modifiedAt: bigint
  readonly uid: bigint
  readonly gid: bigint
  /** 128 bytes, NUL-filled. */
  readonly name: Uint8Array
  /** 384 bytes. */
  readonly extra: Uint8Array
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** A copy of its own: `slice` of a Buffer would share memory with it. */
function copyOf(bytes: Uint8Array, start: number, end: number): Uint8Array {
  return new Uint8Array(bytes.subarray(start, end))
}

/** @param bytes at least 128 bytes */
export function decodeHeader(bytes: Uint8Array): RawHeader {
  const view = viewOf(bytes)
  const int64 = (at: number): bigint => view.getBigInt64(at, true)
  return {
    launchScript: copyOf(bytes, headerAt.launchScript, headerAt.magic),
    magic: copyOf(bytes, headerAt.magic, headerAt.version),
    version: copyOf(bytes, headerAt.version, headerAt.architecture),
    architecture: copyOf(bytes, headerAt.architecture, headerAt.id),
    id: copyOf(bytes, headerAt.id, headerAt.createdAt),
    createdAt: int64(headerAt.createdAt),
    modifiedAt: int64(headerAt.modifiedAt),
    descriptorsFree: int64(headerAt.descriptorsFree),
    descriptorsTotal: int64(headerAt.descriptorsTotal),
    descriptorsOffset: int64(headerAt.descriptorsOffset),
    descriptorsSize: int64(headerAt.descriptorsSize),
    dataOffset: int64(headerAt.dataOffset),
    dataSize: int64(headerAt.dataSize),
  }
}

/** @returns 128 bytes */
export function encodeHeader(header: RawHeader): Uint8Array {
  const bytes = new Uint8Array(headerSizeBytes)
  const view = viewOf(bytes)
  bytes.set(header.launchScript, headerAt.launchScript)
  bytes.set(header.magic, headerAt.magic)
  bytes.set(header.version, headerAt.version)
  bytes.set(header.architecture, headerAt.architecture)
  bytes.set(header.id, headerAt.id)
  view.setBigInt64(headerAt.createdAt, header.createdAt, true)
  view.setBigInt64(headerAt.modifiedAt, header.modifiedAt, true)
  view.setBigInt64(headerAt.descriptorsFree, header.descriptorsFree, true)
  view.setBigInt64(headerAt.descriptorsTotal, header.descriptorsTotal, true)
  view.setBigInt64(headerAt.descriptorsOffset, header.descriptorsOffset, true)
  view.setBigInt64(headerAt.descriptorsSize, header.descriptorsSize, true)
  view.setBigInt64(headerAt.dataOffset, header.dataOffset, true)
  view.setBigInt64(headerAt.dataSize, header.dataSize, true)
  return bytes
}

/** @param bytes at least 585 bytes; they are copied */
export function decodeDescriptor(bytes: Uint8Array): RawDescriptor {
  const view = viewOf(bytes)
  const int64 = (at: number): bigint => view.getBigInt64(at, true)
  return {
    type: view.getInt32(descriptorAt.type, true),
    used: view.getUint8(descriptorAt.used),
    id: view.getUint32(descriptorAt.id, true),
    groupId: view.getUint32(descriptorAt.groupId, true),
    linkedId: view.getUint32(descriptorAt.linkedId, true),
    offset: int64(descriptorAt.offset),
    sizeBytes: int64(descriptorAt.sizeBytes),
    sizeWithPadding: int64(descriptorAt.sizeWithPadding),
    createdAt: int64(descriptorAt.createdAt),
    modifiedAt: int64(descriptorAt.modifiedAt),
    uid: int64(descriptorAt.uid),
    gid: int64(descriptorAt.gid),
    name: copyOf(bytes, descriptorAt.name, descriptorAt.name + nameSizeBytes),
    extra: copyOf(bytes, descriptorAt.extra, descriptorAt.extra + extraSizeBytes),
  }
}

/** Writes one descriptor into a table at a byte position; the used flag is written as 0 or 1. */
export function encodeDescriptorInto(table: Uint8Array, at: number, descriptor: RawDescriptor): void {
  const bytes = table.subarray(at, at + descriptorSizeBytes)
  const view = viewOf(bytes)
  view.setInt32(descriptorAt.type, descriptor.type, true)
  view.setUint8(descriptorAt.used, descriptor.used === 0 ? 0 : 1)
  view.setUint32(descriptorAt.id, descriptor.id, true)
  view.setUint32(descriptorAt.groupId, descriptor.groupId, true)
  view.setUint32(descriptorAt.linkedId, descriptor.linkedId, true)
  view.setBigInt64(descriptorAt.offset, descriptor.offset, true)
  view.setBigInt64(descriptorAt.sizeBytes, descriptor.sizeBytes, true)
  view.setBigInt64(descriptorAt.sizeWithPadding, descriptor.sizeWithPadding, true)
  view.setBigInt64(descriptorAt.createdAt, descriptor.createdAt, true)
  view.setBigInt64(descriptorAt.modifiedAt, descriptor.modifiedAt, true)
  view.setBigInt64(descriptorAt.uid, descriptor.uid, true)
  view.setBigInt64(descriptorAt.gid, descriptor.gid, true)
  bytes.set(descriptor.name, descriptorAt.name)
  bytes.set(descriptor.extra, descriptorAt.extra)
}

/** @returns 585 bytes */
export function encodeDescriptor(descriptor: RawDescriptor): Uint8Array {
  const bytes = new Uint8Array(descriptorSizeBytes)
  encodeDescriptorInto(bytes, 0, descriptor)
  return bytes
}
