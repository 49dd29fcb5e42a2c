/**
 * Makes new SIF files. A file appears under its name only when it is complete and on the disk.
 * Source: SIF reference, 6.1 and 6.2.
 */
import { randomUUID } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { failure } from '../../../src-shared/text/errors/index.ts'
import { noArchitectureCode } from './codes.ts'
import { SifEditor } from './editor.ts'
import {
  defaultCapacity,
  descriptorSizeBytes,
  magicText,
  maxDescriptors,
  tableOffsetBytes,
  versionText,
} from './layout.ts'
import { launchScriptBytes, type ObjectInput, type StoredTime, storedSeconds } from './object-input.ts'
import type { RawHeader } from './raw.ts'
import { discard, moveIntoPlace, temporaryName } from './replace-file.ts'

export interface CreateOptions {
  readonly objects?: readonly ObjectInput[]
  /** At most 31 bytes, usually `#!/usr/bin/env run-singularity` and a newline. */
  readonly launchScript?: string
  /** UUID in text form; a random one, or all zero in deterministic files, when left out. */
  readonly id?: string
  /** Of the image and of objects without their own; now, or unset in deterministic files, when left out. */
  readonly time?: StoredTime
  /** No UUID and no times, so that equal input gives equal bytes. */
  readonly deterministic?: boolean
  /** Slots in the descriptor table; 48 when left out. */
  readonly capacity?: number
  /** Replace a file of that name. */
  readonly overwrite?: boolean
  /** Permissions before the user's mask; images are executable (0755) unless told otherwise. */
  readonly mode?: number
}

/** Where the first object of a new file begins. */
export function firstDataOffset(capacity = defaultCapacity): number {
  return tableOffsetBytes + capacity * descriptorSizeBytes
}

/** The text that SingularityCE and Apptainer put at the start of their images. */
export const runLaunchScript = '#!/usr/bin/env run-singularity\n'

/**
 * Makes a file with these objects in this order; their IDs count from 1.
 * @throws AppFailure FILE_EXISTS, SIF_TABLE_FULL, SIF_CAPACITY_UNSUPPORTED, SIF_PRIMARY_EXISTS,
 *   SIF_LAUNCH_SCRIPT_TOO_LONG, and those of bad input; system errors of writing as they are
 */
export async function createSif(path: string, options: CreateOptions = {}): Promise<void> {
  const temporary = temporaryName(path)
  try {
    const handle = await open(temporary, 'wx', options.mode ?? 0o755)
    try {
      await writeSif(handle, path, options)
    } finally {
      await handle.close()
    }
    await moveIntoPlace(temporary, path, { overwrite: options.overwrite ?? false })
  } catch (error) {
    await discard(temporary)
    throw error
  }
}

/**
 * Writes header, table and objects into an open file that has nothing in their places yet, and waits for the disk.
 * Objects that are in the file already (see `PresentData`) stay where they are.
 * @param path for messages only
 */
export async function writeSif(handle: FileHandle, path: string, options: CreateOptions): Promise<void> {
  const header = newHeader(options)
  const start = Number(header.dataOffset)
  const { size } = await handle.stat()
  if (size < start) await handle.truncate(start)
  const slots = Array.from({ length: Number(header.descriptorsTotal) }, () => null)
  const editor = new SifEditor(handle, path, header, slots, BigInt(Math.max(size, start)))
  for (const object of options.objects ?? []) await editor.append(object, header.createdAt)
  await editor.finish()
}

function newHeader(options: CreateOptions): RawHeader {
  const capacity = options.capacity ?? defaultCapacity
  if (!Number.isInteger(capacity) || capacity < 0 || capacity > maxDescriptors) {
    throw failure('SIF_CAPACITY_UNSUPPORTED', { capacity, limit: maxDescriptors })
  }
  const deterministic = options.deterministic ?? false
  const time = options.time === undefined ? (deterministic ? null : new Date()) : options.time
  const seconds = storedSeconds(time)
  const total = BigInt(capacity)
  const tableSize = total * BigInt(descriptorSizeBytes)
  return {
    launchScript: launchScriptBytes(options.launchScript ?? ''),
    magic: Buffer.from(magicText, 'latin1'),
    version: Buffer.from(`${versionText}\0`, 'latin1'),
    architecture: Buffer.from(`${noArchitectureCode}\0`, 'latin1'),
    id: uuidBytes(options.id ?? (deterministic ? null : randomUUID())),
    createdAt: seconds,
    modifiedAt: seconds,
    descriptorsFree: total,
    descriptorsTotal: total,
    descriptorsOffset: BigInt(tableOffsetBytes),
    descriptorsSize: tableSize,
    dataOffset: BigInt(tableOffsetBytes) + tableSize,
    dataSize: 0n,
  }
}

function uuidBytes(text: string | null): Uint8Array {
  if (text === null) return new Uint8Array(16)
  if (!/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) {
    throw failure('SIF_VALUE_INVALID', { value: text, what: 'a UUID' })
  }
  return Buffer.from(text.replaceAll('-', ''), 'hex')
}
