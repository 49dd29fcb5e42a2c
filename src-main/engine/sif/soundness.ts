/**
 * What must hold of a file before it is written to: nothing may be put where something else is, and
 * nothing may be made longer by a number that the file merely claims.
 */
import { failure } from '../../../src-shared/text/errors/index.ts'
import { objectName } from '../../../src-shared/text/image-problems.ts'
import type { RawDescriptor, RawHeader } from './raw.ts'
import { objectRange, tableEnd } from './validate.ts'

/** Old writers put the data section at the next page, up to this far behind an empty file's end. */
const maxLeadBytes = 65_536n

/**
 * Where the next object's padding starts: behind every object, whatever the header says of the data size,
 * because older writers leave that value behind when they delete.
 * @throws AppFailure SIF_DAMAGED when the header or an object does not lie within the file
 */
export function freeAppendPosition(
  header: RawHeader,
  used: readonly RawDescriptor[],
  fileSize: bigint,
  path: string,
): bigint {
  const firstFree = tableEnd(header)
  const furthest = fileSize > firstFree ? fileSize : firstFree
  if (header.dataOffset < firstFree || header.dataOffset > furthest + maxLeadBytes) {
    throw failure('SIF_DAMAGED', { path, reason: `its data section is said to start at ${header.dataOffset}` })
  }
  let position = header.dataOffset
  for (const raw of used) {
    const range = objectRange(raw, fileSize)
    if (range === null || !range.complete || range.start < firstFree) {
      throw failure('SIF_DAMAGED', { path, reason: `${objectName(raw.id)} does not lie where data can be` })
    }
    const end = range.start + range.availableBytes
    if (end > position) position = end
  }
  return position
}

/**
 * Makes sure that overwriting some objects' data touches nothing but them.
 * @throws AppFailure SIF_DAMAGED when one of them shares bytes with the table or with an object that stays
 */
export function checkAlone(
  header: RawHeader,
  chosen: readonly RawDescriptor[],
  staying: readonly RawDescriptor[],
  fileSize: bigint,
  path: string,
): void {
  const refuse = (raw: RawDescriptor) =>
    failure('SIF_DAMAGED', { path, reason: `${objectName(raw.id)} shares bytes with something that stays` })
  for (const raw of chosen) {
    const range = objectRange(raw, fileSize)
    if (range === null || range.availableBytes === 0n) continue
    if (range.start < tableEnd(header)) throw refuse(raw)
    for (const other of staying) {
      const stays = objectRange(other, fileSize)
      if (stays === null) continue
      const apart =
        range.start + range.availableBytes <= stays.start || stays.start + stays.availableBytes <= range.start
      if (!apart) throw refuse(raw)
    }
  }
}
