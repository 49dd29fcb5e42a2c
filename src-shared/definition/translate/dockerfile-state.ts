/** What the translation of one stage of a Dockerfile has come to so far, and what all instructions need. */
import type { DockerfileInstruction } from './dockerfile-parse.ts'
import { expandingWord, shellWord, templated, variablesOf } from './dockerfile-variables.ts'
import type { NoteTaker } from './notes.ts'

export interface StageSource {
  readonly name: string
  readonly image: string
  /** Of its FROM. */
  readonly line: number
  /** ARG above the first FROM. */
  readonly globals: readonly DockerfileInstruction[]
  readonly instructions: readonly DockerfileInstruction[]
}

export interface StageSurroundings {
  /** The stages before it. */
  readonly stages: readonly StageSource[]
  readonly isLast: boolean
  readonly taker: NoteTaker
  /** Images that files are copied from, with the names of their stages; added to. */
  readonly outside: Map<string, string>
}

/** What the instructions have come to; one instruction after the other adds to it. */
export interface StageState {
  readonly around: StageSurroundings
  /** Build arguments that are known here, with their defaults; null without one. */
  readonly arguments: Map<string, string | null>
  /** Defaults of arguments above the first FROM, which `ARG NAME` in a stage brings in. */
  readonly inherited: Map<string, string | null>
  /** Where each argument is declared. */
  readonly argumentLines: Map<string, number>
  readonly post: string[]
  /** By the marker of the list. */
  readonly files: Map<string, string[]>
  readonly environment: string[]
  readonly labels: Map<string, string>
  folder: string
  /** Of the last WORKDIR. */
  folderLine: number
  shell: string
  hasRun: boolean
  /** Files are copied after a command; said once. */
  hasLateCopy: boolean
  entrypoint: readonly string[] | string | null
  command: readonly string[] | string | null
}

/** A text with build arguments as templates. */
export function expand(text: string, state: StageState, line: number): string {
  const names = new Set(state.arguments.keys())
  const { text: expanded, simplified } = templated(text, names)
  for (const [name, byDefault] of variablesOf(text)) {
    if (!names.has(name)) continue
    if (byDefault !== '' && (state.arguments.get(name) ?? null) === null) state.arguments.set(name, byDefault)
  }
  for (const whole of simplified) state.around.taker.note(line, 'argument-expansion', whole)
  return expanded
}

/** A path below a folder, with `..` and `.` taken out. */
export function joined(folder: string, path: string): string {
  const whole = path.startsWith('/') ? path : `${folder}/${path}`
  const parts: string[] = []
  for (const part of whole.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return `/${parts.join('/')}`
}

/** A folder for a shell; templates and variables in it are still filled in. */
export function folderWord(folder: string): string {
  return /[{}$]/.test(folder) ? expandingWord(folder) : shellWord(folder)
}

/** The stage that `--from=` names, by its number or its name. */
export function findStage(stages: readonly StageSource[], from: string): StageSource | undefined {
  const numbered = /^\d+$/.test(from) ? stages[Number(from)] : undefined
  return numbered ?? stages.find((stage) => stage.name.toLowerCase() === from.toLowerCase())
}
