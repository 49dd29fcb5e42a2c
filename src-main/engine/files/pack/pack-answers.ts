/** The packing helper's requests and answers as the application's values, checked on the way. */
import { z } from 'zod'
import type { FileSystemInfo } from '../../../../src-shared/contract/files.ts'
import type { PackAsk } from './pack-failures.ts'
import type { PackOptions } from './pack-image.ts'

/** Which walls stand around the process. */
export type Jail = FileSystemInfo['jail']

/** What is known of a layer once it is merged. */
export interface LayerFacts {
  /** Whiteouts included. */
  readonly entries: number
  readonly whiteouts: number
  /** As the data shows, whatever its media type says. */
  readonly compression: 'none' | 'gzip' | 'zstd'
  readonly storedBytes: number
  /** Of the archive. */
  readonly expandedBytes: number
  /** Of the bytes as stored; only if there was one to compare with or it was asked for. */
  readonly digest?: string | undefined
  /** Of the archive; only if there was one to compare with or it was asked for. */
  readonly diffId?: string | undefined
}

/** What is known of the image once it is written. */
export interface Finished {
  /** With padding to a multiple of 4096. */
  readonly sizeBytes: number
  readonly bytesUsed: number
  readonly inodes: number
  /** Contents taken in, those that later layers removed included. */
  readonly contentBytes: number
  /** Contents that were there already and are stored once. */
  readonly duplicateBytes: number
  /** Extended attributes that squashfs cannot hold or that belong to another machine. */
  readonly xattrsLeftOut: number
}

const number = z.number().nonnegative()
const beginningSchema = z.object({
  jail: z.object({
    limits: z.boolean(),
    landlock: z.enum(['full', 'partial', 'none']),
    seccomp: z.boolean(),
    notes: z.array(z.string()),
  }),
})
const layerSchema = z.object({
  entries: number,
  whiteouts: number,
  compression: z.enum(['none', 'gzip', 'zstd']),
  storedBytes: number,
  expandedBytes: number,
  digest: z.string().optional(),
  diffId: z.string().optional(),
})
const finishSchema = z.object({
  sizeBytes: number,
  bytesUsed: number,
  inodes: number,
  contentBytes: number,
  duplicateBytes: number,
  xattrsLeftOut: number,
})

type Members = Readonly<Record<string, unknown>>

export function beginAsk(options: PackOptions): PackAsk {
  const { compressor = 'gzip', level, blockBytes, owners, fixPermissions = false, time, maxBytes, maxEntries } = options
  const { seconds, clampTimes } = time
  const rules = { owners, fixPermissions, time: seconds, clampTimes, maxBytes, maxEntries }
  return { op: 'begin', members: { compressor, level, blockBytes, ...rules } }
}

export const finishAsk: PackAsk = { op: 'finish', members: {} }

export function beginningOf(members: Members): Jail {
  return beginningSchema.parse(members).jail
}

export function layerFactsOf(members: Members): LayerFacts {
  return layerSchema.parse(members)
}

export function finishOf(members: Members): Finished {
  return finishSchema.parse(members)
}
