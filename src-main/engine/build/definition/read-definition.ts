/**
 * From the text of a definition to what has to be done, or why it cannot be done here. It opens no file.
 * Source: build reference, 1.5, 1.7, 1.8 and 2.1.
 */

import { interpretDefinition } from '../../../../src-shared/definition/interpret.ts'
import { readLabels } from '../../../../src-shared/definition/interpret-stage.ts'
import type {
  FileList,
  Interpretation,
  ScriptSection as ScriptName,
  StageMeaning,
} from '../../../../src-shared/definition/meaning.ts'
import { failure } from '../../../../src-shared/text/errors/index.ts'
import type { Warn } from '../container/add-metadata.ts'
import type { Builder } from '../container/builder.ts'
import type { AppPlan, ScriptSection, StoredSections } from '../container/container-plan.ts'

export interface AppFile {
  readonly app: string
  readonly source: string
  readonly target: string
}

export interface StagePlan {
  readonly name: string | null
  /** The value of `Bootstrap`. */
  readonly agent: string
  readonly header: ReadonlyMap<string, string>
  readonly sections: StoredSections
  readonly files: readonly FileList[]
  readonly appFiles: readonly AppFile[]
}

export interface DefinitionPlan {
  readonly stages: readonly [StagePlan, ...StagePlan[]]
  /** The last stage: the one that becomes the image. */
  readonly last: StagePlan
  readonly embedded: string
}

export interface ReadOptions {
  /** How messages name the definition. */
  readonly name: string
  readonly builder: Builder
  readonly sections: readonly string[]
  readonly arguments: Readonly<Record<string, string>>
  readonly warn: Warn
}

const knownSections: ReadonlySet<string> = new Set([
  ...[
    'all',
    'none',
    'pre',
    'setup',
    'post',
    'files',
    'environment',
    'runscript',
    'startscript',
    'test',
    'labels',
    'help',
  ],
])

/** A definition that both reads well and can be built somewhere. */
export type GoodMeaning = Extract<Interpretation, { readonly result: 'ok' }>

/** @throws AppFailure BUILD_DEFINITION, BUILD_SECTIONS, BUILD_ARGUMENT, BUILD_ARGUMENTS_UNUSED, BUILD_NEEDS_PROGRAM */
export function readDefinition(text: string, options: ReadOptions): DefinitionPlan {
  const meaning = readMeaning(text, options)
  const { name } = options
  const wanted = (section: string): boolean => options.sections.includes('all') || options.sections.includes(section)
  const [first, ...rest] = meaning.stages.map((stage) => stagePlan(stage, name, wanted))
  if (first === undefined) throw failure('BUILD_DEFINITION', { name, line: 1, column: 1, reason: 'it has no stages' })
  return { stages: [first, ...rest], last: rest.at(-1) ?? first, embedded: meaning.embeddedText }
}

/**
 * What a definition means, wherever it will be built.
 * @throws AppFailure BUILD_DEFINITION, BUILD_SECTIONS, BUILD_ARGUMENT, BUILD_ARGUMENTS_UNUSED
 */
export function readMeaning(text: string, options: ReadOptions): GoodMeaning {
  const { name, builder, warn } = options
  checkSections(options.sections)
  const buildArguments = checkedArguments(options.arguments, builder)
  const meaning = interpretDefinition(text, { program: builder, buildArguments })
  if (meaning.result !== 'ok') {
    const { message, at } = meaning.error
    throw failure('BUILD_DEFINITION', { name, ...placeOf(text, at), reason: message })
  }
  if (meaning.planError !== null) {
    throw failure('BUILD_DEFINITION', {
      name,
      line: 1,
      column: 1,
      reason: meaning.planError.message ?? 'it has no stages',
    })
  }
  for (const warning of meaning.warnings) warn('definition', { text: warning })
  if (meaning.unusedArguments.length > 0) {
    const names = meaning.unusedArguments.join(', ')
    if (builder === 'apptainer') throw failure('BUILD_ARGUMENTS_UNUSED', { names })
    warn('unusedArguments', { names })
  }
  return meaning
}

