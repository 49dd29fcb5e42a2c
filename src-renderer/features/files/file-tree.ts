/**
 * The tree and table of files inside an image, as rows to show. Pure; entries come from the engine,
 * directory by directory, and names in them are whatever the image says.
 */
import type { FileEntry, FileProblem } from '../../../src-shared/contract/files.ts'

export const fileSorts = ['name', 'size', 'mode', 'changed'] as const
export type FileSort = (typeof fileSorts)[number]

/** What is held of a directory. */
export interface Directory {
  /** In stored order: all of them, or the first ones of a huge directory. */
  readonly entries: readonly FileEntry[]
  /** Entries of the whole directory. */
  readonly total: number
  /** What could not be read. */
  readonly problems: readonly FileProblem[]
}

/** Whether only the first entries of a directory are held. */
export function isHuge(directory: Directory): boolean {
  return directory.total > directory.entries.length + directory.problems.length
}

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

/** Sorts what was found anywhere, by a column of its table; equal ones by their path. */
export function sortFound(entries: readonly FileEntry[], columnId: string, descending: boolean): readonly FileEntry[] {
  const sign = descending ? -1 : 1
  const compare = (a: FileEntry, b: FileEntry): number => {
    switch (columnId) {
      case 'size':
        return a.sizeBytes - b.sizeBytes
      case 'folder':
        return collator.compare(parentOf(a.path), parentOf(b.path))
      default:
        return byName(a, b)
    }
  }
  return [...entries].sort((a, b) => sign * (compare(a, b) || collator.compare(a.path, b.path)))
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
  /** Stands for the directories of a huge one that are not here; its path is that of the huge one. */
  readonly isRest: boolean
}

/** Rows of the tree that are to be seen, from what is loaded and what is unfolded. */
export function treeRows(
  directories: ReadonlyMap<string, Directory>,
  expanded: ReadonlySet<string>,
): readonly TreeRow[] {
  const rows: TreeRow[] = []
  const visit = (path: string, level: number): void => {
    const directory = directories.get(path)
    const inside = directory?.entries.filter(
      (entry) => entry.type === 'dir' || (level === 1 && entry.type === 'symlink'),
    )
    const isExpanded = expanded.has(path)
    rows.push({
      path,
      name: baseName(path),
      level,
      isExpanded,
      isLink: false,
      isLeaf: inside !== undefined && inside.length === 0,
      isRest: false,
    })
    if (!isExpanded || inside === undefined) return
    const leaf = { level: level + 1, isExpanded: false, isLeaf: true } as const
    for (const entry of [...inside].sort(byName)) {
      if (entry.type === 'dir') visit(entry.path, level + 1)
      else rows.push({ ...leaf, path: entry.path, name: baseName(entry.path), isLink: true, isRest: false })
    }
    if (directory !== undefined && isHuge(directory))
      rows.push({ ...leaf, path, name: '', isLink: false, isRest: true })
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
