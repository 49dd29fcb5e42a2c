/** Damages SIF files on purpose, field by field, at the places the format gives. */
import { descriptorAt, descriptorSizeBytes, headerAt, tableOffsetBytes } from '../../src-main/engine/sif/layout.ts'

/** A change of bytes in a whole file. */
export type Patch = (bytes: Buffer) => void

/** Sets a 64-bit field of the header. */
export function header(field: keyof typeof headerAt, value: bigint): Patch {
  return (bytes) => bytes.writeBigInt64LE(value, headerAt[field])
}

/** Sets bytes of the header. */
export function headerBytes(field: keyof typeof headerAt, text: string): Patch {
  return (bytes) => bytes.write(text, headerAt[field], 'latin1')
}

function place(slot: number, field: keyof typeof descriptorAt): number {
  return tableOffsetBytes + slot * descriptorSizeBytes + descriptorAt[field]
}

/** Sets a 64-bit field of a descriptor; slots count from 0. */
export function wide(slot: number, field: keyof typeof descriptorAt, value: bigint): Patch {
  return (bytes) => bytes.writeBigInt64LE(value, place(slot, field))
}

/** Sets a 32-bit field of a descriptor. */
export function narrow(slot: number, field: keyof typeof descriptorAt, value: number): Patch {
  return (bytes) => bytes.writeUInt32LE(value >>> 0, place(slot, field))
}

/** Sets bytes of a descriptor. */
export function slotBytes(slot: number, field: keyof typeof descriptorAt, data: Uint8Array): Patch {
  return (bytes) => bytes.set(data, place(slot, field))
}

/** Copies one slot over another. */
export function copySlot(from: number, to: number): Patch {
  return (bytes) => {
    const start = tableOffsetBytes + from * descriptorSizeBytes
    bytes.copy(bytes, tableOffsetBytes + to * descriptorSizeBytes, start, start + descriptorSizeBytes)
  }
}

/** @returns a changed copy */
export function patched(bytes: Buffer, ...patches: readonly Patch[]): Buffer {
  const copy = Buffer.from(bytes)
  for (const patch of patches) patch(copy)
  return copy
}
