/**
 * Writes the log of a running build: gathers lines, appends them in the background, begins a new segment after
 * each mebibyte, and leaves out the middle of a log that is too long. It reads nothing.
 */
import { appendFile, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { encodeEntry, keptAtEachEnd, type LogEntry, segmentBytes, segmentName } from './log-format.ts'

export interface LogFile {
  /** @returns the number of the line */
  append(entry: LogEntry): number
  /** Resolves when there is room again; who produces lines without end waits for it. */
  ready(): Promise<void>
  /** Writes what is left. */
  close(): Promise<void>
}

const flushAfterMs = 50
const mostWaitingCharacters = 1024 * 1024

interface Segment {
  readonly path: string
  bytes: number
  waiting: string[]
}

/**
 * @param folder made when the first line comes
 * @param linesBefore of an earlier run, which stay
 * @param onWritten told how many lines can be read
 */
export function createLogFile(folder: string, linesBefore: number, onWritten: (lines: number) => void): LogFile {
  const segments: Segment[] = []
  let dirty: Segment[] = []
  let lines = linesBefore
  let waitingCharacters = 0
  let timer: NodeJS.Timeout | null = null
  let writing: Promise<void> = Promise.resolve()
  let isBroken = false

  const current = (length: number): Segment => {
    const last = segments.at(-1)
    if (last !== undefined && last.bytes + length <= segmentBytes) return last
    const next: Segment = { path: join(folder, segmentName(lines + 1)), bytes: 0, waiting: [] }
    segments.push(next)
    return next
  }

  const write = async (): Promise<void> => {
    const upTo = lines
    const todo = dirty
    dirty = []
    waitingCharacters = 0
    const leftOut = segments.splice(keptAtEachEnd, Math.max(0, segments.length - 2 * keptAtEachEnd))
    if (isBroken) return
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      for (const segment of todo) {
        const text = segment.waiting.join('')
        segment.waiting = []
        if (!leftOut.includes(segment)) await appendFile(segment.path, text, { mode: 0o600 })
      }
      for (const { path } of leftOut) await rm(path, { force: true })
      onWritten(upTo)
    } catch {
      // A build is worth more than its log: when the disk is full, the build will say so itself.
      isBroken = true
    }
  }

  const flush = (): Promise<void> => {
    if (timer !== null) clearTimeout(timer)
    timer = null
    writing = writing.then(write)
    return writing
  }

  return {
    append(entry) {
      const text = encodeEntry(entry)
      const bytes = Buffer.byteLength(text)
      const segment = current(bytes)
      lines += 1
      segment.bytes += bytes
      if (segment.waiting.length === 0) dirty.push(segment)
      segment.waiting.push(text)
      waitingCharacters += text.length
      timer ??= setTimeout(flush, flushAfterMs)
      return lines
    },
    async ready() {
      if (waitingCharacters > mostWaitingCharacters) await flush()
    },
    close: flush,
  }
}
