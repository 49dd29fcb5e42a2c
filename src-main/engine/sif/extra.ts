/**
 * The 384 type-specific bytes of a descriptor, to and from data.
 * Reading never fails: unknown codes keep their number. Source: SIF reference, chapter 4.
 */
import type { ObjectDetail, ObjectType } from '../../../src-shared/model/sif.ts'
import { architectureName, fileSystemTable, hashTable, nameOf, partitionTypeTable, sbomTable } from './codes.ts'
import { extraSizeBytes } from './layout.ts'

/** OpenPGP version 4 fingerprints have this many bytes; more are never read back. */
export const fingerprintSizeBytes = 20

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** @returns the two digits of the architecture as stored in a partition's extra bytes, without NUL */
export function partitionArchitectureCode(extra: Uint8Array): string {
  return asciiUntilNul(extra.subarray(8, 11))
}

/** @returns the bytes as text up to the first NUL; one character per byte */
export function asciiUntilNul(bytes: Uint8Array): string {
  const end = bytes.indexOf(0)
  return Buffer.from(end < 0 ? bytes : bytes.subarray(0, end)).toString('latin1')
}

/** @param extra the 384 bytes as stored */
export function decodeDetail(type: ObjectType, extra: Uint8Array): ObjectDetail {
  const view = viewOf(extra)
  const first = view.getInt32(0, true)
  const second = view.getInt32(4, true)
  switch (type) {
    case 'Partition':
      return {
        kind: 'partition',
        fileSystem: nameOf(fileSystemTable, first),
        partitionType: nameOf(partitionTypeTable, second),
        architecture: architectureName(partitionArchitectureCode(extra)),
        codes: [first, second],
      }
    case 'Signature': {
      const entity = extra.subarray(4, 4 + fingerprintSizeBytes)
      return {
        kind: 'signature',
        hash: nameOf(hashTable, first),
        hashCode: first,
        entity: entity.every((byte) => byte === 0) ? null : Buffer.from(entity).toString('hex').toUpperCase(),
      }
    }
    case 'CryptoMessage':
      return { kind: 'cryptoMessage', format: first, message: second }
    case 'SBOM': {
      const format = nameOf(sbomTable, first)
      return { kind: 'sbom', format: format === 'Unknown' ? 'unknown' : format, formatCode: first }
    }
    case 'OCIRootIndex':
    case 'OCIBlob':
      return { kind: 'oci', digest: asciiUntilNul(extra) }
    case 'Deffile':
    case 'Environment':
    case 'Labels':
    case 'GenericJSON':
    case 'Generic':
    case 'Unknown':
      return { kind: 'none' }
  }
}

/** @returns 384 bytes that begin with these 32-bit numbers and bytes */
export function extraBytes(numbers: readonly number[], tail: Uint8Array = new Uint8Array(0)): Uint8Array {
  const bytes = new Uint8Array(extraSizeBytes)
  const view = viewOf(bytes)
  for (const [index, value] of numbers.entries()) view.setInt32(index * 4, value, true)
  bytes.set(tail, numbers.length * 4)
  return bytes
}
