/**
 * The engine's end of the thread that receives: asks for large files there and has them written to their
 * place, so that their bytes never pass through the thread that answers calls. Which address is asked, with
 * which credentials, and what an answer is worth, is decided by whoever asks.
 */
import { Worker } from 'node:worker_threads'
import { failure } from '../../../../src-shared/text/errors/index.ts'
import type { Question, ReceiveAnswer, ReceiveFault, ReceiveOrder, ResponseHead } from './orders.ts'

/** An open file, and where in it a body begins. */
export interface FilePlace {
  readonly descriptor: number
  readonly position: number
}

export interface ReceivedAnswer {
  readonly head: ResponseHead
  /** Of an answer that is no content; content waits to be saved or dropped. */
  readonly words: Uint8Array | null
  /**
   * Writes the body to its place. When it ends, however it does, nothing more is written.
   * @param onWritten told how many more bytes are in the file
   * @throws ReceiveError, system errors of writing, CANCELLED
   */
  save(place: FilePlace, onWritten: (bytes: number) => void): Promise<void>
  drop(): Promise<void>
}

export interface Receiver {
  /**
   * @returns null when the answer has a form that is left to the ordinary client
   * @throws ReceiveError; AppFailure CANCELLED
   */
  ask(question: Question, signal: AbortSignal | undefined): Promise<ReceivedAnswer | null>
  close(): Promise<void>
}

/** What went wrong on the network, with the system's code. */
export class ReceiveError extends Error {
  readonly code: string

  constructor({ code, message }: ReceiveFault) {
    super(message)
    this.name = 'ReceiveError'
    this.code = code
  }
}

const idleMs = 10_000

/** The worker's file: beside this one when run from source, beside the bundle when bundled. */
function workerUrl(): URL {
  return new URL(import.meta.url.endsWith('.ts') ? './receive-worker.ts' : './receive-worker.js', import.meta.url)
}

/** What an answer may bring next for one question. */
interface Hearing {
  hear(answer: ReceiveAnswer): void
  fail(error: unknown): void
}

/** @param bandwidth shared numbers of the limit for all transfers */
export function createReceiver(bandwidth: SharedArrayBuffer): Receiver {
  let worker: Worker | null = null
  let idle: NodeJS.Timeout | null = null
  let nextId = 0
  const hearings = new Map<number, Hearing>()

  const stop = (): Promise<unknown> => {
    if (idle !== null) clearTimeout(idle)
    const stopped = worker
    worker = null
    return stopped?.terminate() ?? Promise.resolve()
  }

  const start = (): Worker => {
    const started = new Worker(workerUrl(), { name: 'receive', workerData: { bandwidth } })
    const end = (error: unknown): void => {
      if (worker === started) worker = null
      for (const hearing of [...hearings.values()]) hearing.fail(error)
    }
    started.on('message', (answer: ReceiveAnswer) => hearings.get(answer.id)?.hear(answer))
    started.on('error', end)
    started.on('exit', (code) => {
      if (worker === started) end(new Error(`the receiving thread ended with ${code}`))
    })
    return started
  }

  const order = (message: ReceiveOrder): void => worker?.postMessage(message)

  const listen = (id: number, hearing: Hearing): void => {
    if (idle !== null) clearTimeout(idle)
    idle = null
    worker ??= start()
    worker.ref()
    hearings.set(id, hearing)
  }

  const leave = (id: number): void => {
    hearings.delete(id)
    if (hearings.size > 0) return
    // An idle thread must not keep the process alive, and is not kept for long.
    worker?.unref()
    if (idle !== null) clearTimeout(idle)
    idle = setTimeout(() => void stop(), idleMs)
    idle.unref()
  }

  /** Gives an order and waits for one of the answers that end it. */
  const carryOut = <Value>(
    message: ReceiveOrder,
    signal: AbortSignal | undefined,
    hear: (answer: ReceiveAnswer, resolve: (value: Value) => void, reject: (error: unknown) => void) => void,
  ): Promise<Value> =>
    new Promise((resolve, reject) => {
      const { id } = message
      const abort = (): void => order({ kind: 'drop', id })
      const settle = (finish: () => void): void => {
        signal?.removeEventListener('abort', abort)
        leave(id)
        finish()
      }
      const resolved = (value: Value): void => settle(() => resolve(value))
      const rejected = (error: unknown): void => settle(() => reject(error))
      listen(id, {
        hear(answer) {
          if (answer.kind === 'dropped') rejected(failure('CANCELLED'))
          else if (answer.kind === 'failed') rejected(faultError(answer.fault))
          else hear(answer, resolved, rejected)
        },
        fail: rejected,
      })
      signal?.addEventListener('abort', abort, { once: true })
      order(message)
    })

  const drop = (id: number): Promise<void> =>
    carryOut<void>({ kind: 'drop', id }, undefined, () => undefined).catch(() => undefined)

  return {
    ask(question, signal) {
      if (signal?.aborted) return Promise.reject(failure('CANCELLED'))
      const id = nextId++
      return carryOut<ReceivedAnswer | null>({ kind: 'ask', id, question }, signal, (answer, resolve) => {
        if (answer.kind === 'unusual') resolve(null)
        if (answer.kind !== 'head') return
        resolve({
          head: answer.head,
          words: answer.body,
          save({ descriptor, position }, onWritten) {
            const message: ReceiveOrder = { kind: 'save', id, descriptor, position }
            if (signal?.aborted) return drop(id).then(() => Promise.reject(failure('CANCELLED')))
            return carryOut<void>(message, signal, (next, done) => {
              if (next.kind === 'written') onWritten(next.bytes)
              else if (next.kind === 'saved') done()
            })
          },
          drop: () => (answer.body === null ? drop(id) : Promise.resolve()),
        })
      })
    },
    async close() {
      await stop()
    },
  }
}

/** In the form that the rest of the engine knows. */
function faultError(fault: ReceiveFault): Error {
  if (fault.kind === 'network') return new ReceiveError(fault)
  return Object.assign(new Error(fault.message), { code: fault.code, errno: 0 })
}
