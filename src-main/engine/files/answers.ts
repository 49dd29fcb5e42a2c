/** The helper's answers as the application's values, checked on the way. */
import { z } from 'zod'
import type {
  DirectoryUsage,
  FileDetails,
  FileEntry,
  FileProblem,
  FileSystemInfo,
} from '../../../src-shared/contract/files.ts'
import { filesText } from '../../../src-shared/text/files.ts'
import { textOfWire } from './byte-text.ts'
import type { Frame } from './frames.ts'

const number = z.number().nonnegative()
const entrySchema = z.object({
  path: z.string(),
  type: z.enum(['file', 'dir', 'symlink', 'char', 'block', 'fifo', 'socket']),
  sizeBytes: number,
  mode: z.string(),
  uid: number,
  gid: number,
  mtime: number,
  target: z.string().optional(),
})
const entriesSchema = z.object({ entries: z.array(entrySchema) })
const hashesSchema = z.object({ entries: z.array(entrySchema.extend({ sha256: z.string() })) })
const usageSchema = z.object({
  entries: z.array(
    z.object({ path: z.string(), totalBytes: number, files: number, directories: number, others: number }),
  ),
})
const problemSchema = z.object({ path: z.string(), code: z.string().optional(), message: z.string() })
const infoSchema = z.object({
  fileSystem: z.enum(['squashfs', 'ext2', 'ext3', 'ext4']),
  compressor: z.string().transform((name) => (name === 'none' ? null : name)),
  journalWaits: z.boolean(),
  inodes: number,
  blockBytes: number,
  bytesUsed: number,
  createdAt: number,
  jail: z.object({
    limits: z.boolean(),
    landlock: z.enum(['full', 'partial', 'none']),
    seccomp: z.boolean(),
    notes: z.array(z.string()),
  }),
})
const xattrsSchema = z.object({ xattrs: z.array(z.object({ name: z.string(), valueHex: z.string() })) })
const totalsSchema = z.record(z.string(), z.unknown())

/** A file with the digest of its contents. */
export interface HashedEntry extends FileEntry {
  /** SHA-256, lower-case hexadecimal. */
  readonly sha256: string
}

function isoTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString()
}

function fileEntry({ target, ...entry }: z.output<typeof entrySchema>): FileEntry {
  return {
    ...entry,
    path: textOfWire(entry.path),
    mtime: isoTime(entry.mtime),
    ...(target === undefined ? {} : { target: textOfWire(target) }),
  }
}

export function entriesOf(frame: Frame): readonly FileEntry[] {
  return entriesSchema.parse(frame.members).entries.map(fileEntry)
}

export function hashesOf(frame: Frame): readonly HashedEntry[] {
  return hashesSchema.parse(frame.members).entries.map(({ sha256, ...entry }) => ({ ...fileEntry(entry), sha256 }))
}

export function usageOf(frame: Frame): readonly DirectoryUsage[] {
  return usageSchema.parse(frame.members).entries.map((usage) => ({ ...usage, path: textOfWire(usage.path) }))
}

export function problemOf(frame: Frame): FileProblem {
  const { path, code, message } = problemSchema.parse(frame.members)
  return { path: textOfWire(path), message: code === 'exists' ? filesText.existsAlready : message }
}

/** Extended attributes out of the answer to `stat`. */
export function xattrsOf(members: Readonly<Record<string, unknown>>): FileDetails['xattrs'] {
  return xattrsSchema.parse(members).xattrs.map(({ name, valueHex }) => ({ name: textOfWire(name), valueHex }))
}

export function infoOf(members: Readonly<Record<string, unknown>>): FileSystemInfo {
  const { createdAt, ...info } = infoSchema.parse(members)
  return { ...info, createdAt: isoTime(createdAt) }
}

/** A number of a frame; 0 where it is missing. */
export function numberOf(members: Readonly<Record<string, unknown>>, name: string): number {
  const value = totalsSchema.parse(members)[name]
  return typeof value === 'number' ? value : 0
}
