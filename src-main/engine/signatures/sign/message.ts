/**
 * Writes the message that a signature signs: digests of header, descriptors and contents, in the
 * exact form that every verifier of the field reads. Source: SIF reference, 9.2 and 9.3.
 */
import { createHash } from 'node:crypto'
import type { PlannedSignature } from '../../../../src-shared/model/sign.ts'
import { failure } from '../../../../src-shared/text/errors/index.ts'
import { descriptorIntegrityBytes, headerIntegrityBytes, smallestIds } from '../../sif/integrity.ts'
import type { SifFile } from '../../sif/read.ts'

const algorithm = 'sha256'

function digest(bytes: Uint8Array): string {
  return `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`
}

/**
 * @param contentDigest lower-case SHA-256 of an object's bytes, by slot
 * @returns compact JSON, members in the order that signers write them, no newline at its end
 */
export function writeMessage(
  file: SifFile,
  planned: PlannedSignature,
  contentDigest: (slot: number) => string,
): string {
  const smallest = smallestIds(file.rawDescriptors)
  const objects = planned.objectIds.map((id) => {
    const object = file.findObject(id)
    const raw = file.rawDescriptor(object)
    const relativeId = id - (smallest.get(raw.groupId) ?? id)
    const descriptorDigest = digest(descriptorIntegrityBytes(raw, relativeId))
    return { relativeId, descriptorDigest, objectDigest: `${algorithm}:${contentDigest(object.slot)}` }
  })
  return JSON.stringify({ version: 1, header: { digest: digest(headerIntegrityBytes(file.rawHeader)) }, objects })
}

/** A cut-off object cannot be signed: its digest would speak about bytes that are not there. @throws AppFailure SIGN_DAMAGED */
export function refuseDamaged(file: SifFile, planned: readonly PlannedSignature[]): void {
  for (const id of planned.flatMap(({ objectIds }) => objectIds)) {
    if (file.extent(id)?.complete !== true) throw failure('SIGN_DAMAGED', { id })
  }
}
