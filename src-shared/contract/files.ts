import { z } from 'zod'
import type { Job } from '../model/job.ts'
import { call, pathSchema } from './define.ts'

/** An entry of the file system inside an image. Field names are those of `ls --json`. */
export interface FileEntry {
  /** From the root of the image. Bytes that are not UTF-8 stand as lone surrogates U+DC80 to U+DCFF. */
  readonly path: string
  readonly type: 'file' | 'dir' | 'symlink' | 'char' | 'block' | 'fifo' | 'socket'
  readonly sizeBytes: number
  /** Octal with leading zero, like `0755`. */
  readonly mode: string
  readonly uid: number
  readonly gid: number
  /** ISO 8601, UTC. */
  readonly mtime: string
  readonly target?: string
}

/** Something inside an image that could not be read, and why. */
export interface FileProblem {
  readonly path: string
  readonly message: string
}

/** The file system of an image as a whole. */
export interface FileSystemInfo {
  readonly fileSystem: 'squashfs' | 'ext2' | 'ext3' | 'ext4'
  /** Null where contents are not compressed. */
  readonly compressor: string | null
  /** Its last changes are in a journal that nobody has replayed; what is shown lacks them. */
  readonly journalWaits: boolean
  readonly inodes: number
  readonly blockBytes: number
  readonly bytesUsed: number
  /** ISO 8601, UTC. */
  readonly createdAt: string
  /** What holds the process that reads it. */
  readonly jail: {
    readonly limits: boolean
    readonly landlock: 'full' | 'partial' | 'none'
    readonly seccomp: boolean
    readonly notes: readonly string[]
  }
}

/** What lies below a directory. Contents that several names share count once. */
export interface DirectoryUsage {
  readonly path: string
  readonly totalBytes: number
  readonly files: number
  readonly directories: number
  readonly others: number
}

/** Everything that is known about one entry. */
export interface FileDetails {
  /** With the path that it really has: links on the way are followed. */
  readonly entry: FileEntry
  /** Extended attributes; their values are bytes. */
  readonly xattrs: readonly { readonly name: string; readonly valueHex: string }[]
  /** Of a link: what it leads to in the end, inside the image; null where that does not exist. */
  readonly leadsTo: FileEntry | null
}

/** What a search found since it was last asked. */
export interface SearchPart {
  /** To ask for more with; null when the search is over. */
  readonly search: string | null
  readonly entries: readonly FileEntry[]
  readonly problems: readonly FileProblem[]
  /** Entries looked at so far. */
  readonly looked: number
  /** It ended because as much was found as was asked for. */
  readonly limitReached: boolean
}

/** How the entries of a directory can be ordered; `stored` is by the bytes of their names. */
export const listOrders = ['stored', 'size', 'mode', 'changed'] as const
export type ListOrder = (typeof listOrders)[number]

/** A path inside an image. */
const insideSchema = z
  .string()
  .max(65_536)
  .refine((path) => !path.includes('\0'), 'contains NUL')
const count = z.number().int().nonnegative()

/** What to search for: names that fit a pattern and, if asked, contents that hold a text. */
const searchSchema = z.strictObject({
  path: pathSchema,
  directory: insideSchema.default('/'),
  pattern: z.string().max(4096).optional(),
  contains: z.string().min(1).max(4096).optional(),
  ignoreCase: z.boolean().default(false),
  limit: count.max(100_000).default(1000),
})

export const filesCalls = {
  /** What kind of file system an image has. */
  'files.info': call<FileSystemInfo>()(z.strictObject({ path: pathSchema })),
  /** The entries of one directory in order of their names, or in another order; of a huge one a part, if asked. */
  'files.list': call<{
    readonly entries: readonly FileEntry[]
    /** Entries of the whole directory. */
    readonly total: number
    readonly problems: readonly FileProblem[]
  }>()(
    z.strictObject({
      path: pathSchema,
      directory: insideSchema,
      skip: count.optional(),
      limit: count.optional(),
      order: z.enum(listOrders).default('stored'),
      descending: z.boolean().default(false),
    }),
  ),
  /** One entry as a whole, with its extended attributes and where it leads. */
  'files.stat': call<FileDetails>()(z.strictObject({ path: pathSchema, file: insideSchema })),
  /** A part of a file's contents, for a preview; links are followed inside the image. */
  'files.read': call<{ readonly base64: string; readonly sizeBytes: number }>()(
    z.strictObject({
      path: pathSchema,
      file: insideSchema,
      offset: count.default(0),
      length: count.max(1 << 20).default(1 << 16),
    }),
  ),
  /** Entries whose name fits a pattern and, if asked, whose contents hold a text. */
  'files.find': call<{
    readonly entries: readonly FileEntry[]
    readonly limitReached: boolean
    readonly problems: readonly FileProblem[]
  }>()(searchSchema),
  /** Begins the same search and answers with what it finds first; it goes on while it is asked for more. */
  'files.searchStart': call<SearchPart>()(searchSchema),
  /** What was found since. Aborting the call ends the search, and so does not asking for half a minute. */
  'files.searchNext': call<SearchPart>()(z.strictObject({ search: z.string().max(64) })),
  /** Sizes of a directory and of the directories in it, down to some levels. */
  'files.usage': call<{ readonly directories: readonly DirectoryUsage[] }>()(
    z.strictObject({ path: pathSchema, directory: insideSchema.default('/'), depth: count.max(64).default(1) }),
  ),
  /** Extracts paths, or everything, into a folder; a job. Owners, set-id bits and devices only when asked. */
  'files.extract': call<Job>()(
    z.strictObject({
      path: pathSchema,
      paths: z.array(insideSchema).max(10_000).default([]),
      to: pathSchema,
      owners: z.boolean().default(false),
      special: z.boolean().default(false),
    }),
  ),
}
