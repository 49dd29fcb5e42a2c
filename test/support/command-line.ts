/** Runs the command line from its source as a process of its own, on a home of its own. */
import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

export const commandEntry = fileURLToPath(new URL('../../src-main/cli/main.ts', import.meta.url))

export type CommandProcess = ChildProcessByStdio<Writable, Readable, Readable>

/** The surroundings of a command whose state is in `home`. */
export function commandEnvironment(home: string): Readonly<Record<string, string | undefined>> {
  return {
    PATH: process.env.PATH,
    HOME: home,
    SIF_DESKTOP_HOME: home,
    NODE_NO_WARNINGS: '1',
    // The sources are compiled once for all the processes that tests start.
    NODE_COMPILE_CACHE: join(tmpdir(), `sif-desktop-compiled-${process.getuid?.() ?? 0}`),
  }
}

/**
 * @param home the folder that holds all state of the application
 * @param environment what differs from {@link commandEnvironment}
 * @param folder that it runs in; the same as this process when left out
 */
export function startCommand(
  home: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  folder?: string,
): CommandProcess {
  return spawn(process.execPath, [commandEntry, ...args], {
    ...(folder === undefined ? {} : { cwd: folder }),
    env: { ...commandEnvironment(home), ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
}

/** How a process ended. */
export function ended(
  child: CommandProcess,
): Promise<{ readonly code: number | null; readonly signal: string | null }> {
  return new Promise((resolve) => child.once('close', (code, signal) => resolve({ code, signal })))
}

/**
 * What a command that goes on says first, such as where it listens.
 * @throws Error at once when it ends without a line
 */
export function firstLine(child: CommandProcess): Promise<string> {
  const complaint = text(child.stderr)
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve)
    child.once('close', async (code) => reject(new Error(`it ended with ${code} and no line: ${await complaint}`)))
  })
}

/**
 * Interrupts a command as Ctrl-C does, once it is under way; its standard input is empty.
 * @param isUnderWay asked again and again until it is true
 * @throws Error at once when the command ends before
 */
export async function interrupt(child: CommandProcess, isUnderWay: () => Promise<boolean>): Promise<CommandResult> {
  child.stdin.end()
  const result = resultOf(child)
  let isOver = false
  const over = result.then(({ code, stdout, stderr }) => {
    isOver = true
    throw new Error(`it ended with ${code} before it was interrupted: ${stdout}${stderr}`)
  })
  const begun = async (): Promise<void> => {
    while (!isOver && !(await isUnderWay())) await wait(20)
  }
  try {
    await Promise.race([begun(), over])
  } catch (error) {
    child.kill('SIGKILL')
    throw error
  }
  child.kill('SIGINT')
  return result
}

export interface CommandResult {
  /** Null when a signal ended it. */
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  /** Standard output as lines of JSON. @throws SyntaxError */
  readonly lines: readonly unknown[]
  /** Standard output as one JSON document. @throws SyntaxError, and Error when there is not exactly one line */
  readonly document: unknown
}

/** Runs a command to its end; its standard input is empty. */
export async function runCommand(
  home: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<CommandResult> {
  const child = startCommand(home, args, environment)
  child.stdin.end()
  return resultOf(child)
}

/** Waits for the end of a command and takes what it printed. */
export async function resultOf(child: CommandProcess): Promise<CommandResult> {
  const [{ code }, stdout, stderr] = await Promise.all([ended(child), text(child.stdout), text(child.stderr)])
  return {
    code,
    stdout,
    stderr,
    get lines() {
      return stdout.split('\n').flatMap((line): unknown[] => (line === '' ? [] : [JSON.parse(line)]))
    },
    get document() {
      if (stdout.indexOf('\n') !== stdout.length - 1) throw new Error(`not one line: ${stdout}${stderr}`)
      return JSON.parse(stdout)
    },
  }
}
