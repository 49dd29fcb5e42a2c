/**
 * Opens a SIF file and gives out its structure and its objects' bytes.
 * One handle, bounded reads, everything checked before use; it never writes and never trusts a number
 * from the file. Source: SIF reference, 2.3, chapter 3 and chapter 13.
 */
import type { SifObject, SifStructure } from '../../../src-shared/model/sif.ts'
import { failure } from '../../../src-shared/text/errors/index.ts'
import { printable } from '../../../src-shared/text/printable.ts'
import { describeHeader, describeObject, fieldText } from './describe.ts'
import { asciiUntilNul } from './extra.ts'
import { FileBytes, type ReadableBytes, type StreamOptions } from './file-bytes.ts'
import { descriptorAt, descriptorSizeBytes, headerSizeBytes, magicText, maxDescriptors, versionText } from './layout.ts'
import { ProblemList } from './problems.ts'
import { decodeDescriptor, decodeHeader, type RawDescriptor, type RawHeader } from './raw.ts'
import { checkHeader, checkObjects, objectRange, tableEnd, type UsedSlot } from './validate.ts'

/** Slots read at once: about 300 KiB. */
const slotsPerRead = 512

/** What was read of an object's data. */
export interface ObjectBytes {
  readonly bytes: Uint8Array
  /** Whether the object has more bytes than these: by the caller's limit, or because the file is cut off. */
  readonly truncated: boolean
}

/** An object by its ID, or by itself where IDs may be repeated. */
export type ObjectChoice = number | SifObject

/** An open SIF file. Close it. */
export class SifFile {
  readonly structure: SifStructure
  readonly rawHeader: RawHeader
  /** Used slots in table order, at the same places as `structure.objects`. */
  readonly rawDescriptors: readonly RawDescriptor[]
  readonly #file: ReadableBytes

  private constructor(
    file: ReadableBytes,
    structure: SifStructure,
    rawHeader: RawHeader,
    rawDescriptors: readonly RawDescriptor[],
  ) {
    this.#file = file
    this.structure = structure
    this.rawHeader = rawHeader
    this.rawDescriptors = rawDescriptors
  }

  /**
   * Opens a file and reads header and descriptor table, nothing else.
   * What is wrong but readable is in `structure.problems`.
   * @param options.shownAs how messages name the file, when that is not its path
   * @throws AppFailure SIF_NOT_A_SIF, SIF_VERSION_UNSUPPORTED, SIF_TABLE_INVALID, IMAGE_TRUNCATED,
   *   FILE_IS_DIRECTORY, SIF_NOT_A_FILE, SIF_CHANGED_UNDERNEATH; system errors of opening as they are
   */
  static async open(path: string, options: { readonly shownAs?: string } = {}): Promise<SifFile> {
    return SifFile.over(await FileBytes.open(path, options.shownAs))
  }

  /** The same for bytes that are open already; they are closed with the file, or when it cannot be opened. */
  static async over(file: ReadableBytes): Promise<SifFile> {
    try {
      const header = await readHeader(file)
      const problems = new ProblemList()
      const shownHeader = describeHeader(header, problems)
      const slots = await readTable(file, header, problems)
      const fileSize = BigInt(file.sizeBytes)
      checkHeader(header, slots.length, fileSize, problems)
      checkObjects(header, shownHeader, slots, fileSize, problems)
      const structure: SifStructure = {
        sizeBytes: file.sizeBytes,
        header: shownHeader,
        objects: slots.map(({ object }) => object),
        problems: problems.all(),
      }
      return new SifFile(
        file,
        structure,
        header,
        slots.map(({ raw }) => raw),
      )
    } catch (error) {
      await file.close()
      throw error
    }
  }

  /** How messages name the file. */
  get path(): string {
    return this.#file.path
  }

  /** Bytes read from the file so far, header and table included. */
  get bytesRead(): number {
    return this.#file.bytesRead
  }

  /**
   * Finds the one object with an ID.
   * @throws AppFailure SIF_OBJECT_NOT_FOUND (also for 0), SIF_OBJECT_AMBIGUOUS
   */
  findObject(id: number): SifObject {
    const found = id === 0 ? [] : this.structure.objects.filter((object) => object.id === id)
    const [first, second] = found
    if (first === undefined) throw failure('SIF_OBJECT_NOT_FOUND', { path: this.path, id })
    if (second !== undefined) throw failure('SIF_OBJECT_AMBIGUOUS', { path: this.path, id })
    return first
  }

  /** The stored descriptor of an object of this file. */
  rawDescriptor(choice: ObjectChoice): RawDescriptor {
    const object = typeof choice === 'number' ? this.findObject(choice) : choice
    const index = this.structure.objects.findIndex(({ slot }) => slot === object.slot)
    const raw = this.rawDescriptors[index]
    if (raw === undefined) throw failure('SIF_OBJECT_NOT_FOUND', { path: this.path, id: object.id })
    return raw
  }

  /**
   * How many of an object's bytes the file has, and whether that is all of them.
   * @returns null when the object does not lie within the file at all
   */
  extent(
    choice: ObjectChoice,
  ): { readonly offset: number; readonly availableBytes: number; readonly complete: boolean } | null {
    const range = objectRange(this.rawDescriptor(choice), BigInt(this.structure.sizeBytes))
    if (range === null) return null
    // Both are bounded by the file's size, so the narrowing is exact.
    return { offset: Number(range.start), availableBytes: Number(range.availableBytes), complete: range.complete }
  }

