import { z } from 'zod'
import type { LibraryContainerPage, LibrarySearch } from '../model/library.ts'
import type { ResolvedReference } from '../model/reference.ts'
import { call } from './define.ts'

const remote = z.string().max(200).optional()
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
  /** What a reference means: defaults filled in; with `online`, also its digest, size and signers. */
  'library.resolve': call<ResolvedReference>()(
    z.strictObject({ reference: z.string().min(1).max(2000), architecture, online: z.boolean().default(true), remote }),
  ),
}
