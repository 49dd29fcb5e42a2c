/**
 * The means to write the contract: a call has a schema for what goes in, checked on entry by the
 * engine whichever face it comes from, and a type for what comes out.
 */
import { z } from 'zod'

export interface CallSpec<Params extends z.ZodType = z.ZodType, Value = unknown> {
  readonly params: Params
  /** Only a type; never present at run time. */
  readonly value?: Value
}

/** Describes a call whose answer has type `Value`. Use: `call<Answer>()(schema)`. */
export function call<Value>() {
  return <Params extends z.ZodType>(params: Params): CallSpec<Params, Value> => ({ params })
}

/** Parameters of a call that takes none. */
export const nothing = z.strictObject({})

/** A fingerprint in plain form: 40 (version 4) or 64 (version 6) upper-case hex digits. */
export const fingerprintSchema = z.string().regex(/^(?:[0-9A-F]{40}|[0-9A-F]{64})$/)

/** `sha256:` and 64 lower-case hex digits. */
export const digestSchema = z.string().regex(/^sha256:[0-9a-f]{64}$/)

/** What is said of a path that is too long, by which the one door tells it from other mistakes. */
export const pathTooLong = 'longer than a path can be'

/** An absolute path on the computer the engine runs on. */
export const pathSchema = z
  .string()
  .min(1)
  .max(4096, pathTooLong)
  .refine((path) => !path.includes('\0'), 'contains NUL')
