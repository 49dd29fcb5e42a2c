/**
 * Packs a small tree into an uncompressed squashfs 4.0 file system, in memory and always the same
 * for the same tree. For demo images only: no fragments, no extended attributes, no hard links, no devices.
 *
 *   superblock (96) | file data | inode table | directory table | id table
 *
 * Tables are chains of blocks of 8 KiB, each behind a 16-bit length whose top bit says "not compressed".
 */

export type TreeNode =
  | { readonly kind: 'file'; readonly data: Uint8Array; readonly mode?: number }
  | { readonly kind: 'link'; readonly target: string }
  | { readonly kind: 'folder'; readonly entries: ReadonlyMap<string, TreeNode>; readonly mode?: number }

const blockSize = 131_072
const metadataBytes = 8192
const uncompressed = 0x8000
const uncompressedData = 1 << 24
const nothing = 0xffffffffffffffffn
/** Uncompressed inodes, data, fragments and ids; no fragments; no extended attributes. */
const flags = 0x0001 | 0x0002 | 0x0008 | 0x0010 | 0x0200 | 0x0800

const inodeTypes = { folder: 1, file: 2, link: 3 } as const

interface Written {
  readonly kind: TreeNode['kind']
  readonly number: number
  /** Position in the inode table without its block headers. */
  readonly at: number
}

/**
 * @param root a folder
 * @param time modification time of everything in it
 */
export function packSquashfs(root: TreeNode, time: Date): Buffer {
  const packer = new Packer(Math.floor(time.getTime() / 1000))
  return packer.pack(root)
}

class Packer {
  readonly #seconds: number
  readonly #data: Buffer[] = []
  readonly #inodes: Buffer[] = []
  readonly #folders: Buffer[] = []
  #dataBytes = 96
  #inodeBytes = 0
  #folderBytes = 0
  #lastNumber = 0

  constructor(seconds: number) {
    this.#seconds = seconds
  }

