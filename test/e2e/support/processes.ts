/** Starts the built programs for end-to-end tests, each with a home of its own and little else. */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export const projectFolder = fileURLToPath(new URL('../../../', import.meta.url))
const commandLine = join(projectFolder, 'dist', 'main', 'cli.js')

/** Node 24, as the scripts use it. */
export function nodeProgram(): string {
  const bundled = join(projectFolder, 'node_modules', 'node', 'bin', 'node')
  return existsSync(bundled) ? bundled : process.execPath
}

/** What a program under test sees of the environment: nothing of who runs the tests. */
export function environmentFor(home: string): Record<string, string> {
  const kept = ['PATH', 'HOME', 'TMPDIR', 'DISPLAY', 'XAUTHORITY', 'SystemRoot']
  const entries = kept.map((name) => [name, process.env[name]] as const)
  const environment = Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== undefined))
  return { ...environment, SIF_DESKTOP_HOME: home, LANG: 'C.UTF-8', NO_COLOR: '1' }
}

export interface CommandResult {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs `sif-desktop …` on a home to its end. */
export function runCommand(home: string, args: readonly string[]): Promise<CommandResult> {
  return new Promise((resolve) => {
    const options = { env: environmentFor(home), maxBuffer: 256 * 1024 * 1024, timeout: 60_000 }
    execFile(nodeProgram(), [commandLine, ...args], options, (error, stdout, stderr) => {
      const exitCode = error ? (typeof error.code === 'number' ? error.code : -1) : 0
      resolve({ exitCode, stdout, stderr })
    })
  })
}

export interface Service {
  /** What it said of itself when it was ready: the lines of its JSON, taken together. */
  readonly ready: Readonly<Record<string, unknown>>
  readonly process: ChildProcess
  stop(): Promise<void>
}

const readyWithinMs = 45_000

/**
 * Starts a command that goes on until it is interrupted.
 * @param member it is ready as soon as it has told the value of this name
 */
export async function startService(home: string, args: readonly string[], member: string): Promise<Service> {
  const child = spawn(nodeProgram(), [commandLine, ...args], {
    env: environmentFor(home),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let complaint = ''
  child.stderr.on('data', (chunk: Buffer) => {
    complaint = (complaint + String(chunk)).slice(-4000)
  })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  let told: Record<string, unknown> = {}
  const ready = await new Promise<Record<string, unknown>>((resolve, reject) => {
    const fail = (why: string): void => {
      clearTimeout(timer)
      child.kill('SIGKILL')
      reject(new Error(`sif-desktop ${args.join(' ')} ${why}: ${complaint}${JSON.stringify(told)}`))
    }
    const timer = setTimeout(() => fail('did not get ready'), readyWithinMs)
    createInterface({ input: child.stdout }).on('line', (line) => {
      told = { ...told, ...(JSON.parse(line) as Record<string, unknown>) }
      if (!(member in told)) return
      clearTimeout(timer)
      resolve(told)
    })
    child.once('close', (code) => fail(`ended with ${code}`))
  })
  return {
    ready,
    process: child,
    async stop() {
      child.kill('SIGTERM')
      const giveUp = setTimeout(() => child.kill('SIGKILL'), 5000)
      await ended
      clearTimeout(giveUp)
    },
  }
}
