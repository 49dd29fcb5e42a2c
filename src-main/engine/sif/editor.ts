/**
 * Changes one file that the caller owns alone: adds, deletes, re-labels objects, then writes table and header.
 * It never checks whether a change is wise (signatures break), and never works on a file someone else may
 * read: see edit.ts and create.ts. Source: SIF reference, chapters 5 and 6.
 */
import { createHash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import type { SifObject } from '../../../src-shared/model/sif.ts'
import { failure } from '../../../src-shared/text/errors/index.ts'
import { noArchitectureCode } from './codes.ts'
import { describeObject } from './describe.ts'
import {
  architectureAt,
  isPrimary,
  makeDescriptor,
  nextAligned,
  primaryPartition,
  systemPartition,
  withPartitionType,
} from './descriptor-fields.ts'
import { descriptorSizeBytes, unsetSeconds } from './layout.ts'
import {
  checkInput,
  type DetailInput,
  encodeDetail,
  isPresent,
  type ObjectData,
  type ObjectInput,
  type StoredTime,
  storedSeconds,
} from './object-input.ts'
import { ProblemList } from './problems.ts'
import { encodeDescriptorInto, encodeHeader, type RawDescriptor, type RawHeader } from './raw.ts'
import { checkAlone, freeAppendPosition } from './soundness.ts'
import { objectRange, tableEnd } from './validate.ts'

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] }

export interface EditOptions {
  /** Modification time; when left out, now, or unset in deterministic images. */
  readonly time?: StoredTime
}

export interface DeleteOptions extends EditOptions {
  /** Overwrite the data with zeros; otherwise it stays readable in the file. */
  readonly zero?: boolean
  /** Cut off what is unused at the end of the file. */
  readonly compact?: boolean
}

/** Objects by ID, or chosen by what they are. */
export type ObjectSelection = readonly number[] | ((object: SifObject) => boolean)

export class SifEditor {
  readonly #handle: FileHandle
  readonly #path: string
  readonly #header: Mutable<RawHeader>
  readonly #slots: (RawDescriptor | null)[]
  #fileSize: bigint

  /**
   * @param path for messages only
   * @param slots one entry per slot of the table; null is a free one
   */
  constructor(
    handle: FileHandle,
    path: string,
    header: RawHeader,
    slots: readonly (RawDescriptor | null)[],
    fileSize: bigint,
  ) {
    this.#handle = handle
    this.#path = path
    this.#header = { ...header }
    this.#slots = [...slots]
    this.#fileSize = fileSize
  }

  /** The objects as they are now. */
  get objects(): readonly SifObject[] {
    const unheard = new ProblemList()
    return this.#slots.flatMap((raw, slot) => (raw === null ? [] : [describeObject(raw, slot, unheard)]))
  }

  /** Whether edits keep times unset: no UUID and no times in the header. */
  get isDeterministic(): boolean {
    const { id, createdAt, modifiedAt } = this.#header
    return id.every((byte) => byte === 0) && createdAt === unsetSeconds && modifiedAt === unsetSeconds
  }

  /**
   * Adds an object behind all others and stamps the header.
   * @returns its ID
   * @throws AppFailure SIF_TABLE_FULL, SIF_PRIMARY_EXISTS, SIF_DAMAGED, and those of bad input, see {@link checkInput}
   */
  async add(input: ObjectInput, options: EditOptions = {}): Promise<number> {
    const seconds = this.#editSeconds(options)
    const id = await this.append(input, seconds)
    this.#header.modifiedAt = seconds
    return id
  }

