/**
 * The byte streams that signatures are made over: parts of the header and of descriptors.
 * It hashes nothing and judges nothing. Source: SIF reference, 9.2 and 9.3.
 */
import { extraSizeBytes, nameSizeBytes } from './layout.ts'
import type { RawDescriptor, RawHeader } from './raw.ts'

const headerStreamSizeBytes = 61
const descriptorStreamSizeBytes = 557

/** @returns the 61 bytes of a header that a signature covers: launch script, magic, version, UUID */
export function headerIntegrityBytes(header: RawHeader): Uint8Array {
  const bytes = new Uint8Array(headerStreamSizeBytes)
  bytes.set(header.launchScript, 0)
  bytes.set(header.magic, 32)
  bytes.set(header.version, 42)
  bytes.set(header.id, 45)
  return bytes
}

/**
 * @param relativeId the object's ID less the smallest ID of its group, see {@link smallestIds}
 * @returns the 557 bytes of a descriptor that a signature covers
 */
export function descriptorIntegrityBytes(descriptor: RawDescriptor, relativeId: number): Uint8Array {
  const bytes = new Uint8Array(descriptorStreamSizeBytes)
  const view = new DataView(bytes.buffer)
  view.setInt32(0, descriptor.type, true)
  view.setUint8(4, descriptor.used === 0 ? 0 : 1)
  view.setUint32(5, relativeId >>> 0, true)
  view.setUint32(9, descriptor.linkedId, true)
  view.setBigInt64(13, descriptor.sizeBytes, true)
  view.setBigInt64(21, descriptor.createdAt, true)
  view.setBigInt64(29, descriptor.uid, true)
  view.setBigInt64(37, descriptor.gid, true)
  bytes.set(descriptor.name.subarray(0, nameSizeBytes), 45)
  bytes.set(descriptor.extra.subarray(0, extraSizeBytes), 45 + nameSizeBytes)
  return bytes
}

/**
 * The smallest object ID of each group, counted over every used slot whether signed or not.
 * Keys are group values as stored, mask bits included, because that is how signers count them.
 */
export function smallestIds(descriptors: readonly RawDescriptor[]): ReadonlyMap<number, number> {
  const smallest = new Map<number, number>()
  for (const { used, groupId, id } of descriptors) {
    if (used === 0) continue
    const known = smallest.get(groupId)
    if (known === undefined || id < known) smallest.set(groupId, id)
  }
  return smallest
}
