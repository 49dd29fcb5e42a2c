/** What a file in the library is known as: where it came from and its digest. Reads, never writes. */
import type { Database } from '../platform/database.ts'

/** What tells that a file is still the one that was entered. */
export interface IdentityStamp {
  readonly sizeBytes: number
  readonly modifiedMs: number
}

/**
 * @returns a look-up by path; null for a file that is not in the library, and for another file that
 *   has come under the name of one that is: neither origin nor digest speak of that
 */
export function createImageIdentity(
  database: Database,
): (
  path: string,
  stamp: IdentityStamp,
) => { readonly reference: string | null; readonly digest: string | null } | null {
  const row = database.prepare<
    [string, number, number],
    { readonly reference: string | null; readonly digest: string | null }
  >('SELECT reference, digest FROM images WHERE path = ? AND size_bytes = ? AND modified_ms = ?')
  return (path, { sizeBytes, modifiedMs }) => row.get(path, sizeBytes, modifiedMs) ?? null
}
