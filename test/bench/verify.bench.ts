/**
 * Verification of a large image, with one and with three signatures over it, against
 * `openssl dgst -sha256` of the same file in the same run. Measured are the engine as a process of its
 * own (time, memory, and the slowest answer to other calls meanwhile) and the whole command `verify`
 * with its start. The programs take turns and the best times count, so that other work on the machine
 * disturbs all of them alike.
 *
 *   node test/bench/verify.bench.ts [megabytes] [rounds]
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { createLinesChannel } from '../../src-main/engine/platform/channel-lines.ts'
import { type Client, connectClient } from '../../src-shared/contract/client.ts'
import type { Job } from '../../src-shared/model/job.ts'
import type { Verification } from '../../src-shared/model/verification.ts'
import { commandEntry, commandEnvironment } from '../support/command-line.ts'
import { makeLargeSigned } from './support/large-signed.ts'

const megabytes = Number(process.argv[2] ?? 2000)
const rounds = Number(process.argv[3] ?? 5)
const limits = { ratio: 1.15, memoryMegabytes: 200, slowestAnswerMs: 50 }

/** What is installed is the built command line; a checkout that was never built has its source. */
const built = fileURLToPath(new URL('../../dist/main/cli.js', import.meta.url))
const entry = existsSync(built) ? built : commandEntry

const say = (text: string): void => void process.stdout.write(`${text}\n`)

async function millisecondsOf(work: () => Promise<void>): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}

/** @param expected exit code that counts as success */
function run(program: string, args: readonly string[], expected: number, home: string): Promise<void> {
  const child = spawn(program, args, { stdio: 'ignore', env: commandEnvironment(home) })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) =>
      code === expected ? resolve() : reject(new Error(`${program} ended with ${code ?? 'a signal'}`)),
    )
  })
}

interface RunningEngine {
  readonly child: ChildProcess
  readonly client: Client
}

async function startEngine(home: string, keys: string): Promise<RunningEngine> {
  const child = spawn(process.execPath, [entry, 'engine', '--stdio'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: commandEnvironment(home),
  })
  const client = connectClient(createLinesChannel(child.stdout, child.stdin))
  const imported = await client.call('keyring.import', { material: { kind: 'file', path: keys } })
  if (!imported.ok) throw new Error(imported.error.message)
  return { child, client }
}

/** Verifies, and asks something else all the while. @returns the slowest of those answers in milliseconds */
async function verify({ client }: RunningEngine, path: string, signatures: number): Promise<number> {
  let job: Job | null = null
  const stop = client.on('jobs.changed', (changed) => {
    if (changed.kind === 'verify' && changed.finishedAt !== null) job = changed
  })
  const started = await client.call('signatures.verify', { path })
  if (!started.ok) throw new Error(started.error.message)
  let slowestMs = 0
  while (job === null) {
    const asked = performance.now()
    await client.call('settings.get', {})
    slowestMs = Math.max(slowestMs, performance.now() - asked)
    await wait(1)
  }
  stop()
  const { result, error } = job as Job
  const states = (result as Verification | null)?.signatures.map(({ state }) => state) ?? []
  if (states.length !== signatures || states.some((state) => state !== 'intact')) {
    throw new Error(error?.message ?? `found ${states.join(', ')}`)
  }
  return slowestMs
}

/** The most memory that a process ever had, in megabytes; null where the system does not tell. */
function peakMemory({ pid }: ChildProcess): number | null {
  const status = `/proc/${pid}/status`
  const [, kilobytes] = existsSync(status) ? (/^VmHWM:\s*(\d+) kB/m.exec(readFileSync(status, 'utf8')) ?? []) : []
  return kilobytes === undefined ? null : Number(kilobytes) / 1000
}

async function measure(folder: string, signatures: 1 | 3, path: string, keys: string): Promise<boolean> {
  const home = join(folder, `home-${signatures}`)
  const engine = await startEngine(home, keys)
  try {
    const best = {
      openssl: Number.POSITIVE_INFINITY,
      engine: Number.POSITIVE_INFINITY,
      command: Number.POSITIVE_INFINITY,
    }
    const slowest: number[] = []
    for (let round = 0; round < rounds; round += 1) {
      const openssl = await millisecondsOf(() => run('openssl', ['dgst', '-sha256', path], 0, home))
      const ours = await millisecondsOf(async () => void slowest.push(await verify(engine, path, signatures)))
      // Nobody was decided about: the signers are unknown.
      const command = await millisecondsOf(() => run(process.execPath, [entry, 'verify', '--offline', path], 10, home))
      say(
        `  openssl ${openssl.toFixed(0)} ms, engine ${ours.toFixed(0)} ms, command ${command.toFixed(0)} ms, ` +
          `slowest answer ${(slowest.at(-1) ?? 0).toFixed(1)} ms`,
      )
      best.openssl = Math.min(best.openssl, openssl)
      best.engine = Math.min(best.engine, ours)
      best.command = Math.min(best.command, command)
    }
    const memory = peakMemory(engine.child)
    const ratio = best.engine / best.openssl
    const answer = Math.min(...slowest)
    say(
      `${signatures} signature(s): engine ${ratio.toFixed(3)} and command ${(best.command / best.openssl).toFixed(3)} times openssl; ` +
        `engine at most ${memory?.toFixed(0) ?? '?'} MB; slowest answer ${answer.toFixed(1)} ms (worst round ${Math.max(...slowest).toFixed(1)} ms)`,
    )
    return ratio <= limits.ratio && (memory ?? 0) <= limits.memoryMegabytes && answer <= limits.slowestAnswerMs
  } finally {
    engine.client.close()
    engine.child.kill()
  }
}

// Memory instead of a disk, where there is enough of it: both programs then measure hashing alone.
const place = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()
const folder = await mkdtemp(join(place, 'sif-desktop-bench-'))
try {
  const { images, keys } = makeLargeSigned(folder, megabytes)
  let isWithinLimits = true
  for (const signatures of [1, 3] as const) {
    say(`${megabytes} MB with ${signatures} signature(s)`)
    if (!(await measure(folder, signatures, images[signatures], keys))) isWithinLimits = false
  }
  if (!isWithinLimits) {
    say(`More than ${JSON.stringify(limits)}`)
    process.exitCode = 1
  }
} finally {
  await rm(folder, { recursive: true, force: true })
}
