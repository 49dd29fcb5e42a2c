import { z } from 'zod'
import { call, pathSchema } from './define.ts'

/** An entry of the file system inside an image. Field names are those of `ls --json`. */
export interface FileEntry {
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

export const filesCalls = {
  'files.list': call<{ readonly entries: readonly FileEntry[] }>()(
    z.strictObject({ path: pathSchema, directory: z.string().max(4096) }),
  ),
}
