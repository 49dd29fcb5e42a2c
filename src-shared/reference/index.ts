/** Image references: reading them, writing them in full, pinning them, naming the file a pull makes. */
export { pullFileName } from './file-name.ts'
export { parseReference } from './parse.ts'
export { namedDigest, pinnedReference } from './pin.ts'
export { type LibraryDefaults, noDefaults, printReference, referenceParts } from './print.ts'
export { canonicalRegistry } from './registry.ts'
export type {
  FileReference,
  LibraryReference,
  ParsedReference,
  RegistryReference,
  ShubReference,
  WebReference,
} from './types.ts'
