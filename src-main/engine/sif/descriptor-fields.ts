/** The fields of single descriptors as a writer makes and changes them. Source: SIF reference, chapters 3 to 6. */
import { describeObject } from './describe.ts'
import { type CheckedInput, digestBytes, storedSeconds } from './object-input.ts'
import { ProblemList } from './problems.ts'
import type { RawDescriptor } from './raw.ts'

export const systemPartition = 1
export const primaryPartition = 2
/** Where the architecture is in a partition's extra bytes. */
export const architectureAt = 8
const partitionTypeAt = 4

/** Whether a slot holds a primary system partition. */
export function isPrimary(raw: RawDescriptor | null): boolean {
  if (raw === null) return false
  const { detail } = describeObject(raw, 0, new ProblemList())
  return detail.kind === 'partition' && detail.codes[1] === primaryPartition
}

/** @returns a copy of a partition's extra bytes with another partition type */
export function withPartitionType(extra: Uint8Array, type: number): Uint8Array {
  const changed = new Uint8Array(extra)
  new DataView(changed.buffer).setInt32(partitionTypeAt, type, true)
  return changed
}

/** @returns the offset itself, or the next multiple of the alignment, which need not be a power of two */
export function nextAligned(offset: bigint, alignmentBytes: number): bigint {
  if (alignmentBytes <= 0) return offset
  const alignment = BigInt(alignmentBytes)
  const over = offset % alignment
  return over === 0n ? offset : offset + alignment - over
}

/** @returns the descriptor of an object whose data has been written */
export function makeDescriptor(
  input: CheckedInput,
  id: number,
  offset: bigint,
  sizeWithPadding: bigint,
  written: { readonly sizeBytes: bigint; readonly digest: string },
  seconds: bigint,
): RawDescriptor {
  const time = input.time === undefined ? seconds : storedSeconds(input.time)
  const isOci = input.type === 0x400a || input.type === 0x400b
  return {
    type: input.type,
    used: 1,
    id,
    groupId: input.groupId,
    linkedId: input.linkedId,
    offset,
    sizeBytes: written.sizeBytes,
    sizeWithPadding,
    createdAt: time,
    modifiedAt: time,
    uid: 0n,
    gid: 0n,
    name: input.name,
    extra: isOci ? digestBytes(written.digest) : input.extra,
  }
}
