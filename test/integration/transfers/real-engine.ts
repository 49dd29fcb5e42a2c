/** Engines as processes of their own on one home, asked over the contract: for what only real processes show. */
import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { expect, onTestFinished } from 'vitest'
import { createLinesChannel } from '../../../src-main/engine/platform/channel-lines.ts'
import { type Client, connectClient } from '../../../src-shared/contract/client.ts'
import type { PullParams } from '../../../src-shared/contract/transfers.ts'
import type { Job } from '../../../src-shared/model/job.ts'
import { commandEntry, commandEnvironment } from '../../support/command-line.ts'
import type { TestLibrary } from '../../support/library-service/index.ts'

export interface RealEngine {
  readonly client: Client
  /** Ends it at once, as the system does when memory is short. */
  kill(): Promise<void>
}

export interface RealEngineOptions {
  /** Writing a file beyond this size fails, as on a disk that is full. Multiples of 1024. */
  readonly fileLimitBytes?: number
}

export function startRealEngine(home: string, { fileLimitBytes }: RealEngineOptions = {}): RealEngine {
  const engine = [process.execPath, commandEntry, 'engine', '--stdio']
  // The signal would kill the program; without it writing fails.
  const script = `trap '' XFSZ; ulimit -f ${(fileLimitBytes ?? 0) / 1024}; exec "$@"`
  const [program = '', ...args] = fileLimitBytes === undefined ? engine : ['bash', '-c', script, 'bash', ...engine]
  const child: ChildProcessByStdio<Writable, Readable, null> = spawn(program, args, {
    env: commandEnvironment(home),
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const client = connectClient(createLinesChannel(child.stdout, child.stdin))
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL')
    await ended
  }
  onTestFinished(kill)
  return { client, kill }
}

export async function answered<Value>(
  answer: Promise<{ readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: unknown }>,
): Promise<Value> {
  const settled = await answer
  if (!settled.ok) throw new Error(JSON.stringify(settled.error))
  return settled.value
}

/** Where pulled images go in these tests. */
export const imagesOf = (home: string): string => join(home, 'pulled')

/** Sets the home up to pull from the test library. */
export async function setLibrary(home: string, { client }: RealEngine, service: TestLibrary): Promise<void> {
  await answered(client.call('settings.set', { imageFolder: imagesOf(home) }))
  const remote = { name: 'Lab', uri: service.origin, insecure: false, token: service.token }
  await answered(client.call('remotes.add', remote))
  await answered(client.call('remotes.use', { name: 'Lab' }))
}

export async function startPull({ client }: RealEngine, params: Partial<PullParams> & { reference: string }) {
  const { jobId } = await answered(client.call('transfers.pull', { architecture: 'amd64', ...params }))
  return jobId
}

export async function jobOf({ client }: RealEngine, id: string): Promise<Job> {
  return answered(client.call('jobs.get', { id }))
}

/** Waits until a job is over, however it ended. */
export async function finishedJob(engine: RealEngine, id: string): Promise<Job> {
  await expect.poll(async () => (await jobOf(engine, id)).finishedAt, { timeout: 60_000, interval: 50 }).not.toBeNull()
  return jobOf(engine, id)
}

/** The names in the images' folder: those that a user sees, and those that are hidden. */
export async function namesIn(home: string): Promise<{ readonly seen: readonly string[]; readonly hidden: number }> {
  const names = await readdir(imagesOf(home)).catch((): string[] => [])
  const seen = names.filter((name) => !name.startsWith('.'))
  return { seen, hidden: names.length - seen.length }
}
