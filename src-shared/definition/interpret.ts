/**
 * What a command line makes of a whole definition file: stages, arguments put in, read again, and the check
 * that a build can be made of it. Equal to the programs in result, words and order of complaints.
 */
import { readDefaults, replaceTemplates, sourceOffset } from './arguments.ts'
import { interpretStage, type StageReading } from './interpret-stage.ts'
import { acceptsAgent } from './language.ts'
import type { DefinitionError, Interpretation, Phase, PlanError, Program, StageMeaning } from './meaning.ts'
import { quoted } from './program-text.ts'
import { type DefinitionTree, parseTree, readStage, type Stage } from './tree.ts'

export interface InterpretOptions {
  readonly program: Program
  /** Values of the command line and of an argument file, by name. */
  readonly buildArguments?: ReadonlyMap<string, string>
}

/**
 * Reads a definition as one of the programs does.
 * @param input its text, or its tree when there is one already
 */
export function interpretDefinition(input: string | DefinitionTree, options: InterpretOptions): Interpretation {
  const { program, buildArguments: given = new Map() } = options
  const tree = typeof input === 'string' ? parseTree(input) : input
  const { text } = tree
  const first = readAll(tree, program)
  if (!first.ok) return stopped('parse', first.error)
  const kept = first.kept
  if (kept.length === 0 && program === 'apptainer') {
    return stopped('parse', { kind: 'no-stages', message: 'no stages found in definition file', at: 0 })
  }
  const stages: StageMeaning[] = []
  const embedded: string[] = []
  const used = new Set<string>()
  const warnings: string[] = []
  for (const { stage, meaning } of kept) {
    const defaults = readDefaults(meaning.scripts.get('arguments')?.text ?? '', program)
    warnings.push(...defaults.warnings)
    const source = text.slice(stage.start, stage.end)
    const replaced = replaceTemplates(source, { given, defaults: defaults.values }, program)
    if (replaced.kind === 'error') return stopped('arguments', movedTo(replaced.error, stage.start))
    const second = replaced.text === source ? asReading(meaning) : readAgain(replaced.text, program)
    if (second.kind === 'meaning') {
      stages.push(second.stage)
      embedded.push(replaced.text)
      for (const name of replaced.used) used.add(name)
      continue
    }
    const error: DefinitionError =
      second.kind === 'empty' ? { kind: 'definition-empty', message: 'empty definition file', at: 0 } : second.error
    const at = stage.start + sourceOffset(replaced.parts, error.at)
    return stopped('parse-after-arguments', { ...error, at })
  }
  return {
    result: 'ok',
    stages,
    embeddedText: embedded.join(''),
    planError: planError(stages, program),
    unusedArguments: [...given.keys()].filter((name) => !used.has(name)).sort(),
    warnings,
  }
}

function asReading(stage: StageMeaning): StageReading {
  return { kind: 'meaning', stage }
}

/** The second reading knows one stage only, whatever the values brought in. */
function readAgain(text: string, program: Program): StageReading {
  return interpretStage(text, readStage(text, { start: 0, end: text.length }), program)
}

type Reading =
  | { readonly ok: true; readonly kept: readonly { readonly stage: Stage; readonly meaning: StageMeaning }[] }
  | { readonly ok: false; readonly error: DefinitionError }

function readAll({ text, stages }: DefinitionTree, program: Program): Reading {
  const kept: { readonly stage: Stage; readonly meaning: StageMeaning }[] = []
  for (const stage of stages) {
    const reading = interpretStage(text, stage, program)
    if (reading.kind === 'error') return { ok: false, error: reading.error }
    if (reading.kind === 'meaning') kept.push({ stage, meaning: reading.stage })
  }
  return { ok: true, kept }
}

function stopped(phase: Phase, error: DefinitionError): Interpretation {
  return error.kind === 'runtime-panic' ? { result: 'crash', phase, error } : { result: 'error', phase, error }
}

function movedTo(error: DefinitionError, start: number): DefinitionError {
  return { ...error, at: error.at + start }
}

/** Why no build can be made of stages that were read well; the first stage that is in the way decides. */
export function planError(stages: readonly StageMeaning[], program: Program): PlanError | null {
  // Nothing to build ends in a runtime panic, so there are no words.
  if (stages.length === 0) return { kind: 'no-stages', message: null, stage: 0 }
  for (const [place, { header }] of stages.entries()) {
    if (header === null) {
      return { kind: 'header-missing', message: 'multiple stages detected, all must have headers', stage: place }
    }
    const agent = header.get('bootstrap') ?? ''
    if (agent === '') {
      const message = 'unable to get conveyorpacker: no bootstrap specification found'
      return { kind: 'bootstrap-missing', message, stage: place }
    }
    if (!acceptsAgent(program, agent)) {
      const source = program === 'singularity' ? quoted(agent) : agent
      const message = `unable to get conveyorpacker: invalid build source ${source}`
      return { kind: 'bootstrap-unknown', message, stage: place }
    }
  }
  return null
}
