/**
 * An image with half a million entries: one directory of two hundred thousand files, and three hundred
 * directories of a thousand. Its tree never exists on disk: the helper packs it from a tar stream, and
 * the command line puts what it writes into a SIF.
 */
import { execFileSync } from 'node:child_process'
import { closeSync, openSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { findHelper } from '../../../src-main/engine/files/helper-path.ts'
import { nodeProgram, projectFolder } from '../../e2e/support/processes.ts'

export interface ManyFiles {
  readonly path: string
  readonly entries: number
}

/** How many files lie in the one huge directory. */
export const hugeFiles = 200_000
const folders = 300
const filesInFolder = 1000

const blockBytes = 512

/** One header of a tar archive; contents follow it. */
function header(name: string, mode: number, sizeBytes: number, seconds: number, isFolder: boolean): Buffer {
  const block = Buffer.alloc(blockBytes)
  const octal = (value: number, at: number, length: number): void => {
    block.write(value.toString(8).padStart(length - 1, '0'), at, 'latin1')
  }
  block.write(name, 0, 100, 'latin1')
  octal(mode, 100, 8)
  octal(0, 108, 8)
  octal(0, 116, 8)
  octal(sizeBytes, 124, 12)
  octal(seconds, 136, 12)
  block.write('        ', 148, 'latin1')
  block.write(isFolder ? '5' : '0', 156, 'latin1')
  block.write('ustar\x0000', 257, 'latin1')
  let sum = 0
  for (const byte of block) sum += byte
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
  return block
}

const startSeconds = 1_700_000_000

function file(name: string, index: number): Buffer {
  // Sizes and times differ, so that sorting by them means something.
  const contents = Buffer.from(`${index}\n`.repeat(1 + (index % 7)))
  const padding = Buffer.alloc((blockBytes - (contents.length % blockBytes)) % blockBytes)
  const mode = index % 11 === 0 ? 0o755 : 0o644
  return Buffer.concat([
    header(name, mode, contents.length, startSeconds + (index % 9973) * 60, false),
    contents,
    padding,
  ])
}

const folder = (name: string): Buffer => header(`${name}/`, 0o755, 0, startSeconds, true)

function* archive(): Generator<Buffer> {
  yield folder('etc')
  yield file('etc/os-release', 1)
  yield folder('many')
  for (let index = 0; index < hugeFiles; index += 1) {
    yield file(`many/sample-${String(index).padStart(6, '0')}.txt`, index)
  }
  yield folder('runs')
  for (let run = 0; run < folders; run += 1) {
    const name = `runs/run-${String(run).padStart(3, '0')}`
    yield folder(name)
    for (let index = 0; index < filesInFolder; index += 1) {
      yield file(`${name}/part-${String(index).padStart(4, '0')}.dat`, index)
    }
  }
  yield Buffer.alloc(2 * blockBytes)
}

async function writeArchive(path: string): Promise<void> {
  const handle = await open(path, 'w')
  let pieces: Buffer[] = []
  for (const piece of archive()) {
    pieces.push(piece)
    if (pieces.length < 4000) continue
    await handle.write(Buffer.concat(pieces))
    pieces = []
  }
  await handle.write(Buffer.concat(pieces))
  await handle.close()
}

/** @param folderPath an empty folder that takes the image */
export async function makeManyFiles(folderPath: string): Promise<ManyFiles> {
  const squashfs = join(folderPath, 'many.squashfs')
  const archivePath = join(folderPath, 'many.tar')
  await writeArchive(archivePath)
  const image = openSync(squashfs, 'w+')
  const layer = openSync(archivePath, 'r')
  const requests = [
    { id: 1, op: 'begin', compressor: 'gzip', level: 1, time: startSeconds },
    { id: 2, op: 'layer', fd: 4 },
    { id: 3, op: 'finish' },
  ]
  const input = requests.map((request) => `${JSON.stringify(request)}\n`).join('')
  execFileSync(findHelper() ?? '', ['pack'], { input, stdio: ['pipe', 'ignore', 'inherit', image, layer] })
  closeSync(image)
  closeSync(layer)
  rmSync(archivePath)
  const path = join(folderPath, 'many_files.sif')
  const run = (...args: readonly string[]): void => {
    execFileSync(nodeProgram(), [join(projectFolder, 'dist', 'main', 'cli.js'), 'sif', ...args], { stdio: 'ignore' })
  }
  run('new', path)
  const partition = ['--datatype', '4', '--parttype', '2', '--partfs', '1', '--partarch', '2', '--groupid', '1']
  run('add', path, squashfs, ...partition)
  rmSync(squashfs)
  return { path, entries: 5 + 1 + hugeFiles + folders * (1 + filesInFolder) }
}
