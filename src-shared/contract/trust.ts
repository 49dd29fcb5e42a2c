import { z } from 'zod'
import type { Decision } from '../model/decision.ts'
import { call, digestSchema, fingerprintSchema, nothing } from './define.ts'

export const scopeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('everywhere') }),
  z.strictObject({ kind: z.literal('namespace'), namespace: z.string().min(1).max(500) }),
  z.strictObject({ kind: z.literal('image'), digest: digestSchema }),
])

export const trustCalls = {
  'trust.list': call<readonly Decision[]>()(nothing),
  /** Records what the user says about a key. `notChecked` can only accept or reject. */
  'trust.decide': call<Decision>()(
    z.strictObject({
      fingerprint: fingerprintSchema,
      kind: z.enum(['verified', 'accepted', 'rejected']),
      how: z.enum(['inPerson', 'phone', 'webPage', 'colleague', 'notChecked']),
      scope: scopeSchema,
      note: z.string().max(2000).default(''),
    }),
  ),
  /** Takes decisions about a key back. */
  'trust.undecide': call<{ readonly removed: number }>()(
    z.strictObject({ fingerprint: fingerprintSchema, scope: scopeSchema.optional() }),
  ),
}

export interface TrustEvents {
  'trust.changed': { readonly fingerprints: readonly string[] }
}
