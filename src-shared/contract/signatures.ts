import { z } from 'zod'
import type { Verification } from '../model/verification.ts'
import { call, pathSchema } from './define.ts'

export const verifySchema = z.strictObject({
  path: pathSchema,
  /** Ask keyservers for missing keys by full fingerprint; never unasked. */
  lookUpKeys: z.boolean().default(false),
  groupId: z.number().int().min(1).optional(),
  objectId: z.number().int().min(1).optional(),
  legacy: z.boolean().default(false),
  /** PEM public keys or certificates, used for this question alone. */
  keyFiles: z.array(pathSchema).max(16).default([]),
  /** A certificate whose key is used likewise, and what is to vouch for it; without roots those of the system. */
  certificate: z
    .strictObject({ path: pathSchema, intermediates: pathSchema.optional(), roots: pathSchema.optional() })
    .optional(),
})

export const signaturesCalls = {
  /** Starts a verification; the result of the job is a Verification. */
  'signatures.verify': call<{ readonly jobId: string }>()(verifySchema),
  /** The last verification of a file if the file has not changed since, else null. Judged anew with today's decisions. */
  'signatures.last': call<Verification | null>()(z.strictObject({ path: pathSchema })),
}

export interface SignaturesEvents {
  'signatures.verified': { readonly path: string; readonly verification: Verification }
}
