/** Which files bear a signature by a key, as far as they were ever checked. It reads no file. */
import type { Database } from '../platform/database.ts'

/**
 * @returns a function from fingerprints (40 or 64 upper-case hex digits) to the paths of files whose last facts
 *   name one of them as a signer, in order of the paths
 */
export function createSignedBy(database: Database): (fingerprints: readonly string[]) => readonly string[] {
  const naming = database.prepare<[string], { readonly path: string }>(
    'SELECT path FROM verifications WHERE instr(facts_json, ?) > 0 ORDER BY path',
  )
  return (fingerprints) => [
    ...new Set(fingerprints.flatMap((fingerprint) => naming.all(`"${fingerprint}"`).map(({ path }) => path))),
  ]
}
