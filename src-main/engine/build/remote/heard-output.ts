/**
 * Turns the pieces of a live output into lines, and leaves out what was heard before: a stream that is opened
 * again may tell everything once more, or go on. It knows neither sockets nor logs.
 */
import { createHash, type Hash } from 'node:crypto'

/** What was heard of an output, to know it again later. */
export interface Heard {
  readonly lines: number
  readonly first: string
  readonly digest: string
}

export interface HeardOutput {
  /** A piece as it came. */
  text(piece: string): void
  /** A stream begins: what it tells may be known. */
  begin(): void
  /**
   * Nothing more will come: a last line without an end is one all the same.
   * @param isWhole whether the stream said itself that it was over
   */
  finish(isWhole: boolean): void
  heard(): Heard | null
}

/** A line without an end is cut here. */
const mostLineCharacters = 64 * 1024

/** @param before what an earlier run heard */
export function createHeardOutput(onLine: (line: string) => void, before: Heard | null): HeardOutput {
  let unfinished = ''
  /** What the stream before had begun to say. */
  let cutOff = ''
  let known = before
  let hash: Hash | null = before === null ? createHash('sha256') : null
  /** Lines that look like those that were heard before, until it is clear; null when new ones come. */
  let again: { readonly lines: string[]; readonly hash: Hash } | null = null

  const take = (line: string): void => {
    known = { lines: (known?.lines ?? 0) + 1, first: known?.first ?? line, digest: '' }
    hash?.update(`${line}\n`)
    onLine(line)
  }
  const asNew = (): void => {
    const [first, ...others] = again?.lines ?? []
    again = null
    // It goes on in the middle of the line at which the one before was cut.
    if (first !== undefined) take(`${cutOff}${first}`)
    cutOff = ''
    for (const line of others) take(line)
  }
  const heard = (): Heard | null => {
    if (known === null || hash === null) return known
    return { ...known, digest: hash.copy().digest('hex') }
  }
  const hear = (line: string): void => {
    const earlier = again === null ? null : heard()
    if (again === null || earlier === null) {
      take(line)
      return
    }
    again.lines.push(line)
    again.hash.update(`${line}\n`)
    const isFirst = again.lines.length === 1
    if (isFirst && line !== earlier.first) asNew()
    else if (again.lines.length < earlier.lines) return
    else if (again.hash.copy().digest('hex') !== earlier.digest) asNew()
    else {
      // From here on what comes is new; the digest goes on from the repeated lines.
      hash = again.hash
      again = null
      cutOff = ''
    }
  }

  return {
    text(piece) {
      unfinished += piece
      const lines = unfinished.split('\n')
      unfinished = lines.pop() ?? ''
      for (const line of lines) hear(line)
      if (unfinished.length > mostLineCharacters) {
        hear(unfinished)
        unfinished = ''
      }
    },
    begin() {
      cutOff = unfinished
      unfinished = ''
      again = known === null ? null : { lines: [], hash: createHash('sha256') }
    },
    finish(isWhole) {
      // Less than before and yet all: it was not the same again.
      if (isWhole && again !== null && again.lines.length > 0) asNew()
      if (unfinished !== '') hear(unfinished)
      else if (cutOff !== '' && again !== null) take(cutOff)
      unfinished = ''
      cutOff = ''
      again = null
    },
    heard,
  }
}
