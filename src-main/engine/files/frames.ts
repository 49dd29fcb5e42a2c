/**
 * Reading the helper's answers: one JSON object a line, `data` frames followed by raw bytes. The
 * helper handles hostile input, so what it says is checked as anything from outside is.
 */
import { z } from 'zod'

/** No line of the helper is longer; one frame of entries is about 64 KiB, one entry at most a few times that. */
const maxLineBytes = 4 << 20
const maxDataBytes = 4 << 20

const frameSchema = z.looseObject({
  id: z.number().int(),
  type: z.enum(['entries', 'data', 'problem', 'progress', 'done', 'error']),
  bytes: z.number().int().nonnegative().max(maxDataBytes).optional(),
})

/** One answer; `data` holds the raw bytes of a data frame. */
export interface Frame {
  readonly id: number
  readonly type: 'entries' | 'data' | 'problem' | 'progress' | 'done' | 'error'
  readonly members: Readonly<Record<string, unknown>>
  readonly data: Buffer | null
}

/** Cuts a stream of bytes into frames. Feed it chunks; it throws a plain Error when they make no sense. */
export class FrameReader {
  #pieces: Buffer[] = []
  #length = 0
  #open: { readonly frame: Omit<Frame, 'data'>; readonly bytes: number } | null = null
  /** Bytes already searched for the end of a line. */
  #searched = 0

  /** @returns the frames that are complete now */
  feed(chunk: Buffer): readonly Frame[] {
    this.#pieces.push(chunk)
    this.#length += chunk.length
    const frames: Frame[] = []
    for (let frame = this.#next(chunk); frame !== null; frame = this.#next(null)) frames.push(frame)
    return frames
  }

  #next(chunk: Buffer | null): Frame | null {
    if (this.#open === null) {
      if (chunk !== null && this.#pieces.length > 1 && !chunk.includes(10)) {
        this.#searched = this.#length
        if (this.#length > maxLineBytes) throw new Error('the helper sent a line that is too long')
        return null
      }
      const buffered = this.#joined()
      const end = buffered.indexOf(10, Math.min(this.#searched, buffered.length))
      if (end < 0) {
        this.#searched = buffered.length
        if (buffered.length > maxLineBytes) throw new Error('the helper sent a line that is too long')
        return null
      }
      const line = this.#take(end + 1)
      this.#searched = 0
      const members = frameSchema.parse(JSON.parse(line.toString('utf8')))
      const frame = { id: members.id, type: members.type, members }
      if (members.type !== 'data') return { ...frame, data: null }
      this.#open = { frame, bytes: members.bytes ?? 0 }
    }
    const { frame, bytes } = this.#open
    if (this.#length < bytes) return null
    this.#open = null
    return { ...frame, data: this.#take(bytes) }
  }

  #joined(): Buffer {
    const [first] = this.#pieces
    if (this.#pieces.length === 1 && first !== undefined) return first
    const joined = Buffer.concat(this.#pieces)
    this.#pieces = [joined]
    return joined
  }

  #take(length: number): Buffer {
    const joined = this.#joined()
    this.#pieces = length < joined.length ? [joined.subarray(length)] : []
    this.#length -= length
    return joined.subarray(0, length)
  }
}
