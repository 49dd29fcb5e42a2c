/** Type and permissions of a file as people who know `ls -l` read them. */

export type FileType = 'file' | 'dir' | 'symlink' | 'char' | 'block' | 'fifo' | 'socket'

const typeLetters: Readonly<Record<FileType, string>> = {
  file: '-',
  dir: 'd',
  symlink: 'l',
  char: 'c',
  block: 'b',
  fifo: 'p',
  socket: 's',
}

/** Like `-rwsr-xr-x`; a mode that is not octal is given back as it is. */
export function modeText(entry: { readonly type: FileType; readonly mode: string }): string {
  const bits = Number.parseInt(entry.mode, 8)
  if (Number.isNaN(bits)) return entry.mode
  const triple = (shift: number, special: boolean, letter: string): string => {
    const part = (bits >> shift) & 7
    const run = (part & 1) !== 0
    const last = special ? (run ? letter : letter.toUpperCase()) : run ? 'x' : '-'
    return `${(part & 4) !== 0 ? 'r' : '-'}${(part & 2) !== 0 ? 'w' : '-'}${last}`
  }
  return [
    typeLetters[entry.type],
    triple(6, (bits & 0o4000) !== 0, 's'),
    triple(3, (bits & 0o2000) !== 0, 's'),
    triple(0, (bits & 0o1000) !== 0, 't'),
  ].join('')
}
