/**
 * Where a command's words go: results to standard output, all else to standard error, one JSON
 * document or JSON lines when asked. Terminal control never reaches a pipe, and never comes from data.
 */
import type { AppError } from '../../src-shared/model/error.ts'
import { cliText } from '../../src-shared/text/cli.ts'
import { failure } from '../../src-shared/text/errors/index.ts'
import { escapedJson, printable, printableLines } from '../../src-shared/text/printable.ts'

export interface Output {
  readonly json: boolean
  /** A line of the result, for people. */
  line(text: string): void
  /** The result, for programs; nothing without `--json`. */
  document(value: unknown): void
  /** A line of JSON lines; nothing without `--json`. */
  event(value: Readonly<Record<string, unknown>>): void
  /**
   * Raw bytes of the result. Waits while the reader is slow.
   * @throws ReaderGone when nobody reads any more; AppFailure CANCELLED
   */
  bytes(chunk: Uint8Array): Promise<void>
  /** For the user to know; not with `--quiet`. */
  note(text: string): void
  /** One line that is overwritten, on a terminal only; an empty text clears it. */
  progress(text: string): void
  error(error: AppError): void
  /** Waits until everything was taken by the reader, or the reader or the user gave up. */
  flush(): Promise<void>
}

export interface OutputOptions {
  readonly json: boolean
  readonly quiet: boolean
  /** Shows what lies behind an error. */
  readonly verbose: boolean
  /** Ends waiting for a slow reader. */
  readonly signal: AbortSignal
}

/** The reader of standard output has left (`… | head`): its right, and no failure. */
export class ReaderGone extends Error {
  constructor() {
    super('nobody reads the output')
    this.name = 'ReaderGone'
  }
}

export function createOutput({ json, quiet, verbose, signal }: OutputOptions): Output {
  const { stdout, stderr } = process
  const reader = watchReader(stdout, signal)
  const showsProgress = stderr.isTTY === true && !quiet && !json
  let progressShown = false
  const clear = (): void => {
    if (progressShown) stderr.write('\r\u001b[K')
    progressShown = false
  }
  const print = (text: string): void => {
    if (!reader.isGone()) stdout.write(`${text}\n`)
  }
  return {
    json,
    line(text) {
      if (json) return
      clear()
      print(printableLines(text))
    },
    document(value) {
      if (json) print(escapedJson(value))
    },
    event(value) {
      if (json) print(escapedJson(value))
    },
    async bytes(chunk) {
      if (!reader.isGone() && !stdout.write(chunk)) await reader.drained()
      if (signal.aborted) throw failure('CANCELLED')
      if (reader.isGone()) throw new ReaderGone()
    },
    note(text) {
      if (quiet) return
      clear()
      stderr.write(`${printableLines(text)}\n`)
    },
    progress(text) {
      if (!showsProgress) return
      clear()
      if (text === '') return
      stderr.write(printable(text).slice(0, (stderr.columns ?? 80) - 1))
      progressShown = true
    },
    error(error) {
      clear()
      const { code, area, message, hint, detail } = error
      if (json) print(escapedJson({ error: { code, area, message, ...(hint === undefined ? {} : { hint }) } }))
      else {
        stderr.write(`${cliText.error(printable(message))}\n`)
        if (hint !== undefined) stderr.write(`${printable(hint)}\n`)
      }
      if (verbose && detail !== undefined) stderr.write(`${printableLines(detail)}\n`)
    },
    flush: () => (stdout.writableLength === 0 ? Promise.resolve() : reader.flushed()),
  }
}

/** Whether somebody still reads a stream, and waiting for that somebody. */
function watchReader(stream: NodeJS.WriteStream, signal: AbortSignal) {
  let gone = false
  const waiting = new Set<() => void>()
  const wake = (): void => {
    for (const resolve of waiting) resolve()
    waiting.clear()
  }
  const leave = (): void => {
    gone = true
    wake()
  }
  // Whatever fails here, nothing more can be told to this reader.
  stream.on('error', leave)
  stream.on('drain', wake)
  signal.addEventListener('abort', wake, { once: true })
  const wait = (): Promise<void> =>
    new Promise((resolve) => {
      if (gone || signal.aborted) resolve()
      else waiting.add(resolve)
    })
  return {
    isGone: () => gone,
    drained: wait,
    flushed(): Promise<void> {
      stream.write('', wake)
      return wait()
    },
  }
}
