/** What every kind of builder is to the rest: it lists its places, says what they make of a definition, and builds. */
import type { BuildStartParams, BuildWeighParams } from '../../../../src-shared/contract/build.ts'
import type { Builder, BuilderFit } from '../../../../src-shared/model/build.ts'
import type { JobHandle } from '../../platform/jobs.ts'
import type { Warn } from '../container/add-metadata.ts'
import type { BuildLogWriter } from '../records/live-build.ts'

export interface BuildRequest {
  readonly buildId: string
  readonly params: BuildStartParams
  /** The absolute path that the image will have, or the reference that it will stay at. */
  readonly target: string
  /** Tells something the user should know; it is in the log then, and in the result. */
  readonly warn: Warn
  /** What a builder kept earlier to come back to this build; null when nothing. */
  readonly kept: unknown
  keep(place: unknown): void
  /** Aborts when the build is to go on without this computer, where it can. */
  readonly leave: AbortSignal
}

export interface MadeImage {
  /** A temporary file beside the target, synced. */
  readonly path: string
  readonly sizeBytes: number
  readonly architecture: string
  /** `sha256:` where it was counted on the way. */
  readonly digest: string | null
}

export type RunOutcome =
  | { readonly kind: 'made'; readonly image: MadeImage }
  /** It goes on elsewhere, and can be come back to; its image will be at the reference. */
  | { readonly kind: 'detached'; readonly reference: string }
  /** The image lies elsewhere, at the reference that was asked for. */
  | { readonly kind: 'elsewhere'; readonly sizeBytes: number; readonly digest: string | null }

export interface BuilderRun {
  /** How the history names the builder. */
  readonly label: string
  /**
   * @throws AppFailure with why it failed; then no file is left. While a place is kept, the build itself has not
   *   failed, and can be come back to
   */
  run(request: BuildRequest, log: BuildLogWriter, handle: JobHandle): Promise<RunOutcome>
  /** Comes back to a build that was left to go on; absent where none can be. */
  attach?(request: BuildRequest, log: BuildLogWriter, handle: JobHandle): Promise<RunOutcome>
}

export interface BuilderKind {
  /** Whether a builder of this id is of this kind, there or not. */
  owns(id: string): boolean
  list(signal: AbortSignal): Promise<readonly Builder[]>
  weigh(builder: Builder, question: BuildWeighParams, signal: AbortSignal): Promise<BuilderFit>
  /** @throws AppFailure BUILDER_NOT_FOUND when there is none of that id */
  open(id: string, signal: AbortSignal): Promise<BuilderRun>
}
