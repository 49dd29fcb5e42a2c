/** What the contents of a file are, by their first bytes, in a few words. Pure; it judges nothing. */
import { filesText } from '../../../src-shared/text/files.ts'
import type { CodeLanguage } from '../../components/code/code-tokens.ts'

const startsWith = (bytes: Uint8Array, signature: readonly number[], at = 0): boolean =>
  signature.every((byte, place) => bytes[at + place] === byte)

const ascii = (text: string): readonly number[] => [...text].map((character) => character.charCodeAt(0))

const signatures: readonly { readonly bytes: readonly number[]; readonly at?: number; readonly kind: string }[] = [
  { bytes: [0x1f, 0x8b], kind: 'gzip' },
  { bytes: [0x28, 0xb5, 0x2f, 0xfd], kind: 'zstd' },
  { bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a], kind: 'xz' },
  { bytes: ascii('BZh'), kind: 'bzip2' },
  { bytes: [0x50, 0x4b, 0x03, 0x04], kind: 'zip' },
  { bytes: ascii('ustar'), at: 257, kind: 'tar' },
  { bytes: ascii('hsqs'), kind: 'SquashFS' },
  { bytes: ascii('!<arch>'), kind: filesText.kinds.library },
  { bytes: ascii('%PDF'), kind: 'PDF' },
  { bytes: [0x89, 0x50, 0x4e, 0x47], kind: 'PNG' },
  { bytes: [0xff, 0xd8, 0xff], kind: 'JPEG' },
  { bytes: ascii('GIF8'), kind: 'GIF' },
  { bytes: ascii('SQLite format 3'), kind: 'SQLite' },
  { bytes: [0xca, 0xfe, 0xba, 0xbe], kind: filesText.kinds.javaClass },
  { bytes: [0x89, 0x48, 0x44, 0x46], kind: 'HDF5' },
  { bytes: ascii('WEBP'), at: 8, kind: 'WebP' },
]

const machines: Readonly<Record<number, string>> = {
  3: 'x86',
  62: 'x86-64',
  40: 'ARM',
  183: 'AArch64',
  243: 'RISC-V',
  21: 'ppc64',
  22: 's390x',
}

function elfKind(bytes: Uint8Array): string {
  const isLittle = bytes[5] !== 2
  const low = bytes[isLittle ? 18 : 19] ?? 0
  const machine = machines[low]
  return machine === undefined ? filesText.kinds.elf : `${filesText.kinds.elf}, ${machine}`
}

/**
 * @param language of its text; null where it is none
 * @returns null where nothing is known
 */
export function fileKind(bytes: Uint8Array, language: CodeLanguage | null): string | null {
  if (language !== null) {
    return language === 'plain' ? filesText.kinds.text : `${filesText.kinds.text} · ${filesText.languages[language]}`
  }
  if (startsWith(bytes, [0x7f, ...ascii('ELF')])) return elfKind(bytes)
  return signatures.find(({ bytes: signature, at }) => startsWith(bytes, signature, at))?.kind ?? null
}
