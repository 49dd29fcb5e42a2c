/** The rows of a search's answer, group by group. Pure. */
import type {
  FoundRepository,
  LibraryCollection,
  LibraryContainer,
  LibrarySearch,
  LibraryUser,
} from '../../../src-shared/model/library.ts'
import { libraryText } from '../../../src-shared/text/library.ts'

export type ResultRow =
  | { readonly kind: 'group'; readonly id: string; readonly title: string; readonly count: number }
  | { readonly kind: 'container'; readonly container: LibraryContainer }
  | { readonly kind: 'collection'; readonly collection: LibraryCollection }
  | { readonly kind: 'user'; readonly user: LibraryUser }
  | { readonly kind: 'repository'; readonly repository: FoundRepository }

export interface ResultRows {
  readonly rows: readonly ResultRow[]
  /** Indexes of the group rows. */
  readonly groupIndexes: readonly number[]
  /** Containers, collections and users together. */
  readonly count: number
}

/** Containers grouped by remote, then collections, then users; empty groups are left out. */
export function resultRows(
  search: Pick<LibrarySearch, 'containers' | 'collections' | 'users'> & Partial<Pick<LibrarySearch, 'repositories'>>,
): ResultRows {
  const rows: ResultRow[] = []
  const groupIndexes: number[] = []
  const add = (id: string, title: string, members: readonly ResultRow[]): void => {
    if (members.length === 0) return
    groupIndexes.push(rows.length)
    rows.push({ kind: 'group', id, title, count: members.length }, ...members)
  }
  const remotes = [...new Set(search.containers.map(({ remote }) => remote))]
  for (const remote of remotes) {
    const members = search.containers.filter((container) => container.remote === remote)
    const title = remote === '' ? libraryText.containers : libraryText.containersOn(remote)
    add(
      `containers ${remote}`,
      title,
      members.map((container) => ({ kind: 'container', container })),
    )
  }
  add(
    'collections',
    libraryText.collections,
    search.collections.map((collection) => ({ kind: 'collection', collection })),
  )
  add(
    'users',
    libraryText.users,
    search.users.map((user) => ({ kind: 'user', user })),
  )
  add(
    'repositories',
    libraryText.inRegistries,
    (search.repositories ?? []).map((repository) => ({ kind: 'repository', repository })),
  )
  return { rows, groupIndexes, count: rows.length - groupIndexes.length }
}

/** What tells rows apart. */
export function resultKey(row: ResultRow): string {
  switch (row.kind) {
    case 'group':
      return row.id
    case 'container':
      return `container ${row.container.remote} ${row.container.path}`
    case 'collection':
      return `collection ${row.collection.remote} ${row.collection.path}`
    case 'user':
      return `user ${row.user.remote} ${row.user.name}`
    case 'repository':
      return `repository ${row.repository.reference}`
  }
}

/** The name of a row, for typing its beginning. */
export function resultName(row: ResultRow): string {
  switch (row.kind) {
    case 'group':
      return row.title
    case 'container':
      return row.container.path.split('/').at(-1) ?? row.container.path
    case 'collection':
      return row.collection.path.split('/').at(-1) ?? row.collection.path
    case 'user':
      return row.user.name
    case 'repository':
      return row.repository.repository.split('/').at(-1) ?? row.repository.repository
  }
}
