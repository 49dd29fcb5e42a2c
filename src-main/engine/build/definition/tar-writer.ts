/**
 * Writes tar archives as a stream: ustar headers, GNU long names and big numbers, PAX records for extended
 * attributes. Names and targets are byte strings, one character a byte. Contents are the caller's to send.
 */

export interface TarEntry {
  readonly path: string
  readonly type: 'file' | 'dir' | 'symlink' | 'hardlink' | 'char' | 'block' | 'fifo'
  readonly mode: number
  readonly uid: number
  readonly gid: number
  /** Seconds since 1970. */
  readonly mtime: number
  readonly sizeBytes: number
  readonly target?: string | undefined
  readonly major?: number | undefined
  readonly minor?: number | undefined
  readonly xattrs?: readonly { readonly name: string; readonly valueHex: string }[]
}

const blockBytes = 512
const flags = { file: '0', hardlink: '1', symlink: '2', char: '3', block: '4', dir: '5', fifo: '6' } as const

/** The header blocks of an entry; `sizeBytes` bytes and {@link padding} follow for a file. */
export function tarHeader(entry: TarEntry): Buffer {
  const name = entry.type === 'dir' && !entry.path.endsWith('/') ? `${entry.path}/` : entry.path
  const target = entry.target ?? ''
  const before: Buffer[] = []
  if (entry.xattrs !== undefined && entry.xattrs.length > 0) before.push(special('x', paxRecords(entry.xattrs)))
  if (name.length > 100) before.push(special('L', Buffer.from(`${name}\0`, 'latin1')))
  if (target.length > 100) before.push(special('K', Buffer.from(`${target}\0`, 'latin1')))
  const size = entry.type === 'file' ? entry.sizeBytes : 0
  return Buffer.concat([...before, header(name, target, flags[entry.type], size, entry)])
}

/** What follows the contents of a file. */
export function padding(sizeBytes: number): Buffer {
  return Buffer.alloc((blockBytes - (sizeBytes % blockBytes)) % blockBytes)
}

/** The end of an archive. */
export const tarEnd: Buffer = Buffer.alloc(2 * blockBytes)

function special(flag: string, contents: Buffer): Buffer {
  const plain = { mode: 0o644, uid: 0, gid: 0, mtime: 0 }
  return Buffer.concat([header('././@LongLink', '', flag, contents.length, plain), contents, padding(contents.length)])
}

function header(
  name: string,
  target: string,
  flag: string,
  sizeBytes: number,
  entry: Pick<TarEntry, 'mode' | 'uid' | 'gid' | 'mtime' | 'major' | 'minor'>,
): Buffer {
  const block = Buffer.alloc(blockBytes)
  block.write(name.slice(0, 100), 0, 'latin1')
  number(block, 100, 8, entry.mode)
  number(block, 108, 8, entry.uid)
  number(block, 116, 8, entry.gid)
  number(block, 124, 12, sizeBytes)
  number(block, 136, 12, entry.mtime)
  block.write('        ', 148, 'latin1')
  block.write(flag, 156, 'latin1')
  block.write(target.slice(0, 100), 157, 'latin1')
  block.write('ustar  \0', 257, 'latin1')
  number(block, 329, 8, entry.major ?? 0)
  number(block, 337, 8, entry.minor ?? 0)
  const sum = block.reduce((total, byte) => total + byte, 0)
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
  return block
}

/** Octal text while it fits, else a binary number with its first bit set. */
function number(block: Buffer, at: number, length: number, value: number): void {
  const octal = value.toString(8)
  if (octal.length < length) {
    block.write(octal.padStart(length - 1, '0'), at, 'latin1')
    return
  }
  let rest = BigInt(value)
  for (let place = at + length - 1; place > at; place -= 1) {
    block[place] = Number(rest & 0xffn)
    rest >>= 8n
  }
  block[at] = 0x80
}

function paxRecords(xattrs: NonNullable<TarEntry['xattrs']>): Buffer {
  return Buffer.concat(
    xattrs.map(({ name, valueHex }) => {
      const body = Buffer.concat([
        Buffer.from(` SCHILY.xattr.${name}=`, 'latin1'),
        Buffer.from(valueHex, 'hex'),
        Buffer.from('\n'),
      ])
      // The length counts its own digits.
      let length = body.length + 1
      while (String(length).length + body.length !== length) length = String(length).length + body.length
      return Buffer.concat([Buffer.from(String(length)), body])
    }),
  )
}
