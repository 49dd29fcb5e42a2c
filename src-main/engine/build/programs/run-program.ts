/**
 * Runs a program in a process group of its own, hands over its output line by line as fast as it is taken, and
 * ends the whole group when it is asked to: politely first. It does not know what the lines mean.
 */
import { spawn } from 'node:child_process'
import type { Readable } from 'node:stream'

export interface ProgramRun {
  /** The program and its arguments; no shell reads them. */
  readonly command: readonly [string, ...string[]]
  readonly folder: string
  readonly environment: NodeJS.ProcessEnv
  readonly signal: AbortSignal
  /** It ends by itself when its input ends, and is given this long for it before it is made to. */
  readonly endsWithInputMs?: number
  onLine(line: string): void
  /** Awaited between pieces of output. */
  ready(): Promise<void>
}

export interface ProgramEnd {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

/** How long each way of ending it is waited for. */
const patience: readonly (readonly [NodeJS.Signals, number])[] = [
  ['SIGINT', 10_000],
  ['SIGTERM', 5000],
  ['SIGKILL', 0],
]
/** What it left running may hold its output open. */
const outputAfterEndMs = 2000
const mostLineCharacters = 64 * 1024

/** @throws system errors when it cannot be started; an abort is an end like others */
export async function runProgram(run: ProgramRun): Promise<ProgramEnd> {
  run.signal.throwIfAborted()
  const [program, ...args] = run.command
  const child = spawn(program, args, {
    cwd: run.folder,
    env: run.environment,
    stdio: [run.endsWithInputMs === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    detached: true,
    windowsHide: true,
  })
  const ended = new Promise<ProgramEnd>((fulfil, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => fulfil({ code, signal }))
  })
  let timer: NodeJS.Timeout | null = null
  const endBy = (step: number): void => {
    const [signal, waitMs] = patience[step] ?? []
    if (signal === undefined) return
    killGroup(child.pid, signal)
    timer = setTimeout(() => endBy(step + 1), waitMs)
  }
  const stop = (): void => {
    child.stdin?.end()
    if (run.endsWithInputMs === undefined) endBy(0)
    else timer = setTimeout(() => endBy(0), run.endsWithInputMs)
  }
  run.signal.addEventListener('abort', stop, { once: true })
  child.stdin?.on('error', () => undefined)
  const outputs = [child.stdout, child.stderr].filter((output) => output !== null)
  const reading = Promise.all(outputs.map((output) => readLines(output, run)))
  try {
    const end = await ended
    const late = setTimeout(() => {
      for (const output of outputs) output.destroy()
    }, outputAfterEndMs)
    await reading.finally(() => clearTimeout(late))
    return end
  } finally {
    run.signal.removeEventListener('abort', stop)
    if (timer !== null) clearTimeout(timer)
    killGroup(child.pid, 'SIGKILL')
  }
}

function killGroup(processId: number | undefined, signal: NodeJS.Signals): void {
  if (processId === undefined) return
  try {
    process.kill(-processId, signal)
  } catch {
    // Nobody is left.
  }
}

async function readLines(output: Readable, { onLine, ready }: ProgramRun): Promise<void> {
  output.setEncoding('utf8')
  let unfinished = ''
  try {
    for await (const piece of output) {
      const lines = `${unfinished}${piece}`.split('\n')
      unfinished = lines.pop() ?? ''
      for (const line of lines) onLine(line)
      // A line without an end is taken in parts.
      if (unfinished.length > mostLineCharacters) {
        onLine(unfinished)
        unfinished = ''
      }
      await ready()
    }
  } catch {
    // It was closed because the program is over.
  }
  if (unfinished !== '') onLine(unfinished)
}
