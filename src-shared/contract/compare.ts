import { z } from 'zod'
import type { Comparison, TextDifference } from '../model/compare.ts'
import { call, pathSchema } from './define.ts'

/** A file of this computer, or what a reference (`library://`, `oras://`) leads to now. */
export const comparedSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('here'), path: pathSchema }),
  z.strictObject({
    kind: z.literal('remote'),
    reference: z.string().min(1).max(2000),
    remote: z.string().max(200).optional(),
    architecture: z.string().max(32).optional(),
  }),
])
export type Compared = z.output<typeof comparedSchema>

export const compareFilesSchema = z.strictObject({
  a: pathSchema,
  b: pathSchema,
  /** How many of each list are answered; all are counted. */
  limit: z.number().int().min(0).max(1_000_000).default(2000),
})
export type CompareFilesParams = z.output<typeof compareFilesSchema>

export const compareCalls = {
  /** Facts, objects, labels and definition of both. Of a remote one only its small parts are read. */
  'compare.overview': call<Comparison>()(z.strictObject({ a: comparedSchema, b: comparedSchema })),
  /** Compares all files inside two images that are here; the result of the job is a `FilesDifference`. */
  'compare.files': call<{ readonly jobId: string }>()(compareFilesSchema),
  /** Two versions of one text inside the images; null when one of them is no text or too large. */
  'compare.text': call<TextDifference | null>()(
    z.strictObject({ a: pathSchema, b: pathSchema, file: z.string().min(1).max(65_536) }),
  ),
}
