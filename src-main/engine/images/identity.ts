/** What a file in the library is known as: where it came from and its digest. Reads, never writes. */
import type { Database } from '../platform/database.ts'

/** @returns a look-up by path; null for a file that is not in the library */
export function createImageIdentity(
  database: Database,
): (path: string) => { readonly reference: string | null; readonly digest: string | null } | null {
  const row = database.prepare<[string], { readonly reference: string | null; readonly digest: string | null }>(
    'SELECT reference, digest FROM images WHERE path = ?',
  )
  return (path) => row.get(path) ?? null
}
