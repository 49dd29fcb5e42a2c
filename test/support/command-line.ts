/** Runs the command line from its source as a process of its own, on a home of its own. */
import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'

const entry = fileURLToPath(new URL('../../src-main/cli/main.ts', import.meta.url))

export type CommandProcess = ChildProcessByStdio<Writable, Readable, Readable>

/** @param home the folder that holds all state of the application */
export function startCommand(home: string, args: readonly string[]): CommandProcess {
  return spawn(process.execPath, [entry, ...args], {
    env: {
      PATH: process.env.PATH,
      HOME: home,
      SIF_DESKTOP_HOME: home,
      NO_COLOR: '1',
      NODE_NO_WARNINGS: '1',
      // The sources are compiled once for all the processes that tests start.
      NODE_COMPILE_CACHE: join(tmpdir(), `sif-desktop-compiled-${process.getuid?.() ?? 0}`),
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
}

/** How a process ended. */
export function ended(
  child: CommandProcess,
): Promise<{ readonly code: number | null; readonly signal: string | null }> {
  return new Promise((resolve) => child.once('close', (code, signal) => resolve({ code, signal })))
}
