/** Reads the log of a build, finished or still growing, by line numbers. It writes nothing and keeps nothing open. */
import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { LogLine } from '../../../../src-shared/model/build-log.ts'
import { buildersText } from '../../../../src-shared/text/builders.ts'
import { decodeEntry, firstLineOf, isNotice, segmentName } from './log-format.ts'

interface StoredSegment {
  readonly first: number
  readonly lines: readonly string[]
}

const mostFound = 10_000
const mostNotices = 1000

/** @returns the lines from `from` on that are there, at most `count`, and how many there are altogether */
export async function readLog(
  folder: string,
  from: number,
  count: number,
): Promise<{ readonly lines: readonly LogLine[]; readonly total: number }> {
  const firsts = await segmentsOf(folder)
  const end = from + count
  const lines: LogLine[] = []
  let total = 0
  for (const [place, first] of firsts.entries()) {
    const next = firsts[place + 1] ?? Number.POSITIVE_INFINITY
    const isLast = place === firsts.length - 1
    if (!isLast && (first >= end || next <= from)) continue
    const segment = await readSegment(folder, first)
    const after = first + segment.lines.length
    if (isLast) total = after - 1
    for (let line = Math.max(from, first); line < Math.min(after, end); line += 1) {
      const entry = decodeEntry(segment.lines[line - first] ?? '', line)
      if (entry !== null) lines.push(entry)
    }
    const leftOut = decodeEntry(segment.lines.at(-1) ?? '', after)
    for (let line = Math.max(from, after); !isLast && line < Math.min(next, end); line += 1) {
      const text = buildersText.linesLeftOut(after, next - 1)
      lines.push({ line, at: leftOut?.at ?? '', kind: 'info', step: leftOut?.step ?? 0, text })
    }
  }
  return { lines, total }
}

/** Lines after `after` that hold a text, in any letter case. */
export async function findInLog(
  folder: string,
  text: string,
  after: number,
): Promise<{ readonly lines: readonly number[]; readonly total: number }> {
  const wanted = text.toLowerCase()
  const lines: number[] = []
  let total = 0
  for await (const { first, lines: stored } of allSegments(folder)) {
    for (const [place, raw] of stored.entries()) {
      const line = first + place
      if (line <= after || !raw.toLowerCase().includes(wanted)) continue
      if (decodeEntry(raw, line)?.text.toLowerCase().includes(wanted) !== true) continue
      total += 1
      if (lines.length < mostFound) lines.push(line)
    }
  }
  return { lines, total }
}

/** The first warnings and errors. */
export async function readNotices(folder: string): Promise<readonly LogLine[]> {
  const found: LogLine[] = []
  for await (const { first, lines } of allSegments(folder)) {
    for (const [place, raw] of lines.entries()) {
      const entry = isNotice(raw) ? decodeEntry(raw, first + place) : null
      if (entry !== null) found.push(entry)
      if (found.length >= mostNotices) return found
    }
  }
  return found
}

export async function removeLog(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true })
}

async function* allSegments(folder: string): AsyncGenerator<StoredSegment> {
  for (const first of await segmentsOf(folder)) yield readSegment(folder, first)
}

async function segmentsOf(folder: string): Promise<readonly number[]> {
  const names = await readdir(folder).catch(() => [])
  return names
    .map(firstLineOf)
    .filter((first) => first !== null)
    .sort((a, b) => a - b)
}

async function readSegment(folder: string, first: number): Promise<StoredSegment> {
  // It may have been left out a moment ago.
  const text = await readFile(join(folder, segmentName(first)), 'utf8').catch(() => '')
  const lines = text.split('\n')
  // What follows the last line end is still being written.
  lines.pop()
  return { first, lines }
}
