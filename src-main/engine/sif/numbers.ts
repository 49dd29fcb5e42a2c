/** The small numbers by which `siftool add` names types, file systems and architectures. */
import type { ObjectType } from '../../../src-shared/model/sif.ts'
import {
  architectureName,
  fileSystemTable,
  hashTable,
  objectTypeTable,
  partitionTypeTable,
  type SbomFormat,
  sbomTable,
} from './codes.ts'

export { fileSystemTable, hashTable, partitionTypeTable }

/** `siftool add --datatype N`: N counts from 0x4001. @returns null when there is no such type */
export function objectTypeByNumber(number: number): Exclude<ObjectType, 'Unknown'> | null {
  return objectTypeTable.find(({ code }) => code === 0x4000 + number)?.name ?? null
}

/** @returns the name in a table of codes, or null */
export function codeTableName<Name extends string>(
  table: readonly { readonly code: number; readonly name: Name }[],
  code: number,
): Name | null {
  return table.find((entry) => entry.code === code)?.name ?? null
}

/** `siftool add --partarch N`: N is the two-digit code. @returns Go's name, or null */
export function architectureNameOfNumber(number: number): string | null {
  const name = architectureName(String(number).padStart(2, '0'))
  return name === 'unknown' ? null : name
}

export function sbomFormatNamed(name: string): SbomFormat | null {
  return sbomTable.find((entry) => entry.name === name)?.name ?? null
}
