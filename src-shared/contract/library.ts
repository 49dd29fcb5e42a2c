import { z } from 'zod'
import type { LibraryContainerPage, LibraryPlacePage, LibrarySearch } from '../model/library.ts'
import type { DeletePlan, DeleteResult, TagPlan } from '../model/library-change.ts'
import type { ResolvedReference } from '../model/reference.ts'
import { call, pathSchema } from './define.ts'

const remote = z.string().max(200).optional()
const reference = z.string().min(1).max(2000)
const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/)
/** Names that libraries take; `sha256.…` stands for a digest, never for a tag. */
const tag = z.string().regex(/^(?!sha256\.|sif\.)[A-Za-z0-9._-]{1,128}$/)
const architecture = z.string().max(32).optional()

export const libraryCalls = {
  'library.search': call<LibrarySearch>()(
    z.strictObject({
      query: z.string().max(500),
      architecture,
      signedOnly: z.boolean().default(false),
      /** The active remote when left out. */
      remote,
      /** Every remote; those that do not answer are named in `failed`. */
      everywhere: z.boolean().default(false),
    }),
  ),
  /** A container with all its tags. `path` is `entity/collection/container` or shorter. */
  'library.container': call<LibraryContainerPage>()(z.strictObject({ path: z.string().min(1).max(1000), remote })),
  /** A user (`entity`) or a collection (`entity/collection`), with what is in it. */
  'library.place': call<LibraryPlacePage>()(z.strictObject({ path: z.string().min(1).max(1000), remote })),
  /** What a reference means: defaults filled in; with `online`, also its digest, size and signers. */
  'library.resolve': call<ResolvedReference>()(
    z.strictObject({ reference, architecture, online: z.boolean().default(true), remote }),
  ),
  /**
   * Looks what the tags of images on this computer mean now, all of them when no paths are given; the result of the
   * job is a `TagsLookedAt`.
   */
  'library.lookAtTags': call<{ readonly jobId: string }>()(
    z.strictObject({ paths: z.array(pathSchema).max(10_000).optional() }),
  ),
  /** What setting a tag to the image of `reference` would lead to; changes nothing. */
  'library.planTag': call<TagPlan>()(z.strictObject({ reference, tag, architecture, remote })),
  /** Sets a tag, if everything still is as the plan said. `before` is what the tag means until now. */
  'library.tag': call<TagPlan>()(
    z.strictObject({ reference, tag, architecture, remote, digest, before: digest.nullable() }),
  ),
  /** What deleting the image of `reference` would lead to; changes nothing. */
  'library.planDelete': call<DeletePlan>()(z.strictObject({ reference, architecture, remote })),
  /** Deletes the image, if the reference still leads to it. */
  'library.delete': call<DeleteResult>()(z.strictObject({ reference, architecture, remote, digest })),
}

export interface LibraryEvents {
  /** Something in a library was changed from here. */
  'library.changed': { readonly remote: string; readonly path: string }
}
