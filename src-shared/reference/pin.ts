/** The form of a reference that always means the same bytes, and the digest a reference already names. */
import { assertNever } from '../model/result.ts'
import { type LibraryDefaults, noDefaults, printReference } from './print.ts'
import type { ParsedReference } from './types.ts'

/**
 * @param digest `sha256:` and 64 hex digits: of the SIF file for a library, of the manifest for registries and layouts
 * @returns the pinned form, or null where the source has none
 */
export function pinnedReference(
  reference: ParsedReference,
  digest: string,
  defaults: LibraryDefaults = noDefaults,
): string | null {
  switch (reference.transport) {
    case 'library': {
      const hash = digest.replace(/^sha256:/, 'sha256.')
      return printReference({ ...reference, tags: [hash], tagTyped: true, hash }, defaults)
    }
    case 'docker':
    case 'oras':
      return printReference({ ...reference, tag: null, digest })
    case 'oci':
    case 'oci-archive':
      return printReference({ ...reference, digest })
    case 'shub':
    case 'http':
    case 'https':
    case 'docker-archive':
    case 'file':
      return null
    default:
      return assertNever(reference)
  }
}

/** The digest that the reference itself names, as `sha256:` and 64 hex digits; null when it names none. */
export function namedDigest(reference: ParsedReference): string | null {
  switch (reference.transport) {
    case 'library':
      return reference.hash?.startsWith('sha256.') ? reference.hash.replace('sha256.', 'sha256:') : null
    case 'docker':
    case 'oras':
    case 'oci':
    case 'oci-archive':
    case 'docker-archive':
      return reference.digest
    case 'shub':
    case 'http':
    case 'https':
    case 'file':
      return null
    default:
      return assertNever(reference)
  }
}
