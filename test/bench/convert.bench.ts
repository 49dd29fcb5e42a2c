/**
 * An OCI image of at least 500 MB in eight layers from a registry on loopback into a SIF, against what the
 * command lines do in the same time: `skopeo copy`, `umoci unpack --rootless`, `mksquashfs`. Not a test: it
 * makes the image from this machine's own files, runs both in turn, and prints time, processor time, sizes,
 * memory of engine and helper, and temporary space. Needs docker-registry, skopeo, umoci, squashfs-tools.
 *
 *   node test/bench/convert.bench.ts [--folder DIR] [--runs 1] [--parts "DIR DIR …"] [--keep]
 */
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { startRegistry } from '../support/registry/index.ts'
import { makeOciLayout } from './support/oci-layout.ts'

const { values } = parseArgs({
  options: {
    folder: { type: 'string', default: '/var/tmp/sif-desktop-convert' },
    runs: { type: 'string', default: '1' },
    keep: { type: 'boolean', default: false },
    parts: {
      type: 'string',
      default: [
        ...['/usr/bin', '/usr/include', '/usr/lib/gcc', '/usr/lib/python3'],
        ...['/usr/lib/x86_64-linux-gnu', '/usr/share', '/usr/sbin', '/etc'],
      ].join(' '),
    },
  },
})
const { folder } = values
const at = (name: string): string => join(folder, name)
const print = (text: string): void => void process.stdout.write(`${text}\n`)
const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`

interface Measured {
  readonly seconds: number
  readonly cpuSeconds: number
  /** Most resident memory of one process of a name, in bytes. */
  readonly memory: ReadonlyMap<string, number>
  /** Most space taken at once below the watched folder. */
  readonly diskBytes: number
}

/** A layout with one layer for each part, compressed as image builders do. */
function makeLayout(): { readonly stored: number; readonly plain: number } {
  let plain = 0
  const layers = values.parts
    .split(' ')
    .filter((path) => existsSync(path))
    .map((part, index) => {
      const archive = at(`layer${index}.tar`)
      execFileSync('sh', [
        '-c',
        `tar --sort=name --warning=no-file-changed -C / -cf ${archive} ${part.slice(1)} || [ $? -eq 1 ]`,
      ])
      plain += statSync(archive).size
      execFileSync('gzip', ['-6', '-n', '-f', archive])
      return `${archive}.gz`
    })
  makeOciLayout(at('layout'), layers, 'bench')
  const stored = layers.reduce((sum, layer) => sum + statSync(layer).size, 0)
  // The layout has names of its own for them.
  for (const layer of layers) rmSync(layer)
  return { stored, plain }
}

function spaceOf(path: string): number {
  try {
    return readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).blocks * 512, 0)
  } catch {
    return 0 // Something went away while it was looked at.
  }
}

/** The process and everything below it, by name, with the most memory each has had. */
function noteMemory(pid: number, memory: Map<string, number>): void {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    const name = /^Name:\t(.*)$/m.exec(status)?.[1] ?? ''
    const peak = Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0) * 1024
    memory.set(name, Math.max(memory.get(name) ?? 0, peak))
    for (const task of readdirSync(`/proc/${pid}/task`)) {
      const children = readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').trim()
      for (const child of children === '' ? [] : children.split(' ')) noteMemory(Number(child), memory)
    }
  } catch {
    // It has ended.
  }
}

/** @param watched the folder whose space is watched; null where that would take too long */
async function measure(command: string, watched: string | null): Promise<Measured> {
  const memory = new Map<string, number>()
  let diskBytes = 0
  const child = spawn('time', ['-f', '\n%e %U %S', '-o', at('time'), 'sh', '-c', command], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let errors = ''
  child.stderr.on('data', (chunk: Buffer) => {
    errors = (errors + chunk.toString()).slice(-2000)
  })
  const timer = setInterval(() => {
    if (child.pid !== undefined) noteMemory(child.pid, memory)
    if (watched !== null) diskBytes = Math.max(diskBytes, spaceOf(watched))
  }, 50)
  const code = await new Promise((resolve) => child.once('close', resolve))
  clearInterval(timer)
  if (code !== 0) throw new Error(`${command}\n${errors}`)
  const [seconds = Number.NaN, user = Number.NaN, system = Number.NaN] = (
    readFileSync(at('time'), 'utf8').trim().split('\n').at(-1) ?? ''
  )
    .split(' ')
    .map(Number)
  return { seconds, cpuSeconds: user + system, memory, diskBytes }
}

rmSync(at('out'), { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
if (!existsSync(at('layout/index.json'))) {
  print('makes the image …')
  const { stored, plain } = makeLayout()
  writeFileSync(at('sizes.json'), JSON.stringify({ stored, plain }))
}
const sizes = JSON.parse(readFileSync(at('sizes.json'), 'utf8')) as { readonly stored: number; readonly plain: number }
print(`image: ${megabytes(sizes.stored)} of layers, ${megabytes(sizes.plain)} unpacked`)

const registry = await startRegistry()
const reference = `${registry.host}/bench:1`
try {
  execFileSync('skopeo', ['copy', '-q', ...registry.skopeo, `oci:${at('layout')}`, `docker://${reference}`])
  const built = fileURLToPath(new URL('../../dist/main/cli.js', import.meta.url))
  const source = fileURLToPath(new URL('../../src-main/cli/main.ts', import.meta.url))
  const program = existsSync(built) ? built : source
  const environment = `SIF_DESKTOP_HOME=${at('home')} NODE_NO_WARNINGS=1`
  const ours = `${environment} ${process.execPath} ${program} build --insecure ${at('out/ours/image.sif')} docker://${reference}`
  const theirs = [
    `skopeo copy -q --src-tls-verify=false docker://${reference} oci:${at('out/theirs/layout')}:x`,
    `umoci unpack --rootless --image ${at('out/theirs/layout')}:x ${at('out/theirs/bundle')}`,
    `mksquashfs ${at('out/theirs/bundle/rootfs')} ${at('out/theirs/image.squashfs')} -quiet -no-progress`,
  ].join(' && ')
  for (let run = 0; run < Number(values.runs); run += 1) {
    for (const side of ['ours', 'theirs']) {
      rmSync(at(`out/${side}`), { recursive: true, force: true })
      mkdirSync(at(`out/${side}`), { recursive: true })
    }
    const own = await measure(ours, at('out/ours'))
    const other = await measure(theirs, null)
    const size = statSync(at('out/ours/image.sif')).size
    const otherSize = statSync(at('out/theirs/image.squashfs')).size
    print(`\nours    ${own.seconds.toFixed(2)} s wall  ${own.cpuSeconds.toFixed(2)} s cpu  ${megabytes(size)}`)
    print(`theirs  ${other.seconds.toFixed(2)} s wall  ${other.cpuSeconds.toFixed(2)} s cpu  ${megabytes(otherSize)}`)
    print(
      `ratio   wall ${(own.seconds / other.seconds).toFixed(3)}  cpu ${(own.cpuSeconds / other.cpuSeconds).toFixed(3)} (target 0.15)  size ${(size / otherSize).toFixed(4)} (target 1)`,
    )
    for (const [name, bytes] of own.memory) print(`memory  ${name} ${megabytes(bytes)}`)
    print(
      `disk    ${megabytes(own.diskBytes)}, ${(own.diskBytes / sizes.stored).toFixed(3)} of the layers (target 1.2)`,
    )
  }
} finally {
  await registry.close()
  if (!values.keep) rmSync(folder, { recursive: true, force: true })
}