function checkSections(sections: readonly string[]): void {
  const isMixed = sections.length > 1 && (sections.includes('all') || sections.includes('none'))
  const unknown = sections.find((section) => !knownSections.has(section))
  if (isMixed || unknown !== undefined || sections.length === 0) {
    throw failure('BUILD_SECTIONS', { sections: sections.join(',') })
  }
}

/** Names and values without the blanks around them. */
function checkedArguments(given: Readonly<Record<string, string>>, builder: Builder): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(given).map(([name, value]) => {
      const trimmed: readonly [string, string] = [name.trim(), value.trim()]
      const isBad = trimmed[0] === '' || (trimmed[1] === '' && builder === 'singularity')
      if (isBad) throw failure('BUILD_ARGUMENT', { argument: `${name}=${value}` })
      return trimmed
    }),
  )
}

function placeOf(text: string, at: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, at).split('\n')
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 }
}

function stagePlan(stage: StageMeaning, name: string, wanted: (section: string) => boolean): StagePlan {
  const header = stage.header ?? new Map<string, string>()
  const executed = executedSections(stage, wanted)
  if (executed.length > 0) throw failure('BUILD_NEEDS_PROGRAM', { name, sections: executed })
  const script = (section: ScriptName): ScriptSection | null =>
    wanted(section) ? (stage.scripts.get(section) ?? null) : null
  return {
    name: header.get('stage') ?? null,
    agent: header.get('bootstrap') ?? '',
    header,
    files: wanted('files') ? stage.files : [],
    appFiles: appFiles(stage),
    sections: {
      environment: nonEmpty(script('environment')?.text),
      runscript: withText(script('runscript')),
      startscript: withText(script('startscript')),
      test: withText(script('test')),
      help: nonEmpty(script('help')?.text),
      labels: wanted('labels') && stage.labels.size > 0 ? stage.labels : null,
      apps: stage.apps.order.map((app) => appPlan(stage, app)),
    },
  }
}

/** Sections that run programs, which is not done here. */
function executedSections(stage: StageMeaning, wanted: (section: string) => boolean): readonly string[] {
  const named = (['pre', 'setup', 'post'] as const).filter(
    (section) => runsSomething(stage.scripts.get(section)?.text) && (section === 'post' || wanted('setup')),
  )
  const installs = stage.apps.order.filter((app) => runsSomething(stage.apps.sections.get(`appinstall ${app}`)))
  return [...named.map((section) => `%${section}`), ...installs.map((app) => `%appinstall ${app}`)]
}

/** Whether a script has more than blanks and comments. */
function runsSomething(text: string | undefined): boolean {
  return (text ?? '').split('\n').some((line) => /^\s*[^\s#]/.test(line))
}

function nonEmpty(text: string | undefined): string | null {
  return text === undefined || text === '' ? null : text
}

function withText(script: ScriptSection | null): ScriptSection | null {
  return script === null || script.text === '' ? null : script
}

function appPlan(stage: StageMeaning, name: string): AppPlan {
  const section = (word: string): string | null => nonEmpty(stage.apps.sections.get(`${word} ${name}`))
  const labels = section('applabels')
  return {
    name,
    environment: section('appenv'),
    labels: labels === null ? null : readLabels(labels),
    help: section('apphelp'),
    runscript: section('apprun'),
    startscript: section('appstart'),
    test: section('apptest'),
  }
}

/** Lines of `%appfiles`: cut at `#`, the first blank separates. */
function appFiles(stage: StageMeaning): readonly AppFile[] {
  return stage.apps.order.flatMap((app) =>
    (stage.apps.sections.get(`appfiles ${app}`) ?? '').split('\n').flatMap((line) => {
      const text = (line.split('#', 1)[0] ?? '').trim()
      if (text === '') return []
      const blank = text.indexOf(' ')
      return [
        blank < 0
          ? { app, source: text, target: '' }
          : { app, source: text.slice(0, blank), target: text.slice(blank + 1).trim() },
      ]
    }),
  )
}
