/**
 * The coarse cut of a definition: stages at lines that begin with `Bootstrap:`, and in a stage what stands
 * above the first marker, then one block per `%` marker. Every character is in exactly one block. It knows
 * no names; what the blocks mean is for others.
 */
import { fitsBytes, isSpace } from './program-text.ts'
import { type Line, linesIn, type Span } from './span.ts'

/** What stands above the first marker of a stage, or a marker with its text. */
export interface Block extends Span {
  /** The marker's line without its end; null above the first marker. */
  readonly marker: Line | null
}

/** Header or section plus what is needed to see the next marker, as the programs buffer it. */
const bufferBytes = 65_536

/**
 * Where stages begin: at column 0, in any letter case, no blank before the colon, also inside
 * here-documents. Letters compare as the programs compare them, which counts the long s as an s.
 */
const stageStart = /(?<![^\n])bootstrap:/giu

/** The stages of a file, the part above the first `Bootstrap:` included when it is not empty. */
export function splitStages(text: string): readonly Span[] {
  const starts = Array.from(text.matchAll(stageStart), (match) => match.index)
  if (starts[0] !== 0) starts.unshift(0)
  return starts
    .map((start, place): Span => ({ start, end: starts[place + 1] ?? text.length }))
    .filter(({ start, end }) => end > start)
}

/** Whether the first word of a line starts with `%`, which makes it a marker. */
function isMarker(text: string, line: Line): boolean {
  for (let at = line.start; at < line.end; at += 1) {
    const character = text.charAt(at)
    if (!isSpace(character)) return character === '%'
  }
  return false
}

/** The blocks of one stage; together they are the stage. */
export function splitBlocks(text: string, stage: Span): readonly Block[] {
  const blocks: Block[] = []
  let start = stage.start
  let marker: Line | null = null
  for (const line of linesIn(text, stage.start, stage.end)) {
    if (!isMarker(text, line)) continue
    if (line.start > start) blocks.push({ start, end: line.start, marker })
    start = line.start
    marker = line
  }
  if (stage.end > start) blocks.push({ start, end: stage.end, marker })
  return blocks
}

/**
 * Whether the programs can read a block: their line scanner holds 64 KiB, in which the block and the whole
 * line of the next marker must fit.
 */
export function isBlockReadable(text: string, stage: Span, block: Block, next: Block | undefined): boolean {
  const nextMarker = next?.marker ?? null
  const hasLineEnd = nextMarker !== null && text.charAt(nextMarker.next - 1) === '\n'
  if (nextMarker !== null && hasLineEnd) return fitsBytes(text, block.start, nextMarker.next, bufferBytes)
  return fitsBytes(text, block.start, stage.end, bufferBytes - 1)
}

/** A block's text as the programs keep it: line ends as LF, a missing final one added. */
export function blockText(text: string, span: Span): string {
  const raw = text.slice(span.start, span.end).replaceAll('\r\n', '\n')
  if (raw === '' || raw.endsWith('\n')) return raw
  return `${raw.endsWith('\r') ? raw.slice(0, -1) : raw}\n`
}
