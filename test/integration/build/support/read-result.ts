/** Reads a SIF as the expectations of the shared conversions describe one: header, objects, every entry of its root. */
import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { HelperClient } from '../../../../src-main/engine/files/helper-client.ts'
import { findHelper } from '../../../../src-main/engine/files/helper-path.ts'
import { findFileSystem } from '../../../../src-main/engine/files/partition.ts'
import { withSif } from '../../../../src-main/engine/sif/read.ts'

export interface ResultEntry {
  readonly path: string
  readonly type: string
  readonly mode: string
  readonly uid: number
  readonly gid: number
  readonly mtime: number
  readonly size?: number
  readonly sha256?: string
  readonly target?: string
  readonly device?: string
  readonly hardlinkOf?: string
  readonly xattrsHex?: Readonly<Record<string, string>>
}

export interface ResultFile {
  readonly entries: ReadonlyMap<string, ResultEntry>
  readonly descriptors: readonly Readonly<Record<string, unknown>>[]
  readonly header: Readonly<Record<string, unknown>>
  /** Bytes of each object but the partition, by type or name. */
  readonly objects: ReadonlyMap<string, Buffer>
  text(path: string): string | null
}

interface WireEntry {
  readonly path: string
  readonly type: string
  readonly mode: string
  readonly uid: number
  readonly gid: number
  readonly mtime: number
  readonly sizeBytes: number
  readonly inode: number
  readonly links: number
  readonly target?: string
  readonly major?: number
  readonly minor?: number
  readonly hasXattrs?: boolean
  readonly sha256?: string
}

const typeNames: Readonly<Record<string, string>> = {
  Deffile: 'definition',
  GenericJSON: 'generic-json',
  Partition: 'partition',
}

/** A wire string, one character a byte, as text when it is UTF-8, else as it is. */
export function textOf(wire: string): string {
  const bytes = Buffer.from(wire, 'latin1')
  const text = bytes.toString('utf8')
  return Buffer.from(text, 'utf8').equals(bytes) ? text : wire
}

export async function readResult(path: string): Promise<ResultFile> {
  const { header, descriptors, objects } = await withSif(path, async (file) => {
    const { structure } = file
    const contents = new Map<string, Buffer>()
    for (const object of structure.objects) {
      if (object.type === 'Partition') continue
      const { bytes } = await file.readObject(object, { maxBytes: 1 << 24 })
      contents.set(object.name === '' ? object.type : object.name, Buffer.from(bytes))
    }
    return {
      header: {
        arch: structure.header.architecture,
        total: structure.header.descriptorsTotal,
        free: structure.header.descriptorsFree,
      },
      descriptors: structure.objects.map(({ id, type, groupId, linkedId, name, sizeBytes, detail }) => ({
        id,
        type: typeNames[type] ?? type,
        group: groupId,
        link: linkedId ?? 0,
        name,
        size: sizeBytes,
        ...(detail.kind === 'partition'
          ? { fs: detail.fileSystem.toLowerCase(), part: detail.partitionType, arch: detail.architecture }
          : {}),
      })),
      objects: contents,
    }
  })
  const { entries, texts } = await readRoot(path)
  return { header, descriptors, objects, entries, text: (name) => texts.get(name) ?? null }
}

/** Every entry of a root, in a SIF or in a file of its own. */
export async function readEntries(path: string): Promise<ReadonlyMap<string, ResultEntry>> {
  return (await readRoot(path)).entries
}

async function readRoot(path: string) {
  const handle = await open(path, 'r')
  const { offset, sizeBytes } = await findFileSystem(path, handle)
  const client = HelperClient.start({
    program: findHelper() ?? '',
    args: ['serve', '--offset', String(offset), '--size', String(sizeBytes)],
    descriptors: [handle.fd],
    shownAs: path,
  })
  const collect = async (op: string, members: Readonly<Record<string, unknown>>): Promise<WireEntry[]> => {
    const all: WireEntry[] = []
    for await (const frame of client.ask({ op, members })) {
      if (frame.type === 'entries') all.push(...(frame.members.entries as WireEntry[]))
    }
    return all
  }
  const end = async (op: string, members: Readonly<Record<string, unknown>>) => {
    const frames = client.ask({ op, members })
    for (;;) {
      const { done, value } = await frames.next()
      if (done) return value
    }
  }
  try {
    const walked = [
      { ...((await end('stat', { path: '/' })).entry as WireEntry), path: '/' },
      ...(await collect('walk', { path: '/' })),
    ]
    const hashes = new Map((await collect('hash', { path: '/' })).map(({ path: name, sha256 }) => [name, sha256]))
    const firstNames = new Map<number, string>()
    for (const { inode, path: name } of [...walked].sort((a, b) => (a.path < b.path ? -1 : 1))) {
      if (!firstNames.has(inode)) firstNames.set(inode, name)
    }
    const entries = new Map<string, ResultEntry>()
    const texts = new Map<string, string>()
    for (const entry of walked) {
      const name = textOf(entry.path)
      const xattrs = entry.hasXattrs ? ((await end('stat', { path: entry.path })).xattrs as WireXattr[]) : []
      entries.set(name, {
        path: name,
        type: entry.type,
        mode: entry.mode,
        uid: entry.uid,
        gid: entry.gid,
        mtime: entry.mtime,
        ...(entry.type === 'file' ? { size: entry.sizeBytes, sha256: hashes.get(entry.path) ?? '' } : {}),
        ...(entry.type === 'file' && entry.links > 1 ? { hardlinkOf: textOf(firstNames.get(entry.inode) ?? '') } : {}),
        ...(entry.target === undefined ? {} : { target: textOf(entry.target) }),
        ...(entry.major === undefined ? {} : { device: `${entry.major}:${entry.minor}` }),
        ...(xattrs.length === 0 ? {} : { xattrsHex: Object.fromEntries(xattrs.map((x) => [x.name, x.valueHex])) }),
      })
      if (entry.type === 'file' && /^\/(?:\.singularity\.d|scif)\//.test(name)) {
        const pieces: Buffer[] = []
        for await (const frame of client.ask({ op: 'read', members: { path: entry.path } })) {
          if (frame.data !== null) pieces.push(frame.data)
        }
        texts.set(name, Buffer.concat(pieces).toString('utf8'))
      }
    }
    return { entries, texts }
  } finally {
    await client.close()
    await handle.close()
  }
}

interface WireXattr {
  readonly name: string
  readonly valueHex: string
}

export function sha256(text: string | Uint8Array): string {
  return createHash('sha256').update(text).digest('hex')
}
