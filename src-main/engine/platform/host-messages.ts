/**
 * What passes between the engine's process and the shell that started it, besides the contract:
 * connecting pages, and the platform port (secrets, the system's proxy, notifications). Checked on both sides.
 */
import { z } from 'zod'

const id = z.number().int().min(0)
const name = z.string().min(1).max(1000)

/** From the shell to the engine. `connect` carries a MessagePort. */
export const toEngineSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('connect') }),
  z.strictObject({ type: z.literal('secret'), id, value: z.string().nullable() }),
  z.strictObject({ type: z.literal('secretFailed'), id, reason: z.string() }),
  z.strictObject({ type: z.literal('proxy'), id, value: z.string().max(10_000).nullable() }),
  z.strictObject({ type: z.literal('stop') }),
])
export type ToEngine = z.infer<typeof toEngineSchema>

/** From the engine to the shell. */
export const toShellSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('ready') }),
  z.strictObject({ type: z.literal('getSecret'), id, name }),
  z.strictObject({ type: z.literal('setSecret'), id, name, secret: z.string().max(100_000) }),
  z.strictObject({ type: z.literal('deleteSecret'), id, name }),
  z.strictObject({ type: z.literal('resolveProxy'), id, url: z.string().max(2048) }),
  z.strictObject({ type: z.literal('notify'), title: z.string().max(200), body: z.string().max(1000) }),
])
export type ToShell = z.infer<typeof toShellSchema>
