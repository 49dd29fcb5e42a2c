/** The processor architecture of a program, from the first bytes of its file. Source: ELF specification, `e_machine`. */

export const elfHeadBytes = 20

const littleEndian = 1
const class64 = 2

/** @returns Go's name, or null when these are not the first bytes of a program for a known architecture */
export function elfArchitecture(head: Buffer): string | null {
  if (head.length < elfHeadBytes || head.toString('latin1', 0, 4) !== '\x7fELF') return null
  const isLittle = head[5] === littleEndian
  const is64 = head[4] === class64
  const machine = isLittle ? head.readUInt16LE(18) : head.readUInt16BE(18)
  switch (machine) {
    case 3:
      return '386'
    case 8:
      return `mips${is64 ? '64' : ''}${isLittle ? 'le' : ''}`
    case 21:
      return isLittle ? 'ppc64le' : 'ppc64'
    case 22:
      return 's390x'
    case 40:
      return 'arm'
    case 62:
      return 'amd64'
    case 183:
      return 'arm64'
    case 243:
      return 'riscv64'
    case 258:
      return 'loong64'
    default:
      return null
  }
}
