import { z } from 'zod'
import type { Admission } from '../model/policy.ts'
import { formats, likes, owners } from './build.ts'
import { call, pathSchema } from './define.ts'
import { settingsSchema } from './settings.ts'

/**
 * `refuseChanged` keeps everything but changed files and labels it; `requireSigned` also refuses what
 * is not signed as a whole or cannot be checked; `requireAccepted` wants a signer the user accepted or verified.
 */
export const pullPolicies = ['refuseChanged', 'requireSigned', 'requireAccepted'] as const
export type PullPolicy = (typeof pullPolicies)[number]

/** Result of a finished `pull` job. */
export interface PullResult {
  readonly path: string
  readonly digest: string
  readonly sizeBytes: number
  readonly resolved: string
  readonly verdict: string
  readonly sentence: string
  readonly bytesDownloaded: number
  readonly resumed: boolean
  readonly imageId: string | null
  /** What the policies said of it. */
  readonly admission: Admission & { readonly sentence: string }
}

export const pullSchema = z.strictObject({
  reference: z.string().min(1).max(2000),
  architecture: z.string().max(32).optional(),
  /** Target file or folder; the default is the image folder of the settings. */
  output: pathSchema.optional(),
  force: z.boolean().default(false),
  remote: z.string().max(200).optional(),
  insecure: z.boolean().default(false),
  /** What is not let into the images although it was fetched. Changed files never are. */
  policy: z.enum(pullPolicies).default('refuseChanged'),
  /** For OCI images, whose files become those of a SIF: see `build.start`. */
  owners: z.enum(owners).optional(),
  like: z.enum(likes).default('singularity'),
  format: z.enum(formats).default('sif'),
})
export type PullParams = z.output<typeof pullSchema>

export const transfersCalls = {
  /** Starts a pull; the result of the job is a {@link PullResult}. */
  'transfers.pull': call<{ readonly jobId: string }>()(pullSchema),
  /** Limits all transfers of this engine until its end or the next change of the settings; 0 for no limit. */
  'transfers.limit': call<null>()(z.strictObject({ bytesPerSecond: settingsSchema.shape.transferLimitBytesPerSecond })),
}
