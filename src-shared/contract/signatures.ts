import { z } from 'zod'
import type { KeptSigner } from '../model/kept-signer.ts'
import type { GnupgKey, PlannedSignature, SigningKeyFile } from '../model/sign.ts'
import type { Verification } from '../model/verification.ts'
import type { VerifyReport } from '../model/verify-report.ts'
import { call, fingerprintSchema, nothing, pathSchema } from './define.ts'

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

const pem = z.string().max(1_048_576)

/** A public key, or a certificate with what is to vouch for it, as PEM text; without roots those of the system. */
const signerMaterial = z.strictObject({
  signer: pem.min(1),
  intermediates: pem.optional(),
  roots: pem.optional(),
  /** Ask the issuer whether the certificate was revoked; never unasked. */
  askRevocation: z.boolean().default(false),
})

export const signerCalls = {
  /** What a key or certificate is; keeps nothing. */
  'signatures.previewSigner': call<KeptSigner>()(signerMaterial),
  /** Keeps it for checking key signatures. Grants no trust. */
  'signatures.keepSigner': call<KeptSigner>()(signerMaterial),
  'signatures.signers': call<readonly KeptSigner[]>()(nothing),
  'signatures.forgetSigner': call<{ readonly removed: boolean }>()(z.strictObject({ id: z.string().max(64) })),
}

export const reportCalls = {
  /**
   * Checks the whole library, or files and all images of folders, one after the other, and keeps a report of
   * what was found. The job goes on without its window, and after the end of an engine.
   */
  'signatures.verifyMany': call<{ readonly jobId: string; readonly reportId: string }>()(
    z.strictObject({
      /** Files and folders; left out: every image of the library. */
      paths: z.array(pathSchema).min(1).max(10_000).optional(),
      /** Ask keyservers for missing keys, and issuers for revocations. */
      lookUpKeys: z.boolean().default(false),
    }),
  ),
  /** A report; without an id the newest. Null when there is none. */
  'signatures.report': call<VerifyReport | null>()(z.strictObject({ id: z.string().max(64).optional() })),
  /**
   * Looks whether files of the library are others than those that were checked, and checks these again.
   * Answers how many checks were begun.
   */
  'signatures.noticeChanges': call<{ readonly changed: readonly string[] }>()(nothing),
}

const signScope = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('image') }),
  z.strictObject({ kind: z.literal('groups'), groupIds: z.array(z.number().int().min(1)).min(1).max(1000).readonly() }),
  z.strictObject({
    kind: z.literal('objects'),
    objectIds: z.array(z.number().int().min(1)).min(1).max(1000).readonly(),
  }),
])

export const signCalls = {
  /** What a signing would cover, and what other programs would make of it; changes nothing. */
  'signatures.planSigning': call<{
    readonly planned: readonly PlannedSignature[]
    readonly warnings: readonly string[]
  }>()(z.strictObject({ path: pathSchema, scope: signScope })),
  /** Starts a signing with an unlocked key of the keyring; the result of the job is a {@link SignResult}. */
  'signatures.sign': call<{ readonly jobId: string }>()(
    z.strictObject({
      path: pathSchema,
      scope: signScope,
      fingerprint: fingerprintSchema,
      /** Where the secret is: unlocked here, or with the user's GnuPG, which asks for what it needs itself. */
      keeper: z.enum(['here', 'gnupg']).default('here'),
    }),
  ),
  /** Keys of the user's GnuPG that can sign. Unasked nothing is looked at when the application has a home of its own. */
  'signatures.gnupgKeys': call<readonly GnupgKey[]>()(z.strictObject({ isAsked: z.boolean().default(false) })),
  /** What a file is as a private key to sign with; keeps nothing. */
  'signatures.keyFile': call<SigningKeyFile>()(z.strictObject({ path: pathSchema })),
  /** The same with a private key in PEM form that lies in a file; it is read and not kept. */
  'signatures.signWithFile': call<SignResult>()(
    z.strictObject({
      path: pathSchema,
      scope: signScope,
      keyFile: pathSchema,
      passphrase: z.string().max(1024).optional(),
    }),
  ),
  /** Takes one signature object out of a file. */
  'signatures.remove': call<{ readonly removed: true }>()(
    z.strictObject({ path: pathSchema, objectId: z.number().int().min(1) }),
  ),
}

/** Result of a finished `sign` job. */
export interface SignResult {
  readonly path: string
  /** IDs of the new signature objects. */
  readonly objectIds: readonly number[]
  readonly planned: readonly PlannedSignature[]
  /** Of a key from a file: its public half as PEM, with which others check the signature. */
  readonly publicKey?: string
}

export interface SignaturesEvents {
  'signatures.verified': { readonly path: string; readonly verification: Verification }
  /** A report has grown or ended. */
  'signatures.reported': { readonly id: string; readonly done: number; readonly total: number }
}
