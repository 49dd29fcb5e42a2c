import { z } from 'zod'
import { call, pathSchema } from './define.ts'

/** Who files belong to: as the base says, or everything to root, as in images made without privileges. */
export const owners = ['keep', 'root'] as const
/** The program that is followed where the two differ: labels and a few scripts. */
export const likes = ['singularity', 'apptainer'] as const
/** A SIF as both programs make it, or an OCI-SIF, which only SingularityCE runs, with the image as it is. */
export const formats = ['sif', 'oci-sif'] as const
/** Result of a finished `build` job. */
export interface BuildResult {
  readonly path: string
  readonly sizeBytes: number
  readonly architecture: string
  /** What was noticed, as sentences. */
  readonly warnings: readonly string[]
  readonly imageId: string | null
}

export const buildStartSchema = z.strictObject({
  /** The file to be made. */
  output: pathSchema,
  /** What it is made of: a reference, or a definition with the folder that its paths begin in. */
  from: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('reference'), reference: z.string().min(1).max(2000) }),
    z.strictObject({
      kind: z.literal('definition'),
      text: z.string().max(4_000_000),
      /** How messages name it. */
      name: z.string().max(4096),
      folder: pathSchema,
    }),
  ]),
  architecture: z.string().max(32).optional(),
  /** Replace the output, and help and labels of the base. */
  force: z.boolean().default(false),
  /** Parts of a definition; `none` builds the base alone. */
  sections: z.array(z.string().max(64)).max(32).default(['all']),
  arguments: z.record(z.string().max(1000), z.string().max(65_536)).default({}),
  owners: z.enum(owners).optional(),
  like: z.enum(likes).default('singularity'),
  /** Definitions and SIF bases only become SIF. */
  format: z.enum(formats).default('sif'),
  remote: z.string().max(200).optional(),
  insecure: z.boolean().default(false),
})
export type BuildStartParams = z.output<typeof buildStartSchema>

export const buildCalls = {
  /** Builds here, without tools; the result of the job is a {@link BuildResult}. */
  'build.start': call<{ readonly jobId: string }>()(buildStartSchema),
}