  pack(root: TreeNode): Buffer {
    const total = countNodes(root)
    const top = this.#node(root, total + 1)
    const inodes = metadata(Buffer.concat(this.#inodes))
    const folders = metadata(Buffer.concat(this.#folders))
    const ids = metadata(Buffer.alloc(4))
    const inodeStart = this.#dataBytes
    const folderStart = inodeStart + inodes.length
    const idBlock = folderStart + folders.length
    const idStart = idBlock + ids.length
    const idPointers = Buffer.alloc(8)
    idPointers.writeBigUInt64LE(BigInt(idBlock))
    const bytesUsed = idStart + idPointers.length

    const superblock = Buffer.alloc(96)
    superblock.writeUInt32LE(0x73717368, 0)
    superblock.writeUInt32LE(this.#lastNumber, 4)
    superblock.writeUInt32LE(this.#seconds, 8)
    superblock.writeUInt32LE(blockSize, 12)
    superblock.writeUInt16LE(1, 20) // compressor: gzip, which nothing here uses
    superblock.writeUInt16LE(17, 22)
    superblock.writeUInt16LE(flags, 24)
    superblock.writeUInt16LE(1, 26) // one id: root
    superblock.writeUInt16LE(4, 28)
    superblock.writeBigUInt64LE(reference(top.at), 32)
    superblock.writeBigUInt64LE(BigInt(bytesUsed), 40)
    superblock.writeBigUInt64LE(BigInt(idStart), 48)
    superblock.writeBigUInt64LE(nothing, 56)
    superblock.writeBigUInt64LE(BigInt(inodeStart), 64)
    superblock.writeBigUInt64LE(BigInt(folderStart), 72)
    superblock.writeBigUInt64LE(nothing, 80)
    superblock.writeBigUInt64LE(nothing, 88)
    const whole = Buffer.concat([superblock, ...this.#data, inodes, folders, ids, idPointers])
    // Loop devices read whole pages.
    return Buffer.concat([whole, Buffer.alloc((4096 - (whole.length % 4096)) % 4096)])
  }

  /** Writes a node and everything below it; children first, because parents point to them. */
  #node(node: TreeNode, parentNumber: number): Written {
    switch (node.kind) {
      case 'file':
        return this.#file(node.data, node.mode ?? 0o644)
      case 'link':
        return this.#link(node.target)
      case 'folder':
        return this.#folder(node.entries, node.mode ?? 0o755, parentNumber)
    }
  }

  #file(data: Uint8Array, mode: number): Written {
    const start = this.#dataBytes
    const sizes: number[] = []
    for (let at = 0; at < data.length; at += blockSize) {
      const block = data.subarray(at, at + blockSize)
      sizes.push(block.length | uncompressedData)
      this.#data.push(Buffer.from(block))
      this.#dataBytes += block.length
    }
    const body = Buffer.alloc(16 + 4 * sizes.length)
    body.writeUInt32LE(data.length === 0 ? 0 : start, 0)
    body.writeUInt32LE(0xffffffff, 4) // no fragment
    body.writeUInt32LE(data.length, 12)
    for (const [index, size] of sizes.entries()) body.writeUInt32LE(size, 16 + 4 * index)
    return this.#inode('file', mode, body)
  }

  #link(target: string): Written {
    const text = Buffer.from(target)
    const body = Buffer.alloc(8)
    body.writeUInt32LE(1, 0)
    body.writeUInt32LE(text.length, 4)
    return this.#inode('link', 0o777, Buffer.concat([body, text]))
  }

  #folder(entries: ReadonlyMap<string, TreeNode>, mode: number, parentNumber: number): Written {
    const sorted = [...entries].sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    // The number is taken before the children's, so that they can name their parent.
    const number = ++this.#lastNumber
    const children = sorted.map(([name, child]) => ({ name, written: this.#node(child, number) }))
    const listing = Buffer.concat(runs(children).map(listRun))
    const at = this.#folderBytes
    this.#folders.push(listing)
    this.#folderBytes += listing.length
    const body = Buffer.alloc(16)
    body.writeUInt32LE(blockStart(at), 0)
    body.writeUInt32LE(2 + sorted.filter(([, child]) => child.kind === 'folder').length, 4)
    body.writeUInt16LE(listing.length + 3, 8)
    body.writeUInt16LE(at % metadataBytes, 10)
    body.writeUInt32LE(parentNumber, 12)
    return this.#inode('folder', mode, body, number)
  }

  #inode(kind: TreeNode['kind'], mode: number, body: Buffer, number = ++this.#lastNumber): Written {
    const header = Buffer.alloc(16)
    header.writeUInt16LE(inodeTypes[kind], 0)
    header.writeUInt16LE(mode, 2)
    header.writeUInt32LE(this.#seconds, 8)
    header.writeUInt32LE(number, 12)
    const at = this.#inodeBytes
    this.#inodes.push(header, body)
    this.#inodeBytes += header.length + body.length
    return { kind, number, at }
  }
}

interface Child {
  readonly name: string
  readonly written: Written
}

/** Entries of one run share a block of the inode table, and there are at most 256 of them. */
function runs(children: readonly Child[]): readonly (readonly Child[])[] {
  const result: Child[][] = []
  for (const child of children) {
    const run = result.at(-1)
    const first = run?.[0]
    const fits = run && first && run.length < 256 && blockStart(first.written.at) === blockStart(child.written.at)
    if (fits) run.push(child)
    else result.push([child])
  }
  return result
}

function listRun(run: readonly Child[]): Buffer {
  const [first] = run
  if (!first) return Buffer.alloc(0)
  const header = Buffer.alloc(12)
  header.writeUInt32LE(run.length - 1, 0)
  header.writeUInt32LE(blockStart(first.written.at), 4)
  header.writeUInt32LE(first.written.number, 8)
  const entries = run.map(({ name, written }) => {
    const text = Buffer.from(name)
    const entry = Buffer.alloc(8)
    entry.writeUInt16LE(written.at % metadataBytes, 0)
    entry.writeInt16LE(written.number - first.written.number, 2)
    entry.writeUInt16LE(inodeTypes[written.kind], 4)
    entry.writeUInt16LE(text.length - 1, 6)
    return Buffer.concat([entry, text])
  })
  return Buffer.concat([header, ...entries])
}

function countNodes(node: TreeNode): number {
  if (node.kind !== 'folder') return 1
  return [...node.entries.values()].reduce((sum, child) => sum + countNodes(child), 1)
}

/** Where the block that holds a position begins, counted with the block headers before it. */
function blockStart(position: number): number {
  return Math.floor(position / metadataBytes) * (metadataBytes + 2)
}

function reference(position: number): bigint {
  return (BigInt(blockStart(position)) << 16n) | BigInt(position % metadataBytes)
}

function metadata(bytes: Buffer): Buffer {
  const blocks: Buffer[] = []
  for (let at = 0; at < bytes.length; at += metadataBytes) {
    const block = bytes.subarray(at, at + metadataBytes)
    const header = Buffer.alloc(2)
    header.writeUInt16LE(block.length | uncompressed)
    blocks.push(header, block)
  }
  return Buffer.concat(blocks)
}

/** Makes a tree from paths; folders in between are made. Later paths replace earlier ones. */
export function treeOf(files: Readonly<Record<string, Exclude<TreeNode, { kind: 'folder' }> | null>>): TreeNode {
  const root = new Map<string, TreeNode>()
  for (const [path, node] of Object.entries(files)) {
    const names = path.split('/').filter((name) => name !== '')
    let folder = root
    for (const name of node === null ? names : names.slice(0, -1)) {
      const known = folder.get(name)
      const entries = known?.kind === 'folder' ? (known.entries as Map<string, TreeNode>) : new Map<string, TreeNode>()
      folder.set(name, { kind: 'folder', entries })
      folder = entries
    }
    const last = names.at(-1)
    if (node !== null && last !== undefined) folder.set(last, node)
  }
  return { kind: 'folder', entries: root }
}