  /**
   * Reads up to `maxBytes` of an object's data, from `offset` within it. An object that is cut off by
   * the end of the file gives what is there, marked as truncated.
   * @throws AppFailure SIF_OBJECT_NOT_FOUND, SIF_OBJECT_AMBIGUOUS, SIF_OBJECT_UNREADABLE when it lies outside
   *   the file, SIF_CHANGED_UNDERNEATH
   */
  async readObject(choice: ObjectChoice, options: { maxBytes: number; offset?: number }): Promise<ObjectBytes> {
    const extent = this.#extentOrFail(choice)
    const offset = Math.min(options.offset ?? 0, extent.availableBytes)
    const left = extent.availableBytes - offset
    const length = Math.min(options.maxBytes, left)
    const bytes = await this.#file.read(extent.offset + offset, length)
    return { bytes, truncated: length < left || !extent.complete }
  }

  /**
   * Streams all of an object's data.
   * @throws AppFailure as {@link readObject}; IMAGE_TRUNCATED before the first byte when the object is cut off,
   *   so that a hash over a part is never taken for a hash of the whole
   */
  async *streamObject(choice: ObjectChoice, options: StreamOptions = {}): AsyncGenerator<Buffer> {
    const extent = this.#extentOrFail(choice)
    if (!extent.complete) {
      throw failure('IMAGE_TRUNCATED', { path: this.path, sizeBytes: this.structure.sizeBytes })
    }
    yield* this.#file.stream(extent.offset, extent.availableBytes, options)
  }

  /** Streams the whole file from its first byte, for its digest or a copy. */
  streamFile(options: StreamOptions = {}): AsyncGenerator<Buffer> {
    return this.#file.stream(0, this.structure.sizeBytes, options)
  }

  #extentOrFail(choice: ObjectChoice): { offset: number; availableBytes: number; complete: boolean } {
    const extent = this.extent(choice)
    if (extent === null) {
      const id = typeof choice === 'number' ? choice : choice.id
      throw failure('SIF_OBJECT_UNREADABLE', { path: this.path, id })
    }
    return extent
  }

  close(): Promise<void> {
    return this.#file.close()
  }
}

/** Opens a SIF file, lets `work` use it, and closes it whatever happens. Errors as {@link SifFile.open}. */
export async function withSif<Value>(path: string, work: (file: SifFile) => Promise<Value>): Promise<Value> {
  const file = await SifFile.open(path)
  try {
    return await work(file)
  } finally {
    await file.close()
  }
}

async function readHeader(file: ReadableBytes): Promise<RawHeader> {
  const { path, sizeBytes } = file
  const bytes = Buffer.alloc(headerSizeBytes)
  bytes.set(await file.read(0, Math.min(headerSizeBytes, sizeBytes)))
  const header = decodeHeader(bytes)
  if (Buffer.from(header.magic).toString('latin1') !== magicText) throw failure('SIF_NOT_A_SIF', { path })
  if (sizeBytes < headerSizeBytes) throw failure('IMAGE_TRUNCATED', { path, sizeBytes })
  if (asciiUntilNul(header.version) !== versionText) {
    throw failure('SIF_VERSION_UNSUPPORTED', { path, version: printable(fieldText(header.version)) })
  }
  checkTable(header, file)
  return header
}

/** Refuses a table that cannot be read, before anything of its claimed size is touched. */
function checkTable(header: RawHeader, { path, sizeBytes }: ReadableBytes): void {
  const { descriptorsTotal: total, descriptorsOffset: offset, descriptorsSize: size } = header
  const refuse = (reason: string) => failure('SIF_TABLE_INVALID', { path, reason })
  if (total < 0n) throw refuse(`it is said to have ${total} entries`)
  if (total > BigInt(maxDescriptors)) throw refuse(`it is said to have ${total} entries, more than ${maxDescriptors}`)
  if (size < total * BigInt(descriptorSizeBytes)) throw refuse(`${total} entries do not fit into ${size} bytes`)
  if (offset < BigInt(headerSizeBytes)) throw refuse(`it is said to start at ${offset}`)
  if (tableEnd(header) > BigInt(sizeBytes)) throw failure('IMAGE_TRUNCATED', { path, sizeBytes })
}

async function readTable(file: ReadableBytes, header: RawHeader, problems: ProblemList): Promise<UsedSlot[]> {
  // Exact: checkTable has bounded both by the file's size.
  const total = Number(header.descriptorsTotal)
  const offset = Number(header.descriptorsOffset)
  const slots: UsedSlot[] = []
  for (let first = 0; first < total; first += slotsPerRead) {
    const count = Math.min(slotsPerRead, total - first)
    const bytes = await file.read(offset + first * descriptorSizeBytes, count * descriptorSizeBytes)
    for (let index = 0; index < count; index += 1) {
      const slot = bytes.subarray(index * descriptorSizeBytes, (index + 1) * descriptorSizeBytes)
      if (slot[descriptorAt.used] === 0) continue
      const raw = decodeDescriptor(slot)
      slots.push({ raw, object: describeObject(raw, first + index, problems) })
    }
  }
  return slots
}
