/** Changes single fields of a SIF in memory, at the offsets that the format fixes, as an attacker would. */

const slotBytes = 585

export const headerField = {
  launchScript: 0,
  architecture: 45,
  id: 48,
  createdAt: 64,
  free: 80,
  total: 88,
  dataOffset: 112,
  dataSize: 120,
} as const
export const slotField = {
  type: 0,
  used: 4,
  id: 5,
  group: 9,
  link: 13,
  offset: 17,
  size: 25,
  sizeWithPadding: 33,
  createdAt: 41,
  modifiedAt: 49,
  uid: 57,
  gid: 65,
  name: 73,
  extra: 201,
} as const

export class SifBytes {
  bytes: Buffer

  constructor(bytes: Uint8Array) {
    this.bytes = Buffer.from(bytes)
  }

  tableOffset(): number {
    return Number(this.bytes.readBigInt64LE(96))
  }

  slotAt(slot: number, field: keyof typeof slotField = 'type'): number {
    return this.tableOffset() + slot * slotBytes + slotField[field]
  }

  number(slot: number, field: 'offset' | 'size'): number {
    return Number(this.bytes.readBigInt64LE(this.slotAt(slot, field)))
  }

  data(slot: number): Buffer {
    const offset = this.number(slot, 'offset')
    return Buffer.from(this.bytes.subarray(offset, offset + this.number(slot, 'size')))
  }

  setByte(at: number, value: number): this {
    this.bytes.writeUInt8(value, at)
    return this
  }

  setU32(slot: number, field: 'id' | 'group' | 'link' | 'type', value: number): this {
    this.bytes.writeUInt32LE(value >>> 0, this.slotAt(slot, field))
    return this
  }

  setI64(
    slot: number,
    field: 'offset' | 'size' | 'sizeWithPadding' | 'createdAt' | 'modifiedAt' | 'uid' | 'gid',
    value: number,
  ): this {
    this.bytes.writeBigInt64LE(BigInt(value), this.slotAt(slot, field))
    return this
  }

  setHeader(field: 'createdAt' | 'free' | 'total' | 'dataOffset' | 'dataSize', value: number): this {
    this.bytes.writeBigInt64LE(BigInt(value), headerField[field])
    return this
  }

  /** Appends bytes to the file and says where they are. */
  append(data: Uint8Array): number {
    const at = this.bytes.length
    this.bytes = Buffer.concat([this.bytes, data])
    return at
  }

  /** Puts other data into a slot, at the end of the file. */
  replaceData(slot: number, data: Uint8Array): this {
    const at = this.append(data)
    return this.setI64(slot, 'offset', at).setI64(slot, 'size', data.length)
  }

  /** Copies a slot into a free one with a new id. */
  copySlot(from: number, to: number, id: number): this {
    this.bytes.copy(this.bytes, this.slotAt(to), this.slotAt(from), this.slotAt(from) + slotBytes)
    return this.setU32(to, 'id', id)
  }

  swapSlots(one: number, other: number): this {
    const first = Buffer.from(this.bytes.subarray(this.slotAt(one), this.slotAt(one) + slotBytes))
    this.bytes.copy(this.bytes, this.slotAt(one), this.slotAt(other), this.slotAt(other) + slotBytes)
    first.copy(this.bytes, this.slotAt(other))
    return this
  }

  dropSlot(slot: number): this {
    this.bytes.fill(0, this.slotAt(slot), this.slotAt(slot) + slotBytes)
    return this
  }
}
