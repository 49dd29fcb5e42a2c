/**
 * The linter: everything that the command lines refuse, and what they accept but take differently than it
 * was meant. It reads the text alone; whether files exist it asks its caller.
 */
import { readDefaults } from '../arguments.ts'
import { isBlockReadable } from '../blocks.ts'
import { interpretDefinition } from '../interpret.ts'
import { programs } from '../meaning.ts'
import { createLineIndex, sliceOf } from '../span.ts'
import { type DefinitionTree, headerValue, parseTree, type Stage, sectionsNamed } from '../tree.ts'
import { lintBase } from './base-rules.ts'
import { lintCharacters } from './characters.ts'
import type { LintContext, LintOptions, StageContext } from './context.ts'
import { lintFiles } from './file-rules.ts'
import { type FixedText, fixSafely } from './fix.ts'
import { lintHeader } from './header-rules.ts'
import { lintArguments, lintLabels } from './list-rules.ts'
import { createReporter, type DefinitionProblem } from './problem.ts'
import { programName } from './program-name.ts'
import { lintScripts } from './script-rules.ts'
import { lintSecrets } from './secret-rules.ts'
import { lintSections } from './section-rules.ts'
import { hasContent, lintLostStages, lintStages } from './stage-rules.ts'

export type { LintOptions } from './context.ts'

/**
 * Finds the problems of a definition, by place; at most 2000. Never throws; takes time in proportion to the
 * length of the text.
 */
export function lintDefinition(text: string, options: LintOptions = {}): readonly DefinitionProblem[] {
  const tree = parseTree(text)
  const lines = createLineIndex(text)
  const reporter = createReporter(lines)
  const context: LintContext = { text, tree, lines, stagePlaces: placesOf(tree), reporter, options }
  lintSecrets(context)
  lintStages(context)
  for (const [place, stage] of tree.stages.entries()) {
    if (reporter.isFull()) break
    lintStage({ ...context, stage, place, isLast: place === tree.stages.length - 1, defaults: defaultsOf(text, stage) })
  }
  lintCharacters(context)
  lintReadability(context)
  return reporter.problems()
}

/** Makes every safe correction. */
export function fixDefinition(text: string, options: LintOptions = {}): FixedText {
  return fixSafely(text, (current) => lintDefinition(current, options))
}

function placesOf({ stages }: DefinitionTree): ReadonlyMap<string, number> {
  const places = new Map<string, number>()
  for (const [place, stage] of stages.entries()) {
    const name = headerValue(stage, 'stage')
    if (name !== null && !places.has(name)) places.set(name, place)
  }
  return places
}

function defaultsOf(text: string, stage: Stage): ReadonlyMap<string, string> {
  const body = sectionsNamed(stage, 'arguments')
    .map((section) => sliceOf(text, section.body))
    .join('\n')
  return readDefaults(body, 'apptainer').values
}

function lintStage(context: StageContext): void {
  // What stands above the first header and holds nothing is dropped before anything is read in it.
  if (!hasContent(context.stage)) return
  lintLength(context)
  lintHeader(context)
  lintBase(context)
  lintSections(context)
  lintFiles(context)
  lintLabels(context)
  lintArguments(context)
  lintScripts(context)
  lintLostStages(context)
}

function lintLength({ text, stage, reporter }: StageContext): void {
  const { header, sections } = stage
  const blocks = [...(header.end > header.start ? [{ ...header, marker: null }] : []), ...sections]
  for (const [place, block] of blocks.entries()) {
    if (isBlockReadable(text, stage, block, blocks[place + 1])) continue
    const end = block.marker === null ? block.start + 1 : block.marker.end
    reporter.report('section-too-long', { start: block.start, end })
  }
}

/** The last net: what a program refuses is never passed over in silence. */
function lintReadability({ text, tree, reporter, options }: LintContext): void {
  if (reporter.problems().some(({ severity }) => severity === 'error')) return
  for (const program of programs) {
    const found = interpretDefinition(tree, { program, buildArguments: givenValues(options) })
    if (found.result === 'ok') continue
    const { at, message } = found.error
    const start = Math.min(at, Math.max(0, text.length - 1))
    reporter.report('not-readable', { start, end: start + 1 }, { program: programName(program), message })
    return
  }
}

/** Arguments whose values are not known here stand for themselves. */
function givenValues({ givenArguments = new Set<string>() }: LintOptions): ReadonlyMap<string, string> {
  return new Map([...givenArguments].map((name) => [name, name]))
}
