import { z } from 'zod'
import type { HubRepository, OciFacts, OciReferrer, OciRegistry } from '../model/oci.ts'
import { call, nothing, pathSchema } from './define.ts'

/** Host with port as in references: `ghcr.io`, `registry.example.org:5000`, `docker.io`. */
const host = z.string().min(1).max(260)
const repository = z
  .string()
  .max(255)
  .regex(/^[a-z0-9]+(?:[._/-]+[a-z0-9]+)*$/)
/** PEM certificates of the authorities a registry of one's own is proved by. */
const authorities = z.string().max(1_000_000).nullable()

/** Everything a registry tells about one image. */
export interface OciImagePage {
  readonly facts: OciFacts
  /** What the reference means for good. */
  readonly pinned: string
  readonly sizeBytes: number
  readonly layers: readonly { readonly digest: string; readonly mediaType: string; readonly sizeBytes: number }[]
  readonly annotations: Readonly<Record<string, string>>
  /** Signatures, attestations and bills of materials that were pushed beside it; none of them was checked. */
  readonly referrers: readonly OciReferrer[]
}

export const ociCalls = {
  /** Registries set up here, and those that files of other programs have logins for. */
  'oci.registries': call<readonly OciRegistry[]>()(nothing),
  /** Sets up how a registry is reached; what is left out stays as it is. */
  'oci.setUp': call<OciRegistry>()(
    z.strictObject({
      host,
      insecure: z.boolean().optional(),
      authorities: authorities.optional(),
      mirror: host.nullable().optional(),
    }),
  ),
  /** Forgets a registry with its login. */
  'oci.remove': call<{ readonly removed: boolean }>()(z.strictObject({ host })),
  /**
   * Checks a login at once and keeps it; the password never comes back out. `checked` is false where the
   * registry asks nobody who they are.
   */
  'oci.login': call<{ readonly registry: OciRegistry; readonly checked: boolean }>()(
    z.strictObject({
      host,
      username: z.string().min(1).max(1000),
      password: z.string().min(1).max(65_536),
      insecure: z.boolean().optional(),
      authorities: authorities.optional(),
    }),
  ),
  'oci.logout': call<OciRegistry>()(z.strictObject({ host })),
  /** Files of logins that are read in place: those of this user's programs, and those named here. */
  'oci.files':
    call<readonly { readonly path: string; readonly isNamed: boolean; readonly logins: readonly string[] }[]>()(
      nothing,
    ),
  'oci.useFile': call<{ readonly path: string; readonly logins: readonly string[] }>()(
    z.strictObject({ path: pathSchema }),
  ),
  'oci.forgetFile': call<{ readonly forgotten: boolean }>()(z.strictObject({ path: pathSchema })),
  /** Names of repositories, where the registry tells them. */
  'oci.catalog': call<{ readonly repositories: readonly string[]; readonly isComplete: boolean }>()(
    z.strictObject({ host }),
  ),
  /** Tags of images, versions first; `others` counts those that stand for signatures and the like. */
  'oci.tags': call<{ readonly tags: readonly string[]; readonly others: number }>()(
    z.strictObject({ host, repository }),
  ),
  /** What a `docker://` or `oras://` reference leads to, with what was pushed beside it. */
  'oci.image': call<OciImagePage>()(
    z.strictObject({
      reference: z.string().min(1).max(2000),
      architecture: z.string().max(64).optional(),
      insecure: z.boolean().default(false),
    }),
  ),
  /** Searches Docker Hub. */
  'oci.searchHub': call<{ readonly repositories: readonly HubRepository[]; readonly total: number }>()(
    z.strictObject({ query: z.string().min(1).max(200), architecture: z.string().max(64).optional() }),
  ),
}

export interface OciEvents {
  'oci.changed': Record<string, never>
}
