import { z } from 'zod'
import type { ImagePage, ImageSummary } from '../model/image.ts'
import { verdicts } from '../model/verification.ts'
import { call, pathSchema } from './define.ts'

export const imageQuerySchema = z.strictObject({
  text: z.string().max(500).default(''),
  verdicts: z.array(z.enum(verdicts)).default([]),
  architectures: z.array(z.string().max(32)).default([]),
  sort: z.enum(['name', 'size', 'verdict', 'addedAt', 'reference']).default('name'),
  descending: z.boolean().default(false),
  groupBy: z.enum(['none', 'folder', 'namespace', 'verdict']).default('none'),
  offset: z.number().int().min(0).default(0),
  limit: z.number().int().min(1).max(1000).default(200),
})

const id = z.string().max(64)

export const imagesCalls = {
  'images.list': call<ImagePage>()(imageQuerySchema),
  'images.get': call<ImageSummary>()(z.strictObject({ id })),
  'images.byPath': call<ImageSummary | null>()(z.strictObject({ path: pathSchema })),
  /** Enters files, or all `*.sif` files of folders, into the library; the files stay where they are. */
  'images.add': call<{ readonly jobId: string }>()(z.strictObject({ paths: z.array(pathSchema).min(1).max(10_000) })),
  /** Takes images out of the library; deletes the files too when asked. */
  'images.remove': call<{ readonly removed: number }>()(
    z.strictObject({ ids: z.array(id).min(1).max(10_000), deleteFiles: z.boolean() }),
  ),
  /** Looks again whether the files are there and unchanged. */
  'images.check': call<{ readonly missing: number; readonly modified: number }>()(
    z.strictObject({ ids: z.array(id).max(10_000) }),
  ),
}

export interface ImagesEvents {
  /** The library changed; `ids` is empty when it is not known which. */
  'images.changed': { readonly ids: readonly string[] }
}
