/** Builds: where a definition can be built, what each place makes of it, and the history of what was built. */
import type { BuildStep } from './build-log.ts'
import type { AppError } from './error.ts'
import type { Verdict } from './verification.ts'

export type BuildProgramName = 'apptainer' | 'singularity'

export type ProgramPlace =
  | { readonly kind: 'path' }
  | { readonly kind: 'wsl'; readonly distribution: string }
  | { readonly kind: 'ssh'; readonly host: string }

export interface BuildProgram {
  readonly name: BuildProgramName
  readonly version: string
  /** Where it is, on the system that it is installed on. */
  readonly path: string
  readonly place: ProgramPlace
}

/** A place where definitions can be built. */
export interface Builder {
  /** `here`, `program:PATH`, `wsl:DISTRIBUTION:PATH`, `ssh:HOST:PATH` or `remote:NAME`. */
  readonly id: string
  readonly kind: 'here' | 'program' | 'remote'
  /** Of the kind `program` only. */
  readonly program: BuildProgram | null
  /** Of the kind `remote` only. */
  readonly remote: { readonly name: string; readonly uri: string; readonly hasToken: boolean } | null
  /** Why it cannot be used at all at the moment. */
  readonly problem: AppError | null
}

/** What speaks for or against a builder; text in src-shared/text/builders.ts. */
export type BuilderPointCode =
  | 'everything'
  | 'partsHere'
  | 'cannotRun'
  | 'baseUnsupported'
  | 'unreadable'
  | 'filesMissing'
  | 'ownersYours'
  | 'otherArchitecture'
  | 'alsoFor'
  | 'upload'
  | 'needsToken'
  | 'localBase'
  | 'argumentsFilled'
  | 'setupNeedsRoot'
  | 'usesFakeroot'
  | 'runsAsRoot'
  | 'elsewhere'
  | 'notUsable'

export interface BuilderPoint {
  readonly code: BuilderPointCode
  readonly params: Readonly<Record<string, string | number>>
  readonly isGood: boolean
}

/** What a builder makes of one definition. */
export interface BuilderFit {
  readonly builderId: string
  readonly isPossible: boolean
  readonly points: readonly BuilderPoint[]
  /** What will be run, argument by argument; programs only. */
  readonly command: readonly string[] | null
  /** What leaves this computer. */
  readonly upload: BuildUpload | null
  /** What it can build for; the first is its own. */
  readonly architectures: readonly string[]
}

export interface BuildUpload {
  /** The first thousand. */
  readonly files: readonly {
    readonly path: string
    readonly sizeBytes: number
    /** The file that a link leads to, where it is another one than its path says. */
    readonly leadsTo?: string
  }[]
  readonly sizeBytes: number
  readonly fileCount: number
}

/** `detached`: goes on at the remote builder without this computer. */
export type BuildState = 'running' | 'done' | 'failed' | 'cancelled' | 'interrupted' | 'detached'

/** Result of a finished `build` job. */
export interface BuildResult {
  readonly path: string
  readonly sizeBytes: number
  readonly architecture: string
  /** `sha256:` of the file, where somebody counted it. */
  readonly digest: string | null
  /** What was noticed, as sentences. */
  readonly warnings: readonly string[]
  readonly imageId: string | null
  /** What a verification right after said; null where it could not be read. */
  readonly verdict: { readonly verdict: Verdict; readonly sentence: string } | null
}

/** The commit that a linked build was made from. */
export interface BuildCommit {
  readonly linkId: string
  /** 40 or 64 hex digits. */
  readonly revision: string
  readonly subject: string
}

/** One build: a row of the history. */
export interface BuildRecord {
  readonly id: string
  /** Null once the job is not needed any more, and for one that never began. */
  readonly jobId: string | null
  /** The name of the definition, or the reference. */
  readonly name: string
  readonly builder: { readonly id: string; readonly label: string }
  /** A path, or the reference that a remote builder puts it to. */
  readonly output: string
  readonly architecture: string
  readonly state: BuildState
  readonly startedAt: string
  readonly finishedAt: string | null
  readonly steps: readonly BuildStep[]
  /** The first command that went wrong, as its trace shows it. */
  readonly failedCommand: { readonly text: string; readonly line: number } | null
  readonly error: AppError | null
  readonly result: BuildResult | null
  readonly logLines: number
  readonly commit: BuildCommit | null
  /** The draft it came from. */
  readonly definitionId: string | null
}

/** A definition that somebody works on; it survives the window. */
export interface Draft {
  readonly id: string
  readonly name: string
  readonly text: string
  /** Where its relative paths begin. */
  readonly folder: string
  /** The file it is saved as. */
  readonly path: string | null
  readonly arguments: Readonly<Record<string, string>>
  readonly output: string
  readonly architecture: string | null
  readonly builderId: string | null
  /** ISO 8601, UTC. */
  readonly changedAt: string
}
