/**
 * A finished root as an archive that can be merged like a layer: that of a squashfs, or that of a folder on
 * this computer. Nothing is left out without a word.
 */
import { createReadStream, type Stats } from 'node:fs'
import { lstat, readdir, readlink } from 'node:fs/promises'
import { join } from 'node:path'
import { failure } from '../../../../src-shared/text/errors/index.ts'
import { textOfWire } from '../../files/byte-text.ts'
import type { Warn } from '../container/add-metadata.ts'
import type { RootEntry, RootReader } from './root-reader.ts'
import { padding, tarEnd, tarHeader } from './tar-writer.ts'

/** @param warn told of sockets, which archives cannot hold */
export async function* archiveOfImage(reader: RootReader, warn: Warn): AsyncGenerator<Uint8Array> {
  const firstNames = new Map<number, string>()
  const root = await reader.stat('/', false)
  if (root !== null) yield tarHeader({ ...tarFacts(root), path: './' })
  for await (const entry of reader.walk('/')) {
    const path = entry.path.replace(/^\/+/, '')
    if (entry.type === 'socket') {
      warn('specialLeftOut', { path: textOfWire(entry.path), kind: 'socket' })
      continue
    }
    const first = entry.type === 'file' && entry.links > 1 ? firstNames.get(entry.inode) : undefined
    if (first !== undefined) {
      yield tarHeader({ ...tarFacts(entry), path, type: 'hardlink', target: first })
      continue
    }
    if (entry.type === 'file') firstNames.set(entry.inode, path)
    const xattrs = entry.hasXattrs === true ? await reader.xattrs(entry.path) : []
    yield tarHeader({ ...tarFacts(entry), path, xattrs })
    if (entry.type !== 'file') continue
    yield* reader.read(entry.path)
    yield padding(entry.sizeBytes)
  }
  yield tarEnd
}

function tarFacts({ type, mode, uid, gid, mtime, sizeBytes, target, major, minor }: RootEntry) {
  const kind = type === 'socket' ? ('fifo' as const) : type
  return { type: kind, mode: Number.parseInt(mode, 8), uid, gid, mtime, sizeBytes, target, major, minor }
}

/**
 * A folder with everything below it.
 * @param signal ends it
 */
export async function* archiveOfFolder(folder: string, warn: Warn, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const firstNames = new Map<string, string>()
  const pending: { readonly path: string; readonly name: string }[] = [{ path: folder, name: './' }]
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    signal.throwIfAborted()
    const { path, name } = next
    const facts = await lstat(path)
    yield* folderEntry(path, name, facts, firstNames, warn)
    if (!facts.isDirectory()) continue
    const names = (await readdir(path, { encoding: 'buffer' })).map((child) => child.toString('latin1')).sort()
    for (const child of names.reverse()) {
      const childPath = join(path, textOfWire(child))
      pending.push({ path: childPath, name: name === './' ? child : `${name}/${child}` })
    }
  }
  yield tarEnd
}

async function* folderEntry(
  path: string,
  name: string,
  facts: Stats,
  firstNames: Map<string, string>,
  warn: Warn,
): AsyncGenerator<Uint8Array> {
  const { uid, gid, size } = facts
  const common = {
    path: name,
    mode: facts.mode & 0o7777,
    uid,
    gid,
    mtime: Math.floor(facts.mtimeMs / 1000),
    sizeBytes: 0,
  }
  if (facts.isDirectory()) yield tarHeader({ ...common, type: 'dir' })
  else if (facts.isSymbolicLink()) {
    const target = (await readlink(path, { encoding: 'buffer' })).toString('latin1')
    yield tarHeader({ ...common, type: 'symlink', target })
  } else if (facts.isFIFO()) yield tarHeader({ ...common, type: 'fifo' })
  else if (facts.isCharacterDevice() || facts.isBlockDevice()) {
    const { major, minor } = deviceNumbers(facts.rdev)
    yield tarHeader({ ...common, type: facts.isBlockDevice() ? 'block' : 'char', major, minor })
  } else if (facts.isFile()) {
    const inode = `${facts.dev}:${facts.ino}`
    const first = facts.nlink > 1 ? firstNames.get(inode) : undefined
    if (first !== undefined) {
      yield tarHeader({ ...common, type: 'hardlink', target: first })
      return
    }
    firstNames.set(inode, name)
    yield tarHeader({ ...common, type: 'file', sizeBytes: size })
    yield* exactly(path, size)
    yield padding(size)
  } else warn('specialLeftOut', { path, kind: 'socket' })
}

/** As many bytes of a file as were announced. @throws AppFailure FILE_CHANGED_UNDERNEATH when it became shorter */
export async function* exactly(path: string, sizeBytes: number): AsyncGenerator<Uint8Array> {
  if (sizeBytes === 0) return
  let left = sizeBytes
  for await (const chunk of createReadStream(path, { end: sizeBytes - 1, highWaterMark: 1 << 20 })) {
    left -= (chunk as Buffer).length
    yield chunk as Buffer
  }
  if (left > 0) throw failure('FILE_CHANGED_UNDERNEATH', { path })
}

/** The numbers of a device as Linux packs them. */
export function deviceNumbers(device: number): { readonly major: number; readonly minor: number } {
  const packed = BigInt(device)
  const major = ((packed >> 8n) & 0xfffn) | ((packed >> 32n) & 0xfffff000n)
  const minor = (packed & 0xffn) | ((packed >> 12n) & 0xffffff00n)
  return { major: Number(major), minor: Number(minor) }
}
