import { z } from 'zod'
import type { InsideMetadata, Inspection } from '../model/inspection.ts'
import { call, pathSchema } from './define.ts'

export const inspectCalls = {
  /** What an image is, from header, descriptors and metadata objects only. */
  'inspect.overview': call<Inspection>()(z.strictObject({ path: pathSchema, digest: z.boolean().default(false) })),
  /** What the file system of an image says of it; the helper reads it, nothing is executed. */
  'inspect.inside': call<InsideMetadata>()(z.strictObject({ path: pathSchema })),
  /** Bytes of one object, for the hexadecimal or text preview; at most 64 KiB at a time. */
  'inspect.objectBytes': call<{ readonly base64: string; readonly truncated: boolean }>()(
    z.strictObject({
      path: pathSchema,
      objectId: z.number().int().min(0),
      offset: z.number().int().min(0).default(0),
      length: z.number().int().min(1).max(65_536).default(4096),
    }),
  ),
}
