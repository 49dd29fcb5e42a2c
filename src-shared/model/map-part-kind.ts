/** What kind of part an object is on the image map; one answer for lists, pages and pictures. */
import type { MapPartKind } from './image.ts'
import { assertNever } from './result.ts'
import type { SifObject } from './sif.ts'

/** Whether an object is the file system that the image runs from. */
export function isPrimary(object: SifObject): boolean {
  return object.detail.kind === 'partition' && object.detail.partitionType === 'PrimSys'
}

export function mapPartKind(object: SifObject): MapPartKind {
  switch (object.type) {
    case 'Deffile':
      return 'definition'
    case 'Environment':
    case 'Labels':
    case 'GenericJSON':
    case 'SBOM':
    case 'OCIRootIndex':
      return 'metadata'
    case 'Partition':
      return isPrimary(object) ? 'fileSystem' : 'data'
    case 'Generic':
    case 'OCIBlob':
      return 'data'
    case 'Signature':
      return 'signature'
    case 'CryptoMessage':
    case 'Unknown':
      return 'other'
    default:
      return assertNever(object.type)
  }
}
