/** Linked definitions in the database, and what was seen of their repositories. */
import type { BuildLinkParams } from '../../../../src-shared/contract/build-links.ts'
import type { SeenCommit } from '../../../../src-shared/model/build-link.ts'
import type { AppError } from '../../../../src-shared/model/error.ts'
import type { Database } from '../../platform/database.ts'

export interface StoredLink extends BuildLinkParams {
  readonly lastCheckedAt: string | null
  readonly seen: SeenCommit | null
  readonly error: AppError | null
}

export interface LinkStore {
  list(): readonly StoredLink[]
  get(id: string): StoredLink | null
  save(link: StoredLink): void
  remove(id: string): void
}

export function createLinkStore(database: Database): LinkStore {
  const upsert = database.prepare(`
    INSERT INTO build_links (id, link_json) VALUES (?, ?)
    ON CONFLICT (id) DO UPDATE SET link_json = excluded.link_json`)
  const selectAll = database.prepare<[], { readonly link_json: string }>(
    'SELECT link_json FROM build_links ORDER BY rowid',
  )
  const select = database.prepare<[string], { readonly link_json: string }>(
    'SELECT link_json FROM build_links WHERE id = ?',
  )
  const drop = database.prepare('DELETE FROM build_links WHERE id = ?')
  return {
    list: () => selectAll.all().map((row): StoredLink => JSON.parse(row.link_json)),
    get(id) {
      const row = select.get(id)
      return row === undefined ? null : JSON.parse(row.link_json)
    },
    save: (link) => void upsert.run(link.id, JSON.stringify(link)),
    remove: (id) => void drop.run(id),
  }
}
