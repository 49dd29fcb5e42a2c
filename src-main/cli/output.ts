/**
 * Where a command's words go: results to standard output, all else to standard error, one JSON
 * document or JSON lines when asked. Terminal control never reaches a pipe, and never comes from data.
 */
import type { AppError } from '../../src-shared/model/error.ts'
import { cliText } from '../../src-shared/text/cli.ts'

export interface Output {
  readonly json: boolean
  /** A line of the result, for people. */
  line(text: string): void
  /** The result, for programs; nothing without `--json`. */
  document(value: unknown): void
  /** A line of JSON lines; nothing without `--json`. */
  event(value: Readonly<Record<string, unknown>>): void
  /** Raw bytes of the result. Waits while the reader is slow. */
  bytes(chunk: Uint8Array): Promise<void>
  /** For the user to know; not with `--quiet`. */
  note(text: string): void
  /** One line that is overwritten, on a terminal only; an empty text clears it. */
  progress(text: string): void
  error(error: AppError): void
  /** Whether colours may be used on standard output. */
  readonly colour: boolean
}

export interface OutputOptions {
  readonly json: boolean
  readonly quiet: boolean
  readonly environment: NodeJS.ProcessEnv
}

export function createOutput({ json, quiet, environment }: OutputOptions): Output {
  const { stdout, stderr } = process
  const showsProgress = stderr.isTTY === true && !quiet && !json
  let progressShown = false
  const clear = (): void => {
    if (progressShown) stderr.write('\r\u001b[K')
    progressShown = false
  }
  return {
    json,
    colour: stdout.isTTY === true && !json && environment.NO_COLOR === undefined,
    line(text) {
      if (!json) {
        clear()
        stdout.write(`${text}\n`)
      }
    },
    document(value) {
      if (json) stdout.write(`${JSON.stringify(value)}\n`)
    },
    event(value) {
      if (json) stdout.write(`${JSON.stringify(value)}\n`)
    },
    async bytes(chunk) {
      if (!stdout.write(chunk)) await new Promise<void>((resolve) => stdout.once('drain', resolve))
    },
    note(text) {
      if (quiet) return
      clear()
      stderr.write(`${text}\n`)
    },
    progress(text) {
      if (!showsProgress) return
      clear()
      if (text === '') return
      stderr.write(text.slice(0, (stderr.columns ?? 80) - 1))
      progressShown = true
    },
    error(error) {
      clear()
      const { code, area, message, hint } = error
      if (json)
        stdout.write(`${JSON.stringify({ error: { code, area, message, ...(hint === undefined ? {} : { hint }) } })}\n`)
      else stderr.write(`${cliText.error(message)}\n${hint === undefined ? '' : `${hint}\n`}`)
    },
  }
}
