/**
 * A pull of a large image from a library on loopback against `curl` writing the same file, in the same
 * run: time, CPU time and peak memory of the engine, digest and entry into the images included. Then
 * ten images at once, as a rate of all bytes. The two take turns and the best times count.
 *
 *   node test/bench/pull.bench.ts [megabytes] [rounds]
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { createLinesChannel } from '../../src-main/engine/platform/channel-lines.ts'
import { type Client, connectClient } from '../../src-shared/contract/client.ts'
import type { Job } from '../../src-shared/model/job.ts'
import { commandEntry, commandEnvironment } from '../support/command-line.ts'

const megabytes = Number(process.argv[2] ?? 2000)
const rounds = Number(process.argv[3] ?? 3)
const together = 10
const limits = { ratio: 0.85, memoryMegabytes: 150, togetherRatio: 1.1 }

/** What is installed is the built command line; a checkout that was never built has its source. */
const built = fileURLToPath(new URL('../../dist/main/cli.js', import.meta.url))
const entry = existsSync(built) ? built : commandEntry
const say = (text: string): void => void process.stdout.write(`${text}\n`)
// Memory instead of a disk, where there is enough of it: both programs then measure the transfer alone.
const place = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

interface Server {
  readonly child: ChildProcess
  readonly origin: string
  readonly token: string
}

async function startServer(sizeMegabytes: number, count: number): Promise<Server> {
  const script = fileURLToPath(new URL('support/library-server.ts', import.meta.url))
  const child = spawn(process.execPath, [script, String(sizeMegabytes), String(count)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const line = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve)
    child.once('exit', () => reject(new Error('the library did not start')))
  })
  return { child, ...(JSON.parse(line) as { origin: string; token: string }) }
}

interface RunningEngine {
  readonly child: ChildProcess
  readonly client: Client
  readonly images: string
}

async function startEngine(home: string, server: Server): Promise<RunningEngine> {
  const child = spawn(process.execPath, [entry, 'engine', '--stdio'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: commandEnvironment(home),
  })
  const client = connectClient(createLinesChannel(child.stdout, child.stdin))
  const images = join(home, 'pulled')
  const remote = { name: 'bench', uri: server.origin, token: server.token }
  for (const answer of [
    await client.call('settings.set', { imageFolder: images }),
    await client.call('remotes.add', remote),
    await client.call('remotes.use', { name: 'bench' }),
  ])
    if (!answer.ok) throw new Error(answer.error.message)
  return { child, client, images }
}

/** Pulls images and waits for all of them. @returns seconds */
async function pull({ client }: RunningEngine, indexes: readonly number[]): Promise<number> {
  const waiting = new Set<string>()
  const done = new Promise<void>((resolve, reject) => {
    const stop = client.on('jobs.changed', (job: Job) => {
      if (job.kind !== 'pull' || job.finishedAt === null) return
      if (job.state !== 'done') reject(new Error(job.error?.message ?? job.state))
      waiting.delete(job.id)
      if (waiting.size > 0) return
      stop()
      resolve()
    })
  })
  const started = performance.now()
  for (const index of indexes) {
    const answer = await client.call('transfers.pull', {
      reference: `library://bench/large/image-${index}:1`,
      architecture: 'amd64',
    })
    if (!answer.ok) throw new Error(answer.error.message)
    waiting.add(answer.value.jobId)
  }
  await done
  return (performance.now() - started) / 1000
}

