/**
 * How calls and events travel: the same messages over a MessagePort, a WebSocket or standard
 * input and output. Ids are chosen by the caller and come back with the answer.
 */
import { z } from 'zod'
import type { AppError } from '../model/error.ts'

/** From a face to the engine. */
export const requestSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('call'),
    id: z.number().int().min(0),
    name: z.string().max(100),
    params: z.unknown(),
  }),
  z.strictObject({ type: z.literal('cancel'), id: z.number().int().min(0) }),
])
export type Request = z.infer<typeof requestSchema>

/** From the engine to a face. */
export type Response =
  | { readonly type: 'value'; readonly id: number; readonly value: unknown }
  | { readonly type: 'error'; readonly id: number | null; readonly error: AppError }
  | { readonly type: 'event'; readonly event: string; readonly payload: unknown }

/** One end of a connection. Messages are plain data; order is kept. */
export interface Channel {
  send(message: unknown): void
  /** Called for each message until the channel closes. */
  onMessage(listener: (message: unknown) => void): void
  onClose(listener: () => void): void
  close(): void
}
