/**
 * Which files leave this computer for a remote build: those that `%files` names, with every directory above them,
 * links followed, each once. It reads no contents and sends nothing. Source: services reference, 4.3.
 */
import { readdir, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { failure } from '../../../../src-shared/text/errors/index.ts'
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
  for (const source of sources) {
    const paths = await expand(hostTree(folder), source, 'singularity', process.env)
    if (paths.length === 0) throw failure('BUILD_FILES_MISSING', { source })
    for (const path of paths) await addSource(entries, resolve(folder, path), signal)
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

async function addSource(entries: Map<string, ContextEntry>, path: string, signal: AbortSignal): Promise<void> {
  const above: string[] = []
  for (let folder = dirname(path); nameOf(folder) !== '' && folder !== dirname(folder); folder = dirname(folder)) {
    above.unshift(folder)
  }
  for (const folder of above) {
    if (entries.has(nameOf(folder))) continue
    const { mode } = await stat(folder)
    const name = nameOf(folder)
    entries.set(name, { name, kind: 'dir', path: folder, sizeBytes: 0, mode: mode & 0o777 })
  }
  await addTree(entries, path, [], signal)
}

/** @param within the directories that it is in, as the system knows them */
async function addTree(
  entries: Map<string, ContextEntry>,
  path: string,
  within: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted()
  const facts = await stat(path).catch((error: unknown) => {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    throw isMissing ? failure('BUILD_FILES_MISSING', { source: path }) : error
  })
  const name = nameOf(path)
  const mode = facts.mode & 0o777
  if (facts.isFile()) entries.set(name, { name, kind: 'file', path, sizeBytes: facts.size, mode })
  else if (facts.isDirectory()) {
    const identity = `${facts.dev}:${facts.ino}`
    // A link to a directory above it would go on for ever.
    if (within.includes(identity)) throw failure('BUILD_UPLOAD_LOOP', { path })
    if (name !== '') entries.set(name, { name, kind: 'dir', path, sizeBytes: 0, mode })
    for (const child of (await readdir(path)).sort()) {
      await addTree(entries, join(path, child), [...within, identity], signal)
    }
  } else throw failure('BUILD_UPLOAD_SPECIAL', { path })
  if (entries.size > mostEntries) throw failure('BUILD_UPLOAD_TOO_MANY', { most: mostEntries })
}
