/**
 * One running helper: starts it with the descriptors it may use, sends requests, hands out answers,
 * and turns its death into errors. The helper may crash; what waits for it ends with a clear error
 * and the engine goes on.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { type Readable, Writable } from 'node:stream'
import { type AppFailure, failure } from '../../../src-shared/text/errors/index.ts'
import { type Frame, FrameReader } from './frames.ts'
import { type Ask, type HelperErrors, readingErrors } from './helper-failures.ts'

/** Frames of one request that may be under way unread; the helper waits beyond that. */
const creditFrames = 32
const keptErrorBytes = 4096

export interface HelperStart {
  readonly program: string
  /** Arguments after the descriptors' numbers are known: the first of `descriptors` is 3. */
  readonly args: readonly string[]
  /** Descriptors it gets a copy of; `pipe` for one that {@link HelperClient.pipe} writes to. */
  readonly descriptors: readonly (number | 'pipe')[]
  /** How errors name what it works on. */
  readonly shownAs: string
  /** How its failures are told; as those of reading an image if missing. */
  readonly errors?: HelperErrors
}

export interface AskOptions {
  readonly signal?: AbortSignal | undefined
  /** The helper is stopped when nothing came for so long; none for work that may be silent. */
  readonly silenceMs?: number
}

/** A request that is under way. */
interface Open {
  readonly ask: Ask
  readonly frames: Frame[]
  wake: (() => void) | null
  ended: AppFailure | null
  timer: NodeJS.Timeout | null
}

export class HelperClient {
  readonly #child: ChildProcess
  readonly #stdin: Writable
  readonly #shownAs: string
  readonly #errors: HelperErrors
  readonly #open = new Map<number, Open>()
  readonly #exited: Promise<void>
  #gone: AppFailure | null = null
  #errorText = ''
  #nextId = 1

