import { z } from 'zod'
import { call, pathSchema } from './define.ts'

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
}

export const pullSchema = z.strictObject({
  reference: z.string().min(1).max(2000),
  architecture: z.string().max(32).optional(),
  /** Target file or folder; the default is the image folder of the settings. */
  output: pathSchema.optional(),
  force: z.boolean().default(false),
  remote: z.string().max(200).optional(),
  insecure: z.boolean().default(false),
})

export const transfersCalls = {
  /** Starts a pull; the result of the job is a {@link PullResult}. */
  'transfers.pull': call<{ readonly jobId: string }>()(pullSchema),
}
