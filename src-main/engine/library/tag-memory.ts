/**
 * What each tag pointed to when it was pulled here and when it was last looked at. Owns the tables
 * `tag_memory` and `tag_sightings`. Asks nobody: a tag that was not looked at since is not known to have moved.
 */
import type { Database } from '../platform/database.ts'

/** A tag on a server: two servers may have the same path. */
export interface TagKey {
  /** Name of the remote; null when the reference names its server itself. */
  readonly remote: string | null
  /** In full, with one tag: `library://entity/collection/container:tag`. */
  readonly reference: string
  readonly architecture: string
}

export interface TagMemory {
  /** The tag was pulled and was this digest, `sha256:…`. Counts as a sighting too. */
  pulled(key: TagKey, digest: string): void
  /** The server said that the tag is this digest now. */
  seen(key: TagKey, digest: string): void
  /** The digest at the last pull; null when the tag was never pulled. */
  lastPulled(key: TagKey): string | null
  /** Whether the tag was last seen to be something else; null when it was not seen. */
  hasMoved(key: TagKey, digest: string): boolean | null
}

export function createTagMemory(database: Database, clock: () => Date): TagMemory {
  const insert = database.prepare(
    `INSERT INTO tag_memory (reference, architecture, digest, pulled_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (reference, architecture, digest) DO UPDATE SET pulled_at = excluded.pulled_at`,
  )
  const select = database.prepare<[string, string], { digest: string }>(
    'SELECT digest FROM tag_memory WHERE reference = ? AND architecture = ? ORDER BY pulled_at DESC, rowid DESC LIMIT 1',
  )
  const sight = database.prepare(
    `INSERT INTO tag_sightings (reference, architecture, digest, seen_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (reference, architecture) DO UPDATE SET digest = excluded.digest, seen_at = excluded.seen_at`,
  )
  const selectSighting = database.prepare<[string, string], { digest: string }>(
    'SELECT digest FROM tag_sightings WHERE reference = ? AND architecture = ?',
  )
  const stored = ({ remote, reference }: TagKey): string => `${remote ?? ''} ${reference}`
  const seen = (key: TagKey, digest: string): void => {
    sight.run(stored(key), key.architecture, digest, clock().toISOString())
  }
  return {
    seen,
    pulled(key, digest) {
      insert.run(stored(key), key.architecture, digest, clock().toISOString())
      seen(key, digest)
    },
    lastPulled: (key) => select.get(stored(key), key.architecture)?.digest ?? null,
    hasMoved(key, digest) {
      const now = selectSighting.get(stored(key), key.architecture)?.digest
      return now === undefined ? null : now !== digest
    },
  }
}
