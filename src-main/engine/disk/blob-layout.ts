/**
 * The layer cache: an OCI layout whose index is only a hint. Tells what each blob is from the manifests
 * and indexes among them. Reads small JSON files only, and believes nothing they say about sizes.
 */
import { lstat } from 'node:fs/promises'
import { join } from 'node:path'
import type { BlobIndexEntry, BlobKind, CacheProblem } from '../../../src-shared/model/disk.ts'
import { openQuietly } from './quiet-reading.ts'
import type { CacheFile, CacheReading } from './read-cache.ts'

/** Registries take no larger manifests. */
const mostDocumentBytes = 4 * 1024 * 1024
/** A line for each conversion ever made: large in old caches, but not larger than this. */
const mostIndexBytes = 32 * 1024 * 1024
const mostIndexEntries = 100_000

/** Reads `index.json`; a missing one is an empty one. */
export async function readBlobIndex(
  layout: string,
  onProblem: (problem: CacheProblem) => void,
): Promise<readonly BlobIndexEntry[]> {
  const path = join(layout, 'index.json')
  const info = await lstat(path).catch(() => null)
  if (info === null) return []
  const document = info.isFile() ? await readDocument(path, mostIndexBytes) : undefined
  const manifests = listIn(document, 'manifests')
  if (manifests === null) {
    onProblem({ path, kind: info.isSymbolicLink() ? 'link' : 'malformed' })
    return []
  }
  const present = new Map<string, boolean>()
  const entries: BlobIndexEntry[] = []
  for (const descriptor of manifests.slice(0, mostIndexEntries)) {
    const digest = textIn(descriptor, 'digest')
    const size = isRecord(descriptor) ? descriptor.size : undefined
    if (digest === null) continue
    let isPresent = present.get(digest)
    if (isPresent === undefined) {
      isPresent = await hasBlob(layout, digest)
      present.set(digest, isPresent)
    }
    entries.push({ digest, sizeBytes: typeof size === 'number' && size >= 0 ? size : 0, isPresent })
  }
  return entries
}

async function hasBlob(layout: string, digest: string): Promise<boolean> {
  const hex = /^sha256:([0-9a-f]{64})$/.exec(digest)?.[1]
  if (hex === undefined) return false
  const info = await lstat(join(layout, 'blobs', 'sha256', hex)).catch(() => null)
  return info?.isFile() ?? false
}

/** Hands on each blob with what it is. Configurations and layers are known by the manifests that name them. */
export async function withBlobKinds(
  files: AsyncIterable<CacheFile>,
  signal: AbortSignal,
  reading: CacheReading,
): Promise<void> {
  const rest: { readonly file: CacheFile; readonly document: unknown }[] = []
  const named = new Map<string, BlobKind>()
  for await (const file of files) {
    signal.throwIfAborted()
    const document =
      file.info.size <= mostDocumentBytes ? await readDocument(file.entry.path, mostDocumentBytes) : undefined
    const layers = listIn(document, 'layers')
    const config = isRecord(document) ? document.config : undefined
    if (layers !== null && isRecord(config)) {
      const configDigest = textIn(config, 'digest')
      if (configDigest !== null) named.set(configDigest, 'config')
      for (const layer of layers) {
        const digest = textIn(layer, 'digest')
        if (digest !== null) named.set(digest, 'layer')
      }
      await reading.onFile(withKind(file, 'manifest'))
    } else if (listIn(document, 'manifests') !== null) await reading.onFile(withKind(file, 'index'))
    else rest.push({ file, document: isRecord(document) && isRecord(document.rootfs) ? 'config' : null })
  }
  for (const { file, document } of rest) {
    const kind = named.get(`sha256:${file.entry.name}`) ?? (document === 'config' ? 'config' : 'other')
    await reading.onFile(withKind(file, kind))
  }
}

function withKind(file: CacheFile, blobKind: BlobKind): CacheFile {
  return { ...file, entry: { ...file.entry, blobKind } }
}

/** @returns undefined for what is no JSON, larger than the limit, or cannot be read */
async function readDocument(path: string, mostBytes: number): Promise<unknown> {
  try {
    const handle = await openQuietly(path)
    try {
      const first = Buffer.alloc(1)
      await handle.read(first, 0, 1, 0)
      const { size } = await handle.stat()
      // Layers are looked at no further than their first byte.
      if (first.toString() !== '{' || size > mostBytes) return undefined
      const bytes = Buffer.alloc(size)
      const { bytesRead } = await handle.read(bytes, 0, size, 0)
      return JSON.parse(bytes.subarray(0, bytesRead).toString('utf8'))
    } finally {
      await handle.close()
    }
  } catch {
    return undefined
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function listIn(value: unknown, name: string): readonly unknown[] | null {
  const list = isRecord(value) ? value[name] : undefined
  return Array.isArray(list) ? list : null
}

function textIn(value: unknown, name: string): string | null {
  const text = isRecord(value) ? value[name] : undefined
  return typeof text === 'string' ? text : null
}
