/**
 * The number and letter codes of the format with their names, in both directions.
 * Unknown codes are never an error here. Source: SIF reference, 2.1, 3.1 and chapter 4.
 */
import type { FileSystemType, HashName, ObjectType, PartitionType } from '../../../src-shared/model/sif.ts'

/** A code, the name this application uses, and the words of `siftool`. */
interface Coded<Name> {
  readonly code: number
  readonly name: Name
  readonly words: string
}

export const objectTypeTable: readonly Coded<Exclude<ObjectType, 'Unknown'>>[] = [
  { code: 0x4001, name: 'Deffile', words: 'Def.FILE' },
  { code: 0x4002, name: 'Environment', words: 'Env.Vars' },
  { code: 0x4003, name: 'Labels', words: 'JSON.Labels' },
  { code: 0x4004, name: 'Partition', words: 'FS' },
  { code: 0x4005, name: 'Signature', words: 'Signature' },
  { code: 0x4006, name: 'GenericJSON', words: 'JSON.Generic' },
  { code: 0x4007, name: 'Generic', words: 'Generic/Raw' },
  { code: 0x4008, name: 'CryptoMessage', words: 'Cryptographic Message' },
  { code: 0x4009, name: 'SBOM', words: 'SBOM' },
  { code: 0x400a, name: 'OCIRootIndex', words: 'OCI.RootIndex' },
  { code: 0x400b, name: 'OCIBlob', words: 'OCI.Blob' },
]

export const fileSystemTable: readonly Coded<Exclude<FileSystemType, 'Unknown'>>[] = [
  { code: 1, name: 'Squashfs', words: 'Squashfs' },
  { code: 2, name: 'Ext3', words: 'Ext3' },
  { code: 3, name: 'ImmutableObjectArchive', words: 'Archive' },
  { code: 4, name: 'Raw', words: 'Raw' },
  { code: 5, name: 'EncryptedSquashfs', words: 'Encrypted squashfs' },
  { code: 6, name: 'GocryptfsSquashfs', words: 'Gocryptfs squashfs' },
]

export const partitionTypeTable: readonly Coded<Exclude<PartitionType, 'Unknown'>>[] = [
  { code: 1, name: 'System', words: 'System' },
  { code: 2, name: 'PrimSys', words: '*System' },
  { code: 3, name: 'Data', words: 'Data' },
  { code: 4, name: 'Overlay', words: 'Overlay' },
]

export const hashTable: readonly Coded<Exclude<HashName, 'Unknown'>>[] = [
  { code: 1, name: 'SHA-256', words: 'SHA-256' },
  { code: 2, name: 'SHA-384', words: 'SHA-384' },
  { code: 3, name: 'SHA-512', words: 'SHA-512' },
  { code: 4, name: 'BLAKE2s-256', words: 'BLAKE2s-256' },
  { code: 5, name: 'BLAKE2b-256', words: 'BLAKE2b-256' },
]

const sbomNames = [
  'cyclonedx-json',
  'cyclonedx-xml',
  'github-json',
  'spdx-json',
  'spdx-rdf',
  'spdx-tag-value',
  'spdx-yaml',
  'syft-json',
] as const
export type SbomFormat = (typeof sbomNames)[number]
export const sbomTable: readonly Coded<SbomFormat>[] = sbomNames.map((name, index) => ({
  code: index + 1,
  name,
  words: name,
}))

export const messageFormatTable: readonly Coded<'OpenPGP' | 'PEM'>[] = [
  { code: 1, name: 'OpenPGP', words: 'OpenPGP' },
  { code: 2, name: 'PEM', words: 'PEM' },
]

export const messageTypeTable: readonly Coded<'ClearSignature' | 'RSA-OAEP'>[] = [
  { code: 0x100, name: 'ClearSignature', words: 'Clear Signature' },
  { code: 0x200, name: 'RSA-OAEP', words: 'RSA-OAEP' },
]

/** Go's names, by the two digits that stand in header and partition. */
const architectures: Readonly<Record<string, string>> = {
  '01': '386',
  '02': 'amd64',
  '03': 'arm',
  '04': 'arm64',
  '05': 'ppc64',
  '06': 'ppc64le',
  '07': 'mips',
  '08': 'mipsle',
  '09': 'mips64',
  '10': 'mips64le',
  '11': 's390x',
  '12': 'riscv64',
  '13': 'loong64',
}

/** The code in a header without a primary partition. */
export const noArchitectureCode = '00'

/** @returns Go's name, or `unknown` for any other three bytes */
export function architectureName(code: string): string {
  return Object.hasOwn(architectures, code) ? (architectures[code] ?? 'unknown') : 'unknown'
}

/** @returns the two digits, or null for a name the format has no code for */
export function architectureCode(name: string): string | null {
  if (name === 'unknown') return noArchitectureCode
  return Object.entries(architectures).find(([, known]) => known === name)?.[0] ?? null
}

/** @returns the name of a code, or `Unknown` */
export function nameOf<Name extends string>(table: readonly Coded<Name>[], code: number): Name | 'Unknown' {
  return table.find((entry) => entry.code === code)?.name ?? 'Unknown'
}

/** @returns the words of `siftool` for a code */
export function wordsOf(table: readonly Coded<string>[], code: number, otherwise = 'Unknown'): string {
  return table.find((entry) => entry.code === code)?.words ?? otherwise
}

/** @returns the code of a name, or null when the table does not have it */
export function codeOf<Name extends string>(table: readonly Coded<Name>[], name: string): number | null {
  return table.find((entry) => entry.name === name)?.code ?? null
}
