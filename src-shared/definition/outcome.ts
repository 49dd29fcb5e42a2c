/**
 * An interpretation as plain data for programs that read JSON, with the names that scripts rely on, and the
 * words that the command line would print after `FATAL:`.
 */
import type { InterpretOptions } from './interpret.ts'
import { interpretDefinition } from './interpret.ts'
import type { Interpretation, PlanError, Program, StageMeaning } from './meaning.ts'
import type { DefinitionTree } from './tree.ts'

export interface StageData {
  readonly header: Readonly<Record<string, string>> | null
  readonly scripts: Readonly<Record<string, { readonly args: string; readonly text: string }>>
  readonly labels: Readonly<Record<string, string>>
  readonly files: StageMeaning['files']
  readonly apps: { readonly order: readonly string[]; readonly sections: Readonly<Record<string, string>> }
}

export interface PlanErrorData {
  readonly kind: PlanError['kind']
  readonly message: string | null
  readonly cli: string | null
}

export type Outcome =
  | {
      readonly result: 'ok'
      readonly stages: readonly StageData[]
      readonly planError?: PlanErrorData
      readonly unusedBuildArgs?: readonly string[]
      readonly unusedBuildArgsAre?: 'fatal' | 'warning'
      readonly warnings?: readonly string[]
    }
  | {
      readonly result: 'error' | 'crash'
      readonly phase: string
      readonly kind: string
      readonly message: string
      readonly names?: readonly string[]
      /** Absent for a crash. */
      readonly cli?: string
    }

/**
 * The outcome for one program.
 * @param file the file's name as it was given, for the program's message
 */
export function outcomeFor(input: string | DefinitionTree, options: InterpretOptions, file: string): Outcome {
  return asOutcome(interpretDefinition(input, options), options.program, file)
}

/** The same for an interpretation that is there already. */
export function asOutcome(found: Interpretation, program: Program, file: string): Outcome {
  if (found.result === 'ok') {
    const { planError, unusedArguments, warnings } = found
    return {
      result: 'ok',
      stages: found.stages.map(stageData),
      ...(planError === null ? {} : { planError: planErrorData(planError) }),
      ...(unusedArguments.length === 0
        ? {}
        : {
            unusedBuildArgs: unusedArguments,
            unusedBuildArgsAre: program === 'apptainer' ? ('fatal' as const) : ('warning' as const),
          }),
      ...(warnings.length === 0 ? {} : { warnings }),
    }
  }
  const { phase, error } = found
  const { kind, message, names } = error
  const common = { phase, kind, message, ...(kind === 'section-unknown' && names !== undefined ? { names } : {}) }
  if (found.result === 'crash') return { result: 'crash', ...common }
  const where = phase === 'parse' ? `while parsing definition: ${file}: ` : ''
  return { result: 'error', ...common, cli: `Unable to build from ${file}: ${where}${message}` }
}

/** The outcome of a value that is no `name=value`: the programs stop before they open the file. */
export function outcomeOfPair(message: string): Outcome {
  const kind = 'argument-malformed' as const
  return { result: 'error', phase: 'arguments', kind, message, cli: `While processing the definition file: ${message}` }
}

function planErrorData({ kind, message }: PlanError): PlanErrorData {
  return { kind, message, cli: message === null ? null : `Unable to create build: ${message}` }
}

function stageData({ header, scripts, labels, files, apps }: StageMeaning): StageData {
  return {
    header: header === null ? null : Object.fromEntries(header),
    scripts: Object.fromEntries(scripts),
    labels: Object.fromEntries(labels),
    files,
    apps: { order: apps.order, sections: Object.fromEntries(apps.sections) },
  }
}
