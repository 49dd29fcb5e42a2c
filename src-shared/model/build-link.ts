/** Linked builds: a definition in a git repository, and where its image belongs. */
import type { BuildCommit } from './build.ts'
import type { AppError } from './error.ts'

export const linkSchedules = ['never', 'hourly', 'daily'] as const
/** How often new commits are looked for by itself. */
export type LinkSchedule = (typeof linkSchedules)[number]

/** A commit as it was seen. */
export interface SeenCommit {
  /** 40 or 64 hex digits. */
  readonly revision: string
  readonly subject: string
  /** When it was made, as it says itself; ISO 8601. */
  readonly at: string
}

export interface BuildLink {
  readonly id: string
  /** A path on this computer, or an address that git understands. */
  readonly repository: string
  /** Empty: what the repository calls its own. */
  readonly branch: string
  /** Below the root of the repository. */
  readonly definitionPath: string
  /** What the image will be called in a library. */
  readonly target: string
  readonly builderId: string
  readonly schedule: LinkSchedule
  readonly lastCheckedAt: string | null
  /** The newest commit that is known of. */
  readonly seen: SeenCommit | null
  /** The last build that came to an image. */
  readonly built: (Pick<BuildCommit, 'revision' | 'subject'> & { readonly buildId: string }) | null
  /** A newer commit than the built one is known of. */
  readonly isBehind: boolean
  /** Why the last check failed. */
  readonly error: AppError | null
}
