/** Where in a definition an offset lies: what completion and hover begin with. */
import { readDefaults } from '../arguments.ts'
import { type Span, sliceOf } from '../span.ts'
import { type DefinitionTree, headerValue, parseTree, type Section, type Stage, sectionsNamed } from '../tree.ts'

export interface TextPlace {
  readonly tree: DefinitionTree
  readonly stage: Stage | null
  /** The place of the stage in the tree, or -1. */
  readonly stageIndex: number
  /** Null in a header. */
  readonly section: Section | null
  /** Its line, without the line end. */
  readonly line: Span
  /** The line up to the offset. */
  readonly before: string
}

/** @param offset is moved into the text when it lies outside */
export function placeAt(text: string, offset: number): TextPlace {
  const tree = parseTree(text)
  const at = Math.min(Math.max(offset, 0), text.length)
  // The end of a stage is where the next one begins, so the last that begins before counts.
  const stageIndex = tree.stages.findLastIndex((stage) => stage.start <= at)
  const stage = tree.stages[stageIndex] ?? null
  const section = stage?.sections.findLast((candidate) => candidate.start <= at) ?? null
  const start = text.lastIndexOf('\n', at - 1) + 1
  const found = text.indexOf('\n', at)
  const stop = found === -1 ? text.length : found
  const end = stop > start && text.charAt(stop - 1) === '\r' && stop - 1 >= at ? stop - 1 : stop
  return { tree, stage, stageIndex, section, line: { start, end }, before: text.slice(start, at) }
}

/** The defaults of a stage by name. */
export function defaultsOf(text: string, stage: Stage): ReadonlyMap<string, string> {
  const body = sectionsNamed(stage, 'arguments').map((section) => sliceOf(text, section.body))
  return readDefaults(body.join('\n'), 'apptainer').values
}

/** Names of the stages before one. */
export function earlierStageNames({ tree, stageIndex }: TextPlace): readonly string[] {
  const names = tree.stages.slice(0, Math.max(stageIndex, 0)).map((stage) => headerValue(stage, 'stage') ?? '')
  return [...new Set(names.filter((name) => name !== ''))]
}
