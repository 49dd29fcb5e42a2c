/**
 * Reads the small objects of an image that describe it, as text or JSON, never more than a bound.
 * A damaged object is noted as a problem and leaves the rest of the image readable.
 */
import type { SifObject } from '../../../src-shared/model/sif.ts'
import { objectName } from '../../../src-shared/text/image-problems.ts'
import { printable } from '../../../src-shared/text/printable.ts'
import type { ProblemList } from '../sif/problems.ts'
import type { SifFile } from '../sif/read.ts'

/** Most that is read of a definition, a JSON object or an environment. */
const maxMetadataBytes = 16 * 1024 * 1024

/** A JSON object, whatever is in it. */
export type JsonObject = Readonly<Record<string, unknown>>

/** What every reading needs: the file, and where problems go. */
export interface Reading {
  readonly file: SifFile
  readonly problems: ProblemList
}

interface MetadataBytes {
  readonly bytes: Uint8Array
  /** False when the object is cut off by the end of the file or larger than the bound. */
  readonly complete: boolean
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** @returns the member of that name, own members only */
export function member(object: JsonObject, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined
}

/**
 * Reads an object's bytes up to the bound.
 * @param what how problems call it, like `definition`
 * @returns null when nothing of it can be read
 */
export async function readMetadata(
  { file, problems }: Reading,
  object: SifObject,
  what: string,
  limit = maxMetadataBytes,
): Promise<MetadataBytes | null> {
  const at = objectName(object.id)
  const extent = file.extent(object)
  if (extent === null) {
    problems.add('METADATA_UNREADABLE', at, { what })
    return null
  }
  const size = object.sizeBytes
  if (!extent.complete) problems.add('METADATA_CUT_OFF', at, { what, available: extent.availableBytes, size })
  if (size > limit) problems.add('METADATA_TOO_LARGE', at, { what, size, limit })
  const { bytes, truncated } = await file.readObject(object, { maxBytes: limit })
  return { bytes, complete: !truncated }
}

/** @returns the text as far as it is there; bytes that are not UTF-8 are replaced and noted */
export async function readTextObject(reading: Reading, object: SifObject, what: string): Promise<string | null> {
  const read = await readMetadata(reading, object, what)
  return read === null ? null : decodeText(reading, object, what, read.bytes)
}

/** @returns the JSON object, or null when it is incomplete or something else, which is noted */
export async function readJsonObject(reading: Reading, object: SifObject, what: string): Promise<JsonObject | null> {
  const read = await readMetadata(reading, object, what)
  return read?.complete === true ? parseJsonObject(reading, object, what, read.bytes) : null
}

/** @returns the JSON object in these bytes, or null when there is none, which is noted */
export function parseJsonObject(
  reading: Reading,
  object: SifObject,
  what: string,
  bytes: Uint8Array,
): JsonObject | null {
  let value: unknown
  try {
    value = JSON.parse(decodeText(reading, object, what, bytes))
  } catch {
    value = null // Damaged JSON and valid JSON of another kind are told to the user in the same way.
  }
  if (isJsonObject(value)) return value
  reading.problems.add('METADATA_NOT_JSON', objectName(object.id), { what })
  return null
}

function decodeText({ problems }: Reading, object: SifObject, what: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    problems.add('METADATA_NOT_UTF8', objectName(object.id), { what })
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
  }
}

/** Keeps the string members of an object; others are noted and left out. */
export function stringRecord(
  problems: ProblemList,
  at: string,
  what: string,
  path: string,
  value: unknown,
): Readonly<Record<string, string>> {
  if (value === undefined || value === null) return {}
  if (!isJsonObject(value)) {
    problems.add('METADATA_SHAPE', at, { what, member: path })
    return {}
  }
  const kept = Object.entries(value).filter((entry): entry is [string, string] => {
    if (typeof entry[1] === 'string') return true
    problems.add('METADATA_SHAPE', at, { what, member: `${path}.${printable(entry[0].slice(0, 100))}` })
    return false
  })
  // fromEntries defines own members, so a key like `__proto__` is only a key.
  return Object.fromEntries(kept)
}

/** @returns the text, or null when it is absent or empty; anything else is noted and left out */
export function optionalText(
  problems: ProblemList,
  at: string,
  what: string,
  path: string,
  value: unknown,
): string | null {
  if (typeof value === 'string') return value === '' ? null : value
  if (value !== undefined && value !== null) problems.add('METADATA_SHAPE', at, { what, member: path })
  return null
}
