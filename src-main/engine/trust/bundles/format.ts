/**
 * The form of a team bundle: a clear-signed text whose message is one JSON document. Reading treats it as
 * hostile text: bounded, exact, and nothing around the signed message is looked at.
 */
import { z } from 'zod'
import { fingerprintSchema } from '../../../../src-shared/contract/define.ts'
import { policyRulesSchema } from '../../../../src-shared/contract/trust.ts'
import type { BundleContent } from '../../../../src-shared/model/bundle.ts'
import { failure } from '../../../../src-shared/text/errors/index.ts'

const formatName = 'sif-desktop-trust-bundle'
export const mostBundleBytes = 8 * 1024 * 1024

const timeSchema = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/)

const contentSchema = z.strictObject({
  format: z.literal(formatName),
  version: z.literal(1),
  name: z.string().trim().min(1).max(120),
  madeAt: timeSchema,
  signer: fingerprintSchema,
  keys: z.array(z.string().max(1_000_000)).max(1000),
  decisions: z
    .array(
      z.strictObject({
        fingerprint: fingerprintSchema,
        kind: z.enum(['verified', 'accepted', 'rejected']),
        scope: z.discriminatedUnion('kind', [
          z.strictObject({ kind: z.literal('everywhere') }),
          z.strictObject({ kind: z.literal('namespace'), namespace: z.string().min(1).max(500) }),
        ]),
      }),
    )
    .max(5000),
  policies: z.array(policyRulesSchema).max(500),
})

/** The message that is to be signed. */
export function writeBundleMessage(content: BundleContent): string {
  const document = { format: formatName, version: 1, ...content }
  return JSON.stringify(contentSchema.parse(document), null, 1)
}

/** @throws AppFailure BUNDLE_MALFORMED, BUNDLE_VERSION */
export function readBundleMessage(message: string): BundleContent {
  let document: unknown
  try {
    document = JSON.parse(message)
  } catch {
    throw failure('BUNDLE_MALFORMED', {}, { detail: 'the signed message is no JSON document' })
  }
  const head = z.object({ format: z.literal(formatName), version: z.number() }).safeParse(document)
  if (!head.success) throw failure('BUNDLE_MALFORMED', {}, { detail: 'the signed message is of another form' })
  if (head.data.version !== 1) throw failure('BUNDLE_VERSION', { version: head.data.version })
  const parsed = contentSchema.safeParse(document)
  if (!parsed.success) throw failure('BUNDLE_MALFORMED', {}, { detail: z.prettifyError(parsed.error).slice(0, 2000) })
  const { name, madeAt, signer, keys, decisions, policies } = parsed.data
  return { name, madeAt, signer, keys, decisions, policies }
}
