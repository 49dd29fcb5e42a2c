/** What a definition means to a program: the data that a build is made from, and how reading it can end. */

/** The two command lines that read definitions. */
export type Program = 'singularity' | 'apptainer'

export const programs: readonly Program[] = ['singularity', 'apptainer']

/** A section that is text: what follows the marker's name, and the text below, as they are kept. */
export interface ScriptMeaning {
  readonly args: string
  readonly text: string
}

/** Where a `%files` list is copied from; an ignored one is dropped without a message. */
export type CopyFrom =
  | { readonly kind: 'host' }
  | { readonly kind: 'stage'; readonly name: string }
  | { readonly kind: 'ignored' }

export interface FileItem {
  readonly src: string
  /** Empty when there was no second word. */
  readonly dst: string
}

export interface FileList {
  readonly args: string
  readonly copyFrom: CopyFrom
  readonly items: readonly FileItem[]
}

/** Sections that are kept as text, by their name. */
export const scriptSections = [
  'help',
  'environment',
  'runscript',
  'startscript',
  'test',
  'arguments',
  'pre',
  'setup',
  'post',
] as const

export type ScriptSection = (typeof scriptSections)[number]

export interface StageMeaning {
  /** Lower-case keywords; null when the stage has no header. */
  readonly header: ReadonlyMap<string, string> | null
  /** Only sections with arguments or text. */
  readonly scripts: ReadonlyMap<ScriptSection, ScriptMeaning>
  readonly labels: ReadonlyMap<string, string>
  readonly files: readonly FileList[]
  readonly apps: {
    /** App names in the order in which they appear. */
    readonly order: readonly string[]
    /** By section word, blank, app name. */
    readonly sections: ReadonlyMap<string, string>
  }
}

/** Stable names of what can be wrong. */
export type DefinitionErrorKind =
  | 'header-line-without-value'
  | 'header-unknown-keyword'
  | 'section-unknown'
  | 'app-name-missing'
  | 'section-empty-headerless'
  | 'section-too-long'
  | 'no-stages'
  | 'definition-empty'
  | 'argument-undefined'
  | 'argument-malformed'
  | 'runtime-panic'

/** Why a text cannot be read, in the words of the program. */
export interface DefinitionError {
  readonly kind: DefinitionErrorKind
  readonly message: string
  /** Offset in the text that was read. */
  readonly at: number
  /** Unknown section names, sorted; the programs print them in no fixed order. */
  readonly names?: readonly string[]
}

export type Phase = 'parse' | 'arguments' | 'parse-after-arguments'

/** The file reads well, but no build can be made from it. */
export interface PlanError {
  readonly kind: 'no-stages' | 'header-missing' | 'bootstrap-missing' | 'bootstrap-unknown'
  /** Null where the program stops without words. */
  readonly message: string | null
  /** The place of the stage, from 0. */
  readonly stage: number
}

export type Interpretation =
  | {
      readonly result: 'ok'
      readonly stages: readonly StageMeaning[]
      /** The text that is embedded in the image. */
      readonly embeddedText: string
      readonly planError: PlanError | null
      /** Values given for names that no template has, sorted. */
      readonly unusedArguments: readonly string[]
      readonly warnings: readonly string[]
    }
  | { readonly result: 'error'; readonly phase: Phase; readonly error: DefinitionError }
  /** The program ends with a runtime panic here; nothing good can come of the text. */
  | { readonly result: 'crash'; readonly phase: Phase; readonly error: DefinitionError }
