/** What `%files` would take from this computer: whether it is there and how much it is. It reads no contents. */
import type { Stats } from 'node:fs'
import { opendir, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { FolderFile } from '../../../../src-shared/contract/build.ts'
import type { FileList } from '../../../../src-shared/definition/meaning.ts'
import type { Builder } from '../container/builder.ts'
import { hostTree } from './copy-host.ts'
import { expand } from './glob.ts'

/** Further entries of a source are not counted. */
const mostEntries = 100_000

/** @returns sources that fit nothing, as they are written */
export async function missingSources(
  lists: readonly FileList[],
  folder: string,
  builder: Builder,
): Promise<readonly string[]> {
  const sources = lists.flatMap(({ copyFrom, items }) => (copyFrom.kind === 'host' ? items.map(({ src }) => src) : []))
  const missing = new Set<string>()
  for (const source of sources) {
    if (source !== '' && (await expandSource(source, folder, builder)).length === 0) missing.add(source)
  }
  return [...missing]
}

function expandSource(source: string, folder: string, builder: Builder): Promise<readonly string[]> {
  return expand(hostTree(folder), source, builder, process.env)
}

/** How much a source of `%files` is, with everything below it, links followed as a build would. */
export async function measureSource(source: string, folder: string, signal: AbortSignal): Promise<FolderFile> {
  const paths = (await expandSource(source, folder, 'singularity')).map((path) => resolve(folder, path))
  const state = { sizeBytes: 0, fileCount: 0, entries: 0 }
  let hasFolder = paths.length > 1
  for (const path of paths) {
    const info = await stat(path).catch(() => null)
    if (info?.isDirectory() === true) hasFolder = true
    if (info !== null) await measure(path, info, state, signal)
  }
  const { sizeBytes, fileCount, entries } = state
  const kind = paths.length === 0 ? 'missing' : hasFolder ? 'folder' : 'file'
  return { path: source, kind, sizeBytes, fileCount, isComplete: entries < mostEntries }
}

interface Counted {
  sizeBytes: number
  fileCount: number
  entries: number
}

async function measure(path: string, info: Stats, counted: Counted, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  counted.entries += 1
  if (!info.isDirectory()) {
    counted.fileCount += 1
    counted.sizeBytes += info.size
    return
  }
  const directory = await opendir(path).catch(() => null)
  if (directory === null) return
  for await (const { name } of directory) {
    // A link to a folder above it would go on for ever.
    if (counted.entries >= mostEntries) return
    const inner = await stat(join(path, name)).catch(() => null)
    if (inner !== null) await measure(join(path, name), inner, counted, signal)
  }
}