  /** As {@link add}, but leaves the header's times alone: for files that are just being made. */
  async append(input: ObjectInput, seconds: bigint): Promise<number> {
    const checked = checkInput(input)
    const slot = this.#slots.indexOf(null)
    if (slot < 0) throw failure('SIF_TABLE_FULL', { total: this.#slots.length })
    if (checked.primaryArchitecture !== null && this.#slots.some(isPrimary)) throw failure('SIF_PRIMARY_EXISTS')
    const start = freeAppendPosition(this.#header, this.#used(), this.#fileSize, this.#path)
    const offset = isPresent(input.data) ? BigInt(input.data.offset) : nextAligned(start, checked.alignmentBytes)
    if (offset < start) throw failure('SIF_VALUE_INVALID', { value: String(offset), what: 'a free place in the file' })
    const written = await this.#writeData(input.data, offset)
    const id = slot + 1
    const sizeWithPadding = offset - start + written.sizeBytes
    this.#slots[slot] = makeDescriptor(checked, id, offset, sizeWithPadding, written, seconds)
    if (checked.primaryArchitecture !== null) this.#header.architecture = checked.primaryArchitecture
    this.#header.descriptorsFree = BigInt(this.#slots.filter((other) => other === null).length)
    this.#header.dataSize = start - this.#header.dataOffset + sizeWithPadding
    return id
  }

  /**
   * Deletes every selected object. Objects that link to it are left as they are.
   * @throws AppFailure SIF_OBJECT_NOT_FOUND when nothing is selected, SIF_DAMAGED when zeroing would hit another object
   */
  async delete(selection: ObjectSelection, options: DeleteOptions = {}): Promise<void> {
    const chosen = this.#select(selection)
    const seconds = this.#editSeconds(options)
    if (options.zero === true) this.#checkAlone(chosen.map(({ raw }) => raw))
    for (const { slot, raw } of chosen) {
      if (options.zero === true) await this.#zero(raw)
      if (isPrimary(raw)) this.#header.architecture = new Uint8Array(Buffer.from(`${noArchitectureCode}\0`, 'latin1'))
      this.#slots[slot] = null
    }
    this.#header.descriptorsFree = BigInt(this.#slots.filter((other) => other === null).length)
    this.#header.modifiedAt = seconds
    if (options.compact === true) await this.#compact()
  }

  /**
   * Makes a system partition the primary one; the former becomes an ordinary system partition.
   * This changes what signatures cover. Nothing happens when it is the primary one already.
   * @throws AppFailure SIF_OBJECT_NOT_FOUND, SIF_OBJECT_AMBIGUOUS, SIF_NOT_A_PARTITION, SIF_NOT_A_SYSTEM_PARTITION
   */
  setPrimary(id: number, options: EditOptions = {}): void {
    const target = this.#one(id)
    const detail = describeObject(target.raw, target.slot, new ProblemList()).detail
    if (detail.kind !== 'partition') throw failure('SIF_NOT_A_PARTITION', { id })
    if (detail.codes[1] === primaryPartition) return
    if (detail.codes[1] !== systemPartition) throw failure('SIF_NOT_A_SYSTEM_PARTITION', { id })
    const modifiedAt = this.#editSeconds(options)
    for (const [slot, raw] of this.#slots.entries()) {
      if (raw !== null && isPrimary(raw)) {
        this.#slots[slot] = { ...raw, extra: withPartitionType(raw.extra, systemPartition), modifiedAt }
      }
    }
    const extra = withPartitionType(target.raw.extra, primaryPartition)
    this.#slots[target.slot] = { ...target.raw, extra, modifiedAt }
    this.#header.architecture = new Uint8Array(extra.subarray(architectureAt, architectureAt + 3))
    this.#header.modifiedAt = modifiedAt
  }

  /**
   * Replaces the type-specific field of an object. This changes what signatures cover.
   * @throws AppFailure SIF_OBJECT_NOT_FOUND, SIF_OBJECT_AMBIGUOUS, SIF_EXTRA_TOO_LONG; SIF_TYPE_UNEXPECTED for a digest
   *   on an object that is not OCI
   */
  setDetail(id: number, detail: DetailInput, options: EditOptions = {}): void {
    const { slot, raw } = this.#one(id)
    const { type } = describeObject(raw, slot, new ProblemList())
    if (detail.kind === 'oci' && type !== 'OCIRootIndex' && type !== 'OCIBlob') {
      throw failure('SIF_TYPE_UNEXPECTED', { type })
    }
    const modifiedAt = this.#editSeconds(options)
    this.#slots[slot] = { ...raw, extra: encodeDetail(detail), modifiedAt }
    this.#header.modifiedAt = modifiedAt
  }

  /** Writes the whole table, then the header, and waits until the disk has them. */
  async finish(): Promise<void> {
    const table = new Uint8Array(this.#slots.length * descriptorSizeBytes)
    for (const [slot, raw] of this.#slots.entries()) {
      if (raw !== null) encodeDescriptorInto(table, slot * descriptorSizeBytes, raw)
    }
    await writeAll(this.#handle, table, this.#header.descriptorsOffset)
    await writeAll(this.#handle, encodeHeader(this.#header), 0n)
    await this.#handle.sync()
  }

  #checkAlone(chosen: readonly RawDescriptor[]): void {
    const staying = this.#used().filter((raw) => !chosen.includes(raw))
    checkAlone(this.#header, chosen, staying, this.#fileSize, this.#path)
  }

  #used(): readonly RawDescriptor[] {
    return this.#slots.filter((raw) => raw !== null)
  }

  #editSeconds(options: EditOptions): bigint {
    if (options.time !== undefined) return storedSeconds(options.time)
    return this.isDeterministic ? unsetSeconds : storedSeconds(new Date())
  }

  #select(selection: ObjectSelection): { slot: number; raw: RawDescriptor }[] {
    const wanted = typeof selection === 'function' ? selection : ({ id }: SifObject) => selection.includes(id)
    const chosen = this.objects.filter(wanted).flatMap(({ slot }) => {
      const raw = this.#slots[slot] ?? null
      return raw === null ? [] : [{ slot, raw }]
    })
    if (chosen.length === 0) {
      const isNamed = typeof selection !== 'function' && selection.length > 0
      const id = isNamed ? selection.join(', ') : 'of that kind'
      throw failure('SIF_OBJECT_NOT_FOUND', { path: this.#path, id })
    }
    return chosen
  }

  #one(id: number): { slot: number; raw: RawDescriptor } {
    if (id === 0) throw failure('SIF_OBJECT_NOT_FOUND', { path: this.#path, id })
    const [first, second] = this.#select([id])
    if (first === undefined) throw failure('SIF_OBJECT_NOT_FOUND', { path: this.#path, id })
    if (second !== undefined) throw failure('SIF_OBJECT_AMBIGUOUS', { path: this.#path, id })
    return first
  }

  async #writeData(data: ObjectData, offset: bigint): Promise<{ sizeBytes: bigint; digest: string }> {
    if (isPresent(data)) {
      const end = offset + BigInt(data.sizeBytes)
      if (end > this.#fileSize) this.#fileSize = end
      return { sizeBytes: BigInt(data.sizeBytes), digest: data.digest ?? '' }
    }
    const hash = createHash('sha256')
    let position = offset
    for await (const chunk of data instanceof Uint8Array ? [data] : data) {
      hash.update(chunk)
      await writeAll(this.#handle, chunk, position)
      position += BigInt(chunk.length)
    }
    if (position > this.#fileSize) {
      // An empty object behind padding still moves the end of the file there.
      await this.#handle.truncate(Number(position))
      this.#fileSize = position
    }
    return { sizeBytes: position - offset, digest: `sha256:${hash.digest('hex')}` }
  }

  /** Overwrites what the file really has of an object; a claimed size never makes the file longer. */
  async #zero(raw: RawDescriptor): Promise<void> {
    const range = objectRange(raw, this.#fileSize)
    if (range === null) return
    const zeros = new Uint8Array(1024 * 1024)
    const end = range.start + range.availableBytes
    for (let at = range.start; at < end; at += BigInt(zeros.length)) {
      const left = end - at
      await writeAll(this.#handle, left < BigInt(zeros.length) ? zeros.subarray(0, Number(left)) : zeros, at)
    }
  }

  async #compact(): Promise<void> {
    const { dataOffset } = this.#header
    let end = dataOffset
    for (const raw of this.#used()) {
      const range = objectRange(raw, this.#fileSize)
      if (range !== null && range.start + range.availableBytes > end) end = range.start + range.availableBytes
    }
    this.#header.dataSize = end - dataOffset
    let keep = tableEnd(this.#header)
    if (end > keep) keep = end
    if (keep < this.#fileSize) {
      await this.#handle.truncate(Number(keep))
      this.#fileSize = keep
    }
  }
}

async function writeAll(handle: FileHandle, bytes: Uint8Array, position: bigint): Promise<void> {
  let done = 0
  while (done < bytes.length) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, Number(position) + done)
    done += bytesWritten
  }
}
