/**
 * How a log of a build lies on disk: a folder of segments, each named after its first line, so that the names are
 * the index and one asked-for line costs one small file. It opens nothing.
 */
import { stripVTControlCharacters } from 'node:util'
import type { LogLine, LogLineKind } from '../../../../src-shared/model/build-log.ts'
import { printable } from '../../../../src-shared/text/printable.ts'

export type LogEntry = Omit<LogLine, 'line'>

export const segmentBytes = 1024 * 1024
/** As many segments are kept of the beginning, and as many of the end: 64 MiB together. */
export const keptAtEachEnd = 32
const mostCharacters = 10_000
const tabWidth = 8

const letters: Readonly<Record<LogLineKind, string>> = {
  output: 'O',
  command: 'C',
  warning: 'W',
  error: 'E',
  info: 'I',
}
const kinds = new Map(Object.entries(letters).map(([kind, letter]) => [letter, kind as LogLineKind]))

export function encodeEntry({ kind, at, step, text }: LogEntry): string {
  return `${letters[kind]} ${at} ${step} ${text}\n`
}

/** @returns null for a line that nobody wrote like that */
export function decodeEntry(text: string, line: number): LogLine | null {
  const [, letter = '', at = '', step = '', rest = ''] = /^(\w) (\S+) (\d+) (.*)$/s.exec(text) ?? []
  const kind = kinds.get(letter)
  return kind === undefined ? null : { line, at, kind, step: Number(step), text: rest }
}

/** Whether a stored line is a warning or an error. */
export function isNotice(stored: string): boolean {
  return stored.startsWith('W ') || stored.startsWith('E ')
}

export function segmentName(firstLine: number): string {
  return `${firstLine}.log`
}

/** The first line of a segment; null for any other file. */
export function firstLineOf(name: string): number | null {
  const [, digits] = /^([1-9]\d{0,15})\.log$/.exec(name) ?? []
  return digits === undefined ? null : Number(digits)
}

/**
 * A line as a program printed it, made fit to be shown: colours gone, of a line that was overwritten the last
 * state, tabs as blanks, anything else that could act on a terminal written out, cut where it is endless.
 */
export function cleanLine(raw: string): string {
  const bounded = raw.length > mostCharacters * 4 ? `${raw.slice(0, mostCharacters * 4)}…` : raw
  const plain = stripVTControlCharacters(bounded).replace(/\r+$/, '')
  const last = plain.slice(plain.lastIndexOf('\r') + 1)
  const text = printable(expandTabs(last))
  return text.length > mostCharacters ? `${text.slice(0, mostCharacters - 1)}…` : text
}

function expandTabs(text: string): string {
  if (!text.includes('\t')) return text
  let wide = ''
  for (const piece of text.split('\t')) wide += `${piece}${' '.repeat(tabWidth - (piece.length % tabWidth))}`
  return wide.trimEnd()
}
