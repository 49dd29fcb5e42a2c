/** The output of commands meets all kinds of readers: slow ones, ones that leave, none at all; and Ctrl-C. */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import { expect, it, vi } from 'vitest'
import { createSif } from '../../../src-main/engine/sif/create.ts'
import type { Inspection } from '../../../src-shared/model/inspection.ts'
import {
  type CommandProcess,
  commandEntry,
  commandEnvironment,
  ended,
  firstLine,
  interrupt,
  resultOf,
  runCommand,
  startCommand,
} from '../../support/command-line.ts'
import { definitionObject, partitionObject } from '../../support/make-sif.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

// Real processes start slowly on a busy machine.
vi.setConfig({ testTimeout: 120_000 })

const dumpedBytes = 100 * 1024 * 1024

/** An image with one large object of zeros; its holes take no space. */
async function largeImage(folder: string): Promise<string> {
  const path = join(folder, 'large.sif')
  const zeros = Buffer.alloc(1024 * 1024)
  const data = (async function* () {
    for (let count = 0; count < dumpedBytes / zeros.length; count += 1) yield zeros
  })()
  await createSif(path, { objects: [definitionObject(), { ...partitionObject(Buffer.alloc(0)), data }] })
  return path
}

/** Runs a line of shell with the command as `"$@"`; its output is the line's. */
function shell(home: string, line: string, args: readonly string[]) {
  const env = commandEnvironment(home)
  const words = ['-c', line, 'sh', process.execPath, commandEntry, ...args]
  return promisify(execFile)('sh', words, { env, encoding: 'utf8' })
}

function peakMegabytes({ pid }: CommandProcess): number {
  const [, kilobytes = ''] = /^VmHWM:\s*(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kilobytes) / 1024
}

it('waits for a slow reader instead of keeping everything in memory', async () => {
  const home = await temporaryFolder()
  const child = startCommand(home, ['sif', 'dump', '2', await largeImage(home)])
  const hash = createHash('sha256')
  let seenBytes = 0
  let peak = 0
  for await (const piece of child.stdout as AsyncIterable<Buffer>) {
    hash.update(piece)
    seenBytes += piece.length
    if (seenBytes < 4_000_000) await wait(20)
    if (process.platform === 'linux' && child.exitCode === null) peak = Math.max(peak, peakMegabytes(child))
  }
  expect(seenBytes).toBe(dumpedBytes)
  expect(hash.digest('hex')).toBe(createHash('sha256').update(Buffer.alloc(dumpedBytes)).digest('hex'))
  expect(peak).toBeLessThan(180)
})

it('hands a large document over completely, however late it is read', async () => {
  const home = await temporaryFolder()
  const path = join(home, 'wordy.sif')
  const definition = `Bootstrap: scratch\n${'# a long remark that is repeated\n'.repeat(60_000)}`
  await createSif(path, { objects: [definitionObject(definition)] })
  const child = startCommand(home, ['inspect', path, '--json'])
  child.stdin.end()
  // Longer than a finished command waits for what holds it back.
  await wait(2500)
  const { document, code } = await resultOf(child)
  expect((document as Inspection).definition).toBe(definition)
  expect(code).toBe(0)
})

it('ends without a word when its reader leaves, and keeps its exit code', async () => {
  const home = await temporaryFolder()
  const image = await largeImage(home)
  const left = await shell(home, '{ "$@"; echo "exit $?" >&2; } | head -c 10 | wc -c', ['sif', 'dump', '2', image])
  expect({ read: left.stdout.trim(), told: left.stderr }).toEqual({ read: '10', told: 'exit 0\n' })
  const judged = await shell(home, '{ "$@"; echo "exit $?" >&2; } | true', ['verify', '--offline', image])
  expect(judged.stderr).toBe('exit 11\n')
  const closed = await shell(home, '"$@" >&-; echo "exit $?"', ['verify', '--offline', image])
  expect(closed).toEqual({ stdout: 'exit 11\n', stderr: '' })
  const deaf = await shell(home, '"$@" 2>&-; echo "exit $?"', ['inspect', join(home, 'missing.sif')])
  expect(deaf.stdout).toBe('exit 1\n')
})

it('stops hashing and verifying on Ctrl-C: exit 130', async () => {
  const home = await temporaryFolder()
  const path = join(home, 'endless.sif')
  await createSif(path, { objects: [definitionObject()] })
  // More than any machine hashes in the time of a test; the holes take no space.
  await truncate(path, 400_000_000_000)
  const isReading = (child: CommandProcess) => async (): Promise<boolean> => {
    const [, read = '0'] = /^read_bytes|^rchar: (\d+)/m.exec(await readFile(`/proc/${child.pid}/io`, 'utf8')) ?? []
    return Number(read) > 100_000_000
  }
  const child = startCommand(home, ['inspect', '--digest', '--json', path])
  const stopped = await interrupt(child, process.platform === 'linux' ? isReading(child) : () => wait(5000, true))
  expect(stopped).toMatchObject({ code: 130, stderr: '', document: { error: { code: 'CANCELLED' } } })
})

it('leaves nothing half done when adding to an image is interrupted', async () => {
  const home = await temporaryFolder()
  const path = join(home, 'image.sif')
  await createSif(path, { objects: [definitionObject()] })
  const before = await readFile(path)
  // The object comes from a pipe that is filled for as long as somebody reads it, so that it has no end to miss.
  await promisify(execFile)('mkfifo', [join(home, 'pipe')])
  const child = startCommand(home, ['sif', 'add', path, join(home, 'pipe'), '--datatype', '7'])
  const endless = (async function* () {
    for (;;) {
      yield Buffer.alloc(65_536)
      await wait(1)
    }
  })()
  const feed = writeFile(join(home, 'pipe'), endless).catch(() => undefined)
  const hasBegun = async (): Promise<boolean> => {
    const partial = (await readdir(home)).find((name) => name.endsWith('.partial'))
    return partial !== undefined && (await stat(join(home, partial))).size > before.length
  }
  const stopped = await interrupt(child, hasBegun)
  await feed
  expect(stopped.code).toBe(130)
  expect(await readFile(path)).toEqual(before)
  expect((await readdir(home)).sort()).toEqual(['image.sif', 'pipe'])
})

it('ends servers in order: exit 130 for Ctrl-C', async () => {
  const home = await temporaryFolder()
  const child = startCommand(home, ['demo', '--services-only', '--json'])
  expect(JSON.parse(await firstLine(child))).toMatchObject({
    type: 'ready',
    remote: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    token: expect.any(String),
    entity: expect.any(String),
    keyserver: expect.stringMatching(/^http:\/\//),
  })
  const end = ended(child)
  child.kill('SIGINT')
  expect(await end).toEqual({ code: 130, signal: null })
})

it('says what lies behind an error when asked to', async () => {
  const home = await temporaryFolder()
  const { stderr } = await runCommand(home, ['inspect', join(home, 'missing.sif'), '--verbose'])
  expect(stderr).toContain('ENOENT')
})
