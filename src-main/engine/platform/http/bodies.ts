/**
 * What goes out and comes in, as the client hands it on: bodies that keep to the limit of all transfers, answers of
 * the network library, and those that wait in the receiving thread. It asks nothing.
 */
import { Readable } from 'node:stream'
import type { Dispatcher } from 'undici'
import { type Pacer, pace } from '../bandwidth.ts'
import { type FilePlace, type ReceivedAnswer, ReceiveError } from '../receiving/receiver.ts'
import type { HttpRequest, HttpResponse } from './client.ts'
import { networkFailure } from './failures.ts'

/** What may stand in a line of a request; anything else is for the network library to refuse. */
export function isPlainHeader(value: string): boolean {
  return /^[\t\x20-\x7e\x80-\xff]*$/.test(value)
}

/** @param request one with a body */
export function sentBody({ body, transfer, signal }: HttpRequest, pacer: Pacer): string | Uint8Array | Readable {
  if (body === undefined || typeof body === 'string' || body instanceof Uint8Array) return body ?? ''
  return Readable.from(transfer === undefined ? body : paced(body, pacer, signal))
}

async function* paced(
  bytes: AsyncIterable<Uint8Array>,
  pacer: Pacer,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of bytes) {
    await pace(pacer, chunk.length, signal)
    yield chunk
  }
}

/** An answer of the network library. */
export function ordinaryResponse(
  answer: Dispatcher.ResponseData,
  url: URL,
  { signal, transfer }: HttpRequest,
  pacer: Pacer,
): HttpResponse {
  const content: AsyncIterable<Uint8Array> = answer.body
  return {
    status: answer.statusCode,
    url,
    header(name) {
      const value = answer.headers[name]
      return value === undefined ? null : Array.isArray(value) ? value.join(', ') : value
    },
    body: (async function* () {
      try {
        yield* transfer === undefined ? content : paced(content, pacer, signal)
      } catch (error) {
        throw networkFailure(error, url.host, signal, true)
      }
    })(),
    async discard() {
      // A long unwanted body is not worth the connection it would keep busy.
      await answer.body.dump({ limit: 65_536 }).catch(() => undefined)
    },
  }
}

/** An answer that waits in the receiving thread. */
export function receivedResponse(answer: ReceivedAnswer, url: URL, signal: AbortSignal | undefined): HttpResponse {
  const { head, words } = answer
  const saveTo = (place: FilePlace, onWritten: (bytes: number) => void): Promise<void> =>
    answer.save(place, onWritten).catch((error: unknown) => {
      throw error instanceof ReceiveError ? networkFailure(error, url.host, signal, true) : error
    })
  return {
    status: head.status,
    url,
    header: (name) => head.headers.get(name) ?? null,
    body: (async function* () {
      if (words === null) throw new Error('content for a file was read as a body')
      yield words
    })(),
    discard: () => answer.drop(),
    ...(words === null ? { saveTo } : {}),
  }
}