/** CPU seconds that a process has used so far; null where the system does not tell. */
function cpuSeconds({ pid }: ChildProcess): number | null {
  const file = `/proc/${pid}/stat`
  if (!existsSync(file)) return null
  const fields = readFileSync(file, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}

/** The most memory that a process ever had, in megabytes; null where the system does not tell. */
function peakMegabytes({ pid }: ChildProcess): number | null {
  const file = `/proc/${pid}/status`
  const [, kilobytes] = existsSync(file) ? (/^VmHWM:\s*(\d+) kB/m.exec(readFileSync(file, 'utf8')) ?? []) : []
  return kilobytes === undefined ? null : Number(kilobytes) / 1000
}

function curl(server: Server, index: number, to: string): { readonly seconds: number; readonly cpu: number } {
  const started = performance.now()
  const url = `${server.origin}/v1/imagefile/bench/large/image-${index}:1?arch=amd64`
  const { status, stderr } = spawnSync('sh', ['-c', `curl -sSfL -o "${to}" "${url}" && times >&2`], {
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(stderr)
  const children = stderr.trim().split('\n').at(-1) ?? ''
  const cpu = [...children.matchAll(/(\d+)m([\d.]+)s/g)].reduce((sum, [, m, s]) => sum + Number(m) * 60 + Number(s), 0)
  return { seconds: (performance.now() - started) / 1000, cpu }
}

const folder = await mkdtemp(join(place, 'sif-desktop-bench-'))
const children: ChildProcess[] = []
try {
  const server = await startServer(megabytes, 1)
  children.push(server.child)
  const engine = await startEngine(join(folder, 'home'), server)
  children.push(engine.child)
  const best = { curl: Infinity, engine: Infinity, curlCpu: Infinity, engineCpu: Infinity }
  for (let round = 0; round < rounds; round += 1) {
    const peer = curl(server, 0, join(folder, 'curl.sif'))
    rmSync(join(folder, 'curl.sif'))
    const before = cpuSeconds(engine.child) ?? 0
    const seconds = await pull(engine, [0])
    const cpu = (cpuSeconds(engine.child) ?? 0) - before
    const list = await engine.client.call('images.list', {})
    if (!list.ok || list.value.images[0] === undefined) throw new Error('the image is not there')
    await engine.client.call('images.remove', { ids: [list.value.images[0].id], deleteFiles: true })
    best.curl = Math.min(best.curl, peer.seconds)
    best.engine = Math.min(best.engine, seconds)
    best.curlCpu = Math.min(best.curlCpu, peer.cpu)
    best.engineCpu = Math.min(best.engineCpu, cpu)
    say(
      `  curl ${peer.seconds.toFixed(2)} s (CPU ${peer.cpu.toFixed(2)} s), engine ${seconds.toFixed(2)} s (CPU ${cpu.toFixed(2)} s)`,
    )
  }
  const memory = peakMegabytes(engine.child) ?? 0
  const ratio = best.curl / best.engine
  say(
    `${megabytes} MB: ${ratio.toFixed(3)} of curl's rate (at least ${limits.ratio}); engine at most ${memory.toFixed(0)} MB; ` +
      `CPU time ${(best.engineCpu / best.curlCpu).toFixed(2)} of curl's, digest included`,
  )
  engine.client.close()
  server.child.stdin?.end()

  const many = await startServer(Math.round(megabytes / together), together)
  children.push(many.child)
  const second = await startEngine(join(folder, 'home-many'), many)
  children.push(second.child)
  const indexes = Array.from({ length: together }, (_, index) => index)
  let seconds = Infinity
  for (let round = 0; round < rounds; round += 1) {
    seconds = Math.min(seconds, await pull(second, indexes))
    const list = await second.client.call('images.list', {})
    const ids = list.ok ? list.value.images.map(({ id }) => id) : []
    if (ids.length !== together) throw new Error('not all images are there')
    await second.client.call('images.remove', { ids, deleteFiles: true })
  }
  const share = seconds / best.engine
  const manyMemory = peakMegabytes(second.child) ?? 0
  say(
    `${together} images at once, ${megabytes} MB together: ${seconds.toFixed(2)} s, ${share.toFixed(3)} of one image's time ` +
      `(at most ${limits.togetherRatio}); engine at most ${manyMemory.toFixed(0)} MB`,
  )
  second.client.close()
  many.child.stdin?.end()
  if (ratio < limits.ratio || share > limits.togetherRatio || Math.max(memory, manyMemory) > limits.memoryMegabytes)
    process.exitCode = 1
} finally {
  for (const child of children) child.kill()
  await rm(folder, { recursive: true, force: true })
}
