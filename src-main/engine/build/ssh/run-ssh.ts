/** Runs scripts on another computer by the installed ssh, which never asks anything, and tells why it could not. */
import { spawn } from 'node:child_process'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { AppError } from '../../../../src-shared/model/error.ts'
import { AppFailure, failure } from '../../../../src-shared/text/errors/index.ts'
import { printable } from '../../../../src-shared/text/printable.ts'
import { asCommand } from './remote-shell.ts'

const mostKeptBytes = 64 * 1024

/** The words of a command that runs a script on a host: no questions, no terminal, nothing forwarded. */
export function sshCommand(host: string, script: string): readonly [string, ...string[]] {
  const settings = [
    ...['BatchMode=yes', 'ConnectTimeout=5', 'ServerAliveInterval=15', 'ServerAliveCountMax=4'],
    ...['ClearAllForwardings=yes', 'ForwardAgent=no', 'RemoteCommand=none'],
  ]
  return ['ssh', ...settings.flatMap((setting) => ['-o', setting]), '-T', '--', host, asCommand(script)]
}

export interface SshScript {
  readonly host: string
  readonly script: string
  readonly signal: AbortSignal
  /** What it reads; nothing without. */
  readonly input?: Readable
  /** Takes its output; without, the beginning of it is kept. */
  readonly take?: (output: Readable) => Promise<void>
}

/**
 * @returns what it printed, as far as nobody took it
 * @throws AppFailure of {@link sshFailure} when it ends with anything but 0; what `take` and `input` throw; aborts
 */
export async function runScript({ host, script, signal, input, take }: SshScript): Promise<string> {
  signal.throwIfAborted()
  const [program, ...args] = sshCommand(host, script)
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'], windowsHide: true })
  const ended = new Promise<number | null>((fulfil, reject) => {
    child.once('error', () => reject(failure('BUILD_SSH_MISSING')))
    child.once('close', (code) => fulfil(code))
  })
  const end = (): void => void child.kill('SIGTERM')
  signal.addEventListener('abort', end, { once: true })
  let problem: unknown = null
  const note = (error: unknown): void => {
    problem ??= error
    end()
  }
  const errors = keep(child.stderr)
  const kept = take === undefined ? keep(child.stdout) : null
  const taking = take?.(child.stdout).catch(note)
  child.stdin.on('error', () => undefined)
  // When it stops reading, why is said by its end.
  const sending = pipeline(input ?? Readable.from([]), child.stdin).catch((error: unknown) => {
    if (!isBrokenPipe(error)) note(error)
  })
  try {
    const code = await ended
    await Promise.all([taking, sending])
    signal.throwIfAborted()
    if (code !== 0) throw new AppFailure(sshFailure(host, code, errors()))
    if (problem !== null) throw problem
    return kept?.() ?? ''
  } finally {
    signal.removeEventListener('abort', end)
  }
}

/** Why ssh, or the script, did not come to its end. @param said on standard error */
export function sshFailure(host: string, code: number | null, said: string): AppError {
  const lines = said.split(/\r?\n/).map((line) => printable(line).trim())
  const reason = lines.filter((line) => line !== '').at(-1) ?? `it ended with ${code ?? 'a signal'}`
  const detail = { detail: lines.join('\n').trim() }
  if (code !== 255) return failure('BUILD_SSH_REFUSED', { host, reason }, detail).error
  if (/host key verification failed|remote host identification has changed/i.test(said)) {
    return failure('BUILD_SSH_HOST_KEY', { host }, detail).error
  }
  if (/permission denied|too many authentication failures/i.test(said)) {
    return failure('BUILD_SSH_LOGIN', { host }, detail).error
  }
  return failure('BUILD_SSH_UNREACHABLE', { host, reason }, detail).error
}

function keep(stream: Readable): () => string {
  const chunks: Buffer[] = []
  let sizeBytes = 0
  stream.on('data', (chunk: Buffer) => {
    if (sizeBytes < mostKeptBytes) chunks.push(chunk.subarray(0, mostKeptBytes - sizeBytes))
    sizeBytes += chunk.length
  })
  return () => Buffer.concat(chunks).toString('utf8')
}

function isBrokenPipe(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : null
  return code === 'EPIPE' || code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'ECONNRESET'
}
