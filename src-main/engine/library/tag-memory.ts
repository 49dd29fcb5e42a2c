/** What each tag pointed to when it was pulled here. Owns the table `tag_memory`. */
import type { Database } from '../platform/database.ts'

export interface TagMemory {
  /** @param digest `sha256:…` that the tag had; an earlier memory of the same digest becomes the latest */
  remember(server: string, named: string, architecture: string, digest: string, at: Date): void
  /** The digest at the last pull; null when the tag was never pulled. */
  last(server: string, named: string, architecture: string): string | null
}

/** Two servers may have the same path, so the server stands in the key, as in a host-qualified reference. */
function key(server: string, named: string): string {
  return `library://${server}/${named}`
}

export function createTagMemory(database: Database): TagMemory {
  const insert = database.prepare(
    `INSERT INTO tag_memory (reference, architecture, digest, pulled_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (reference, architecture, digest) DO UPDATE SET pulled_at = excluded.pulled_at`,
  )
  const select = database.prepare<[string, string], { digest: string }>(
    'SELECT digest FROM tag_memory WHERE reference = ? AND architecture = ? ORDER BY pulled_at DESC, rowid DESC LIMIT 1',
  )
  return {
    remember(server, named, architecture, digest, at) {
      insert.run(key(server, named), architecture, digest, at.toISOString())
    },
    last: (server, named, architecture) => select.get(key(server, named), architecture)?.digest ?? null,
  }
}
