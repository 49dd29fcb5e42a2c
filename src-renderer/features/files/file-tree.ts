/**
 * The tree and table of files inside an image, as rows to show. Pure; entries come from the engine,
 * directory by directory, and names in them are whatever the image says.
 */
import type { FileEntry } from '../../../src-shared/contract/files.ts'

export type FileSort = 'name' | 'size' | 'mode' | 'changed'

/** Last piece of a path; `/` for the root. */
export function baseName(path: string): string {
  return path.replace(/\/+$/, '').split('/').at(-1) || '/'
}

/** The directory that holds a path; `/` for what lies at the top. */
export function parentOf(path: string): string {
  const cut = path.replace(/\/+$/, '').lastIndexOf('/')
  return cut <= 0 ? '/' : path.slice(0, cut)
}

/** All directories from the root down to this one, itself included. */
export function ancestorsOf(directory: string): readonly string[] {
  const pieces = directory.split('/').filter((piece) => piece !== '')
  return ['/', ...pieces.map((_, at) => `/${pieces.slice(0, at + 1).join('/')}`)]
}

export function childPath(directory: string, name: string): string {
  return directory === '/' ? `/${name}` : `${directory}/${name}`
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })
const byName = (a: FileEntry, b: FileEntry): number =>
  collator.compare(baseName(a.path), baseName(b.path)) || (a.path < b.path ? -1 : 1)

const comparisons: Readonly<Record<FileSort, (a: FileEntry, b: FileEntry) => number>> = {
  name: () => 0,
  size: (a, b) => a.sizeBytes - b.sizeBytes,
  mode: (a, b) => (a.mode < b.mode ? -1 : a.mode > b.mode ? 1 : 0),
  changed: (a, b) => (a.mtime < b.mtime ? -1 : a.mtime > b.mtime ? 1 : 0),
}

/** Sorts entries for the table: directories first, whatever the order; equal ones by name. */
export function sortEntries(entries: readonly FileEntry[], sort: FileSort, descending: boolean): readonly FileEntry[] {
  const sign = descending ? -1 : 1
  return [...entries].sort((a, b) => {
    const kind = Number(b.type === 'dir') - Number(a.type === 'dir')
    if (kind !== 0) return kind
    return sign * (comparisons[sort](a, b) || byName(a, b))
  })
}

export { modeText } from '../../../src-shared/text/file-mode.ts'

export type SpecialMark = 'setUid' | 'setGid' | 'device' | 'fifo' | 'socket'

/** What is worth a word about an entry, because it acts otherwise than a plain file. */
export function specialMark(entry: Pick<FileEntry, 'type' | 'mode'>): SpecialMark | null {
  const bits = Number.parseInt(entry.mode, 8)
  switch (entry.type) {
    case 'char':
    case 'block':
      return 'device'
    case 'fifo':
      return 'fifo'
    case 'socket':
      return 'socket'
    case 'file':
      if ((bits & 0o4000) !== 0) return 'setUid'
      // The set-gid bit without execution means mandatory locking, not another group.
      return (bits & 0o2010) === 0o2010 ? 'setGid' : null
    default:
      return null
  }
}

export interface TreeRow {
  readonly path: string
  readonly name: string
  /** 1 for the root. */
  readonly level: number
  readonly isExpanded: boolean
  /** A link stands in the tree but is not walked into. */
  readonly isLink: boolean
  /** Known to have no directories inside. */
  readonly isLeaf: boolean
}

/** Rows of the tree that are to be seen, from what is loaded and what is unfolded. */
export function treeRows(
  directories: ReadonlyMap<string, readonly FileEntry[]>,
  expanded: ReadonlySet<string>,
): readonly TreeRow[] {
  const rows: TreeRow[] = []
  const visit = (path: string, level: number): void => {
    const entries = directories.get(path)
    const inside = entries?.filter((entry) => entry.type === 'dir' || (level === 1 && entry.type === 'symlink'))
    const isExpanded = expanded.has(path)
    rows.push({
      path,
      name: baseName(path),
      level,
      isExpanded,
      isLink: false,
      isLeaf: inside !== undefined && inside.length === 0,
    })
    if (!isExpanded || inside === undefined) return
    for (const entry of [...inside].sort(byName)) {
      if (entry.type === 'dir') visit(entry.path, level + 1)
      else {
        const name = baseName(entry.path)
        rows.push({ path: entry.path, name, level: level + 1, isExpanded: false, isLink: true, isLeaf: true })
      }
    }
  }
  visit('/', 1)
  return rows
}

/**
 * Where a link leads, as a path inside the image: `..` at the top stays at the top, as in a running container.
 * @param linkPath of the link itself
 */
export function linkTarget(linkPath: string, target: string): string {
  const start = target.startsWith('/')
    ? []
    : parentOf(linkPath)
        .split('/')
        .filter((piece) => piece !== '')
  const pieces = [...start]
  for (const piece of target.split('/')) {
    if (piece === '' || piece === '.') continue
    if (piece === '..') pieces.pop()
    else pieces.push(piece)
  }
  return `/${pieces.join('/')}`
}
