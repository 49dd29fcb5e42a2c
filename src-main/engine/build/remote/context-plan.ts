/**
 * Which files leave this computer for a remote build: those that `%files` names, with every directory above them,
 * links followed, each once. It reads no contents and sends nothing. Source: services reference, 4.3.
 */
import { readdir, realpath, stat } from 'node:fs/promises'
import { dirname, join, resolve, sep } from 'node:path'
import { failure } from '../../../../src-shared/text/errors/index.ts'
import { mapParallel } from '../../library/parallel.ts'
import { hostTree } from '../definition/copy-host.ts'
import { expand } from '../definition/glob.ts'

export interface ContextEntry {
  /** Below the root of the file system, without a slash in front; as the service sees it. */
  readonly name: string
  readonly kind: 'file' | 'dir'
  /** On this computer. */
  readonly path: string
  readonly sizeBytes: number
  readonly mode: number
  /** Where links lead to whose contents are sent; null for what is where it seems to be. */
  readonly leadsTo: string | null
}

export interface ContextPlan {
  /** By name, so that the same files always make the same archive. */
  readonly entries: readonly ContextEntry[]
  readonly fileCount: number
  /** Of the files, as they are here. */
  readonly sizeBytes: number
}

const mostEntries = 100_000

/**
 * @param sources as the definition has them
 * @param folder where relative ones begin
 * @throws AppFailure BUILD_FILES_MISSING, BUILD_UPLOAD_SPECIAL, BUILD_UPLOAD_LOOP, BUILD_UPLOAD_TOO_MANY; system errors
 */
export async function planContext(
  sources: readonly string[],
  folder: string,
  signal: AbortSignal,
): Promise<ContextPlan> {
  const entries = new Map<string, ContextEntry>()
  // The folder itself may be reached by a link, which is no surprise to who works there.
  const place: Place = { folder, realFolder: await realpath(folder).catch(() => folder) }
  for (const source of sources) {
    const paths = await expand(hostTree(folder), source, 'singularity', process.env)
    if (paths.length === 0) throw failure('BUILD_FILES_MISSING', { source })
    for (const path of paths) await addSource(entries, resolve(folder, path), place, signal)
  }
  const all = [...entries.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
  const files = all.filter(({ kind }) => kind === 'file')
  const sizeBytes = files.reduce((sum, file) => sum + file.sizeBytes, 0)
  return { entries: all, fileCount: files.length, sizeBytes }
}

/** A path of this computer as a service on Linux sees it. */
export function remotePath(path: string): string {
  if (process.platform !== 'win32') return path
  return `/${path.replace(/^([A-Za-z]):/, '$1').replace(/\\/g, '/')}`.replace(/^\/+/, '/')
}

function nameOf(path: string): string {
  return remotePath(path).replace(/^\/+/, '')
}

interface Place {
  readonly folder: string
  readonly realFolder: string
}

async function addSource(
  entries: Map<string, ContextEntry>,
  path: string,
  place: Place,
  signal: AbortSignal,
): Promise<void> {
  const above: string[] = []
  for (let folder = dirname(path); nameOf(folder) !== '' && folder !== dirname(folder); folder = dirname(folder)) {
    above.unshift(folder)
  }
  for (const folder of above) {
    if (entries.has(nameOf(folder))) continue
    const { mode } = await stat(folder)
    const name = nameOf(folder)
    entries.set(name, { name, kind: 'dir', path: folder, sizeBytes: 0, mode: mode & 0o777, leadsTo: null })
  }
  await addTree(entries, { path, real: await realPath(path), within: [] }, place, signal)
}

interface Found {
  readonly path: string
  /** Where links on the way to it lead. */
  readonly real: string
  /** The directories that it is in, as the system knows them. */
  readonly within: readonly string[]
}

async function addTree(
  entries: Map<string, ContextEntry>,
  { path, real, within }: Found,
  place: Place,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted()
  const facts = await stat(path).catch(missing(path))
  const name = nameOf(path)
  const mode = facts.mode & 0o777
  if (facts.isFile()) {
    const leadsTo = real === seemingPlace(path, place) ? null : real
    entries.set(name, { name, kind: 'file', path, sizeBytes: facts.size, mode, leadsTo })
  } else if (facts.isDirectory()) {
    const identity = `${facts.dev}:${facts.ino}`
    // A link to a directory above it would go on for ever.
    if (within.includes(identity)) throw failure('BUILD_UPLOAD_LOOP', { path })
    if (name !== '') entries.set(name, { name, kind: 'dir', path, sizeBytes: 0, mode, leadsTo: null })
    const children = await readdir(path, { withFileTypes: true })
    await mapParallel(children, 8, async (child) => {
      const below = join(path, child.name)
      // Only links lead elsewhere; asking for each file would take longer than all the rest.
      const realBelow = child.isSymbolicLink() ? await realPath(below) : join(real, child.name)
      await addTree(entries, { path: below, real: realBelow, within: [...within, identity] }, place, signal)
    })
  } else throw failure('BUILD_UPLOAD_SPECIAL', { path })
  if (entries.size > mostEntries) throw failure('BUILD_UPLOAD_TOO_MANY', { most: mostEntries })
}

/** Where a path would be without links below the folder; who agrees to a file has to know when it is another one. */
function seemingPlace(path: string, { folder, realFolder }: Place): string {
  return path.startsWith(`${folder}${sep}`) ? `${realFolder}${path.slice(folder.length)}` : path
}

function realPath(path: string): Promise<string> {
  return realpath(path).catch(missing(path))
}

function missing(path: string): (error: unknown) => never {
  return (error) => {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    throw isMissing ? failure('BUILD_FILES_MISSING', { source: path }) : error
  }
}
