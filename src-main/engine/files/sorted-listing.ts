/**
 * Huge directories in another order than the stored one: read whole once, ordered, and given out in
 * parts. Keeps the last few directories that were asked for, by the state of their image's file.
 */
import type { FileEntry, FileProblem, ListOrder } from '../../../src-shared/contract/files.ts'
import type { OpenImage } from './open-image.ts'

/** Directories kept at once; each may hold hundreds of thousands of entries. */
const mostKept = 2

type Compare = (a: FileEntry, b: FileEntry) => number

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const comparisons: Readonly<Record<Exclude<ListOrder, 'stored'>, Compare>> = {
  size: (a, b) => a.sizeBytes - b.sizeBytes,
  mode: (a, b) => byText(a.mode, b.mode),
  changed: (a, b) => byText(a.mtime, b.mtime),
}

interface Held {
  readonly entries: readonly FileEntry[]
  readonly problems: readonly FileProblem[]
  readonly orders: Map<ListOrder, readonly FileEntry[]>
}

export interface ListPart {
  readonly order: ListOrder
  readonly descending: boolean
  readonly skip: number
  readonly limit: number | undefined
}

export interface SortedListing {
  /**
   * A part of a directory in an order; equal entries stay in the stored one.
   * @param image the open image; a changed file has another one
   */
  part(
    image: OpenImage,
    key: string,
    directory: string,
    part: ListPart,
  ): Promise<{
    readonly entries: readonly FileEntry[]
    readonly total: number
    readonly problems: readonly FileProblem[]
  }>
}

export function createSortedListing(): SortedListing {
  const kept = new Map<string, Promise<Held>>()

  const load = async (image: OpenImage, directory: string): Promise<Held> => {
    const { entries, problems } = await image.list(directory)
    return { entries, problems, orders: new Map() }
  }

  const hold = async (image: OpenImage, key: string, directory: string): Promise<Held> => {
    const known = await kept.get(key)?.catch(() => null)
    if (known != null) return known
    // Whoever else asks meanwhile waits for the same reading; when that is cancelled, they read for themselves.
    const loading = load(image, directory)
    kept.set(key, loading)
    for (const old of [...kept.keys()].slice(0, Math.max(0, kept.size - mostKept))) kept.delete(old)
    loading.catch(() => {
      if (kept.get(key) === loading) kept.delete(key)
    })
    return loading
  }

  const ordered = (held: Held, order: ListOrder): readonly FileEntry[] => {
    if (order === 'stored') return held.entries
    const known = held.orders.get(order)
    if (known !== undefined) return known
    const sorted = [...held.entries].sort(comparisons[order])
    held.orders.set(order, sorted)
    return sorted
  }

  return {
    async part(image, key, directory, { order, descending, skip, limit }) {
      const held = await hold(image, key, directory)
      const all = ordered(held, order)
      const end = Math.min(all.length, limit === undefined ? all.length : skip + limit)
      const entries = descending
        ? all.slice(Math.max(0, all.length - end), Math.max(0, all.length - skip)).reverse()
        : all.slice(skip, end)
      return { entries, total: all.length, problems: held.problems }
    },
  }
}