  private constructor(
    child: ChildProcess,
    stdin: Writable,
    stdout: Readable,
    stderr: Readable,
    { shownAs, errors = readingErrors }: HelperStart,
  ) {
    this.#child = child
    this.#stdin = stdin
    this.#shownAs = shownAs
    this.#errors = errors
    const reader = new FrameReader()
    stdout.on('data', (chunk: Buffer) => {
      try {
        for (const frame of reader.feed(chunk)) this.#receive(frame)
      } catch (error) {
        this.#end('crashed', error instanceof Error ? error.message : String(error))
        this.#kill()
      }
    })
    stderr.on('data', (chunk: Buffer) => {
      this.#errorText = (this.#errorText + chunk.toString('latin1')).slice(-keptErrorBytes)
    })
    // Writing to a helper that has just died fails; its end is reported by `close` below.
    stdin.on('error', () => undefined)
    this.#exited = new Promise((resolve) => {
      child.once('error', (error) => {
        this.#end('crashed', error.message)
        resolve()
      })
      child.once('close', (code, signal) => {
        this.#end('crashed', `${signal ?? `exit status ${code}`} ${this.#errorText}`.trim())
        resolve()
      })
    })
  }

  /** Starts a helper. It gets no environment but what it needs to start. @throws AppFailure FILES_HELPER_CRASHED */
  static start(start: HelperStart): HelperClient {
    const { program, args, descriptors, shownAs, errors = readingErrors } = start
    const child = spawn(program, args, {
      stdio: ['pipe', 'pipe', 'pipe', ...descriptors],
      env: {},
      cwd: '/',
      windowsHide: true,
    })
    const { stdin, stdout, stderr } = child
    if (stdin === null || stdout === null || stderr === null) {
      throw failure(errors.crashed, { path: shownAs }, { detail: 'no pipes' })
    }
    // Whoever writes to a pipe learns of its end by the write; nobody else needs to.
    for (const pipe of child.stdio.slice(3)) pipe?.on('error', () => undefined)
    return new HelperClient(child, stdin, stdout, stderr, start)
  }

  /** The writing end of a descriptor that was started as `pipe`. */
  pipe(descriptor: number): Writable {
    const pipe = this.#child.stdio[descriptor]
    if (pipe instanceof Writable) return pipe
    throw new Error(`descriptor ${descriptor} of the helper is no pipe`)
  }

  /** Whether it can take requests. */
  get isAlive(): boolean {
    return this.#gone === null
  }

  /** Requests under way. */
  get busy(): number {
    return this.#open.size
  }

  /**
   * Asks something and gives out the frames of the answer as they are taken; a slow taker slows the
   * helper down, for this request only. Leaving the loop early cancels.
   * @returns the members of the last frame
   * @throws AppFailure what the helper answered; FILES_HELPER_CRASHED, FILES_HELPER_STALLED, CANCELLED
   */
  async *ask(
    ask: Ask,
    { signal, silenceMs }: AskOptions = {},
  ): AsyncGenerator<Frame, Readonly<Record<string, unknown>>, void> {
    if (this.#gone !== null) throw this.#gone
    if (signal?.aborted) throw failure('CANCELLED')
    const id = this.#nextId++
    const open: Open = { ask, frames: [], wake: null, ended: null, timer: null }
    this.#open.set(id, open)
    const abort = (): void => {
      this.#send({ id: 0, op: 'cancel', target: id })
      this.#settle(open, failure('CANCELLED'))
    }
    signal?.addEventListener('abort', abort, { once: true })
    let finished = false
    let taken = 0
    try {
      this.#send({ ...ask.members, id, op: ask.op, credit: creditFrames })
      for (;;) {
        const frame = open.frames.shift()
        if (frame === undefined) {
          if (open.ended !== null) throw open.ended
          this.#watch(open, silenceMs)
          await new Promise<void>((resolve) => {
            open.wake = resolve
          })
          continue
        }
        if (frame.type === 'done' || frame.type === 'error') {
          finished = true
          if (frame.type === 'error') throw this.#errors.failureOf(frame.members, ask, this.#shownAs)
          return frame.members
        }
        yield frame
        // Progress is sent without asking for room, so it gives none back.
        if (frame.type !== 'progress') taken += 1
        if (taken >= creditFrames / 2) {
          this.#send({ id: 0, op: 'credit', target: id, frames: taken })
          taken = 0
        }
      }
    } finally {
      signal?.removeEventListener('abort', abort)
      if (open.timer !== null) clearTimeout(open.timer)
      this.#open.delete(id)
      if (!finished && open.ended === null) this.#send({ id: 0, op: 'cancel', target: id })
    }
  }

  /** Stops it; what is under way fails as cancelled. */
  async close(): Promise<void> {
    for (const open of this.#open.values()) this.#settle(open, failure('CANCELLED'))
    this.#gone ??= failure('CANCELLED')
    this.#stdin.end()
    const timer = setTimeout(() => this.#kill(), 2000)
    await this.#exited
    clearTimeout(timer)
  }

  /** Stops it at once, whatever it is doing; what is under way fails as cancelled. */
  async stop(): Promise<void> {
    for (const open of this.#open.values()) this.#settle(open, failure('CANCELLED'))
    this.#gone ??= failure('CANCELLED')
    this.#kill()
    await this.#exited
  }

  /** Ends the process now. Its pipes are closed from this end, should anything else still hold the other. */
  #kill(): void {
    this.#child.kill('SIGKILL')
    for (const pipe of this.#child.stdio.slice(1)) pipe?.destroy()
  }

  #send(request: Readonly<Record<string, unknown>>): void {
    if (this.#gone === null) this.#stdin.write(`${JSON.stringify(request)}\n`)
  }

  #receive(frame: Frame): void {
    const open = this.#open.get(frame.id)
    if (open === undefined) return
    open.frames.push(frame)
    this.#wake(open)
  }

  #wake(open: Open): void {
    if (open.timer !== null) clearTimeout(open.timer)
    open.timer = null
    const { wake } = open
    open.wake = null
    wake?.()
  }

  #settle(open: Open, failed: AppFailure): void {
    open.ended ??= failed
    this.#wake(open)
  }

  #watch(open: Open, silenceMs: number | undefined): void {
    if (silenceMs === undefined) return
    open.timer = setTimeout(() => {
      this.#end('stalled', `nothing for ${silenceMs} ms`)
      this.#kill()
    }, silenceMs)
  }

  #end(how: 'crashed' | 'stalled', detail: string): void {
    this.#gone ??= failure(this.#errors[how], { path: this.#shownAs }, { detail })
    for (const open of this.#open.values()) this.#settle(open, this.#gone)
  }
}

/** The end of an answer; frames before it go to `onFrame`. @throws AppFailure as {@link HelperClient.ask} */
export async function endOf(
  client: HelperClient,
  ask: Ask,
  options: AskOptions,
  onFrame?: (frame: Frame) => void,
): Promise<Readonly<Record<string, unknown>>> {
  const frames = client.ask(ask, options)
  for (;;) {
    const { done, value } = await frames.next()
    if (done) return value
    onFrame?.(value)
  }
}
