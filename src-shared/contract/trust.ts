import { z } from 'zod'
import type { BundleReading, TakenBundle } from '../model/bundle.ts'
import type { ControlListReading, ControlOutcome } from '../model/control-list.ts'
import type { Decision } from '../model/decision.ts'
import { type Admission, type Arrival, changedActions, type Policy, policyActions } from '../model/policy.ts'
import type { ReviewEntry, SignerChange } from '../model/signer-memory.ts'
import type { Verdict } from '../model/verification.ts'
import { call, digestSchema, fingerprintSchema, nothing, pathSchema } from './define.ts'

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

const namespaceSchema = z
  .string()
  .max(500)
  .regex(/^[a-z][a-z0-9+.-]*:\/\/[^\s*?#]+(?:\/\*)?$/)

export const policyRulesSchema = z.strictObject({
  /** Like `library://acme/*`; null for everything that no other policy is about. */
  namespace: namespaceSchema.nullable(),
  /** One of these has to have signed all of it; null for anybody, none for nobody. */
  signers: z.array(fingerprintSchema).max(100).nullable(),
  changed: z.enum(changedActions).default('refuse'),
  other: z.enum(policyActions),
  notSigned: z.enum(policyActions),
  signerChange: z.enum(policyActions).default('apart'),
})

export const policyCalls = {
  /** The policies, narrowest first, the one for everything last, each with what it did last. */
  'trust.policies': call<readonly { readonly policy: Policy; readonly last: Arrival | null }[]>()(nothing),
  /** Makes a policy or puts another in its place. Anything less than it says now is said by who calls. */
  'trust.setPolicy': call<Policy>()(policyRulesSchema),
  /** Removes a policy; for the one for everything this puts back what holds by itself. */
  'trust.removePolicy': call<{ readonly removed: boolean }>()(
    z.strictObject({ namespace: namespaceSchema.nullable() }),
  ),
  /** Where policies applied, the newest first. */
  'trust.arrivals': call<{ readonly total: number; readonly arrivals: readonly Arrival[] }>()(
    z.strictObject({ limit: z.number().int().min(1).max(1000).default(50), path: pathSchema.optional() }),
  ),
  /** Signers that changed, revocations that were learned, images that were put apart: until dealt with. */
  'trust.review': call<readonly ReviewEntry[]>()(nothing),
  /** Says that a revocation was seen. */
  'trust.sawRevocation': call<{ readonly seen: boolean }>()(z.strictObject({ fingerprint: fingerprintSchema })),
  /** Two signers of one namespace beside each other. */
  'trust.signerChange': call<SignerChange>()(
    z.strictObject({ namespace: z.string().min(1).max(500), fingerprint: fingerprintSchema }),
  ),
}

export const quarantineCalls = {
  /** Images that were fetched and kept out, the newest first. */
  'trust.quarantine': call<readonly Arrival[]>()(nothing),
  /** Lets an image in after all. The note says why; it is kept. */
  'trust.release': call<{ readonly path: string; readonly imageId: string }>()(
    z.strictObject({
      id: z.string().min(1).max(100),
      note: z.string().trim().min(1).max(2000),
      /** Target file or folder; the default is the image folder of the settings. */
      output: pathSchema.optional(),
    }),
  ),
  /** Deletes the file of an image that was kept out. */
  'trust.discard': call<{ readonly removed: boolean }>()(z.strictObject({ id: z.string().min(1).max(100) })),
}

export const trialCalls = {
  /** What the policies would do with each local image that was pulled and checked, if it were pulled now. */
  'trust.tryPolicies':
    call<
      readonly {
        readonly path: string
        readonly name: string
        readonly reference: string | null
        readonly verdict: Verdict
        readonly admission: Admission
      }[]
    >()(nothing),
}

const controlListSchema = z.strictObject({
  activated: z.boolean(),
  legacyInsecure: z.boolean(),
  groups: z
    .array(
      z.strictObject({
        tagName: z.string().max(500),
        mode: z.string().max(100),
        folder: z.string().max(4096),
        fingerprints: z.array(z.string().max(200)).max(10_000),
      }),
    )
    .max(1000),
})

export const controlListCalls = {
  /** An `ecl.toml`: what stands in it, what makes the programs refuse everything, what is worth a word. */
  'trust.readControlList': call<ControlListReading>()(z.strictObject({ path: pathSchema })),
  /** Which images each program would start under a list, on this computer, with the keys of a ring. */
  'trust.testControlList': call<{
    readonly reading: ControlListReading
    readonly rows: readonly {
      readonly path: string
      readonly singularity: ControlOutcome
      readonly apptainer: ControlOutcome
    }[]
  }>()(
    z.strictObject({
      list: z.union([z.strictObject({ path: pathSchema }), z.strictObject({ list: controlListSchema })]),
      /** None: all images of the local library. */
      images: z.array(pathSchema).max(2000).default([]),
      /** The installation's ring of keys; null: as if it held the keys of this application's keyring. */
      ring: pathSchema.nullable().default(null),
    }),
  ),
  /** The text of a list, and what is wrong with it. */
  'trust.printControlList': call<{ readonly text: string; readonly reading: ControlListReading }>()(
    z.strictObject({ list: controlListSchema }),
  ),
  /** Writes a list that is in order. */
  'trust.writeControlList': call<{ readonly path: string; readonly text: string }>()(
    z.strictObject({ path: pathSchema, list: controlListSchema, overwrite: z.boolean().default(false) }),
  ),
}

const bundleMaterial = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('file'), path: pathSchema }),
  z.strictObject({ kind: z.literal('text'), text: z.string().max(8 * 1024 * 1024) }),
])

export const bundleCalls = {
  /**
   * Decisions, their keys and policies as one text, signed with an unlocked key of the user's own. Notes and
   * decisions about single images stay here.
   */
  'trust.exportBundle': call<{
    readonly text: string
    readonly keys: number
    readonly decisions: number
    readonly policies: number
  }>()(
    z.strictObject({
      name: z.string().trim().min(1).max(120),
      key: fingerprintSchema,
      /** Whether the policy for everything else goes along. */
      namespaces: z.enum(['named', 'all']).default('named'),
    }),
  ),
  /** What a bundle says, who signed it, and what each item would change. Changes nothing. */
  'trust.readBundle': call<BundleReading>()(z.strictObject({ material: bundleMaterial })),
  /** Takes the named items over, of exactly the text that was read. */
  'trust.takeBundle': call<{ readonly taken: number }>()(
    z.strictObject({
      material: bundleMaterial,
      digest: z.string().regex(/^[0-9a-f]{64}$/),
      items: z.array(z.string().max(1000)).min(1).max(10_000),
    }),
  ),
  /** The bundles that were taken over. */
  'trust.bundles': call<readonly TakenBundle[]>()(nothing),
}

export interface TrustEvents {
  'trust.changed': { readonly fingerprints: readonly string[] }
  /** Policies, arrivals, the quarantine or what waits for review. */
  'trust.policiesChanged': Readonly<Record<string, never>>
}
