/** Linked builds: definitions in git repositories, looked after on request or on a schedule that the user set. */
import { z } from 'zod'
import type { BuildUpload } from '../model/build.ts'
import { type BuildLink, linkSchedules } from '../model/build-link.ts'
import { call, nothing } from './define.ts'

/** Made by the face; names a folder, so it holds nothing that leads elsewhere. */
const idSchema = z.string().regex(/^[A-Za-z0-9-]{1,64}$/)

export const buildLinkSchema = z.strictObject({
  id: idSchema,
  repository: z.string().min(1).max(4096),
  branch: z.string().max(250),
  definitionPath: z.string().min(1).max(4096),
  target: z.string().max(2000),
  builderId: z.string().min(1).max(5000),
  schedule: z.enum(linkSchedules),
})
export type BuildLinkParams = z.output<typeof buildLinkSchema>

export const buildLinkCalls = {
  'build.links': call<readonly BuildLink[]>()(nothing),
  /** Makes or changes a link. Asks nobody yet. */
  'build.saveLink': call<BuildLink>()(buildLinkSchema),
  /** Forgets a link; its builds and their images stay. */
  'build.removeLink': call<Readonly<Record<never, never>>>()(z.strictObject({ id: idSchema })),
  /** Asks git for the newest commit. */
  'build.checkLink': call<BuildLink>()(z.strictObject({ id: idSchema })),
  /** What would leave this computer if the newest commit were built where the link says; null for nothing. */
  'build.weighLink': call<{ readonly upload: BuildUpload | null }>()(z.strictObject({ id: idSchema })),
  /** Builds the newest commit that is known of. */
  'build.buildLink': call<{ readonly jobId: string; readonly buildId: string }>()(
    z.strictObject({
      id: idSchema,
      acceptUpload: z
        .strictObject({ sizeBytes: z.number().int().nonnegative(), fileCount: z.number().int().nonnegative() })
        .optional(),
    }),
  ),
}

export interface BuildLinkEvents {
  'build.linksChanged': Readonly<Record<never, never>>
}
