import { z } from 'zod'
import type { PushPlan } from '../model/push.ts'
import { call, pathSchema } from './define.ts'

const reference = z.string().min(1).max(2000)
const remote = z.string().max(200).optional()

export const pushSchema = z.strictObject({
  /** The image to push. */
  path: pathSchema,
  /** `entity/collection/container[:tag,…]`, with or without `library://`. */
  reference,
  remote,
  /** Of the image; used when the library does not have the image yet. */
  description: z.string().max(2000).default(''),
  /** Also pushes what is not signed, or signed in a way that nobody should rely on. Never what was changed. */
  allowUnsigned: z.boolean().default(false),
})
export type PushParams = z.output<typeof pushSchema>

export const pushCalls = {
  /** What is there and what a push would make; changes nothing. */
  'transfers.planPush': call<PushPlan>()(z.strictObject({ path: pathSchema, reference, remote })),
  /** Starts a push; the result of the job is a `PushResult`. */
  'transfers.push': call<{ readonly jobId: string }>()(pushSchema),
}
