/**
 * Where things are in a SIF file: sizes, offsets, fixed values and the limits this reader keeps.
 * Only numbers; it must never read or judge anything. Source: SIF reference, chapters 2, 3, 5 and 13.
 */

export const headerSizeBytes = 128
export const descriptorSizeBytes = 585
export const nameSizeBytes = 128
export const extraSizeBytes = 384
export const launchScriptSizeBytes = 32

/** Where writers put the descriptor table. */
export const tableOffsetBytes = 4096
/** Slots in a new file unless its maker chooses otherwise. */
export const defaultCapacity = 48
/** More slots than any known writer makes; a larger table is refused before anything is allocated. */
export const maxDescriptors = 65_536
/** Partitions start at multiples of this; other objects are not aligned. */
export const partitionAlignmentBytes = 4096

export const headerAt = {
  launchScript: 0,
  magic: 32,
  version: 42,
  architecture: 45,
  id: 48,
  createdAt: 64,
  modifiedAt: 72,
  descriptorsFree: 80,
  descriptorsTotal: 88,
  descriptorsOffset: 96,
  descriptorsSize: 104,
  dataOffset: 112,
  dataSize: 120,
} as const

export const descriptorAt = {
  type: 0,
  used: 4,
  id: 5,
  groupId: 9,
  linkedId: 13,
  offset: 17,
  sizeBytes: 25,
  sizeWithPadding: 33,
  createdAt: 41,
  modifiedAt: 49,
  uid: 57,
  gid: 65,
  name: 73,
  extra: 201,
} as const

export const magicText = 'SIF_MAGIC\0'
export const versionText = '01'

/** The four top bits that mark a group number; all four set and nothing else means no group. */
export const groupMask = 0xf0000000
export const groupValueMask = 0x0fffffff

/** Year 1 as Unix seconds: what writers store for "no time". Zero is an ordinary time. */
export const unsetSeconds = -62_135_596_800n
