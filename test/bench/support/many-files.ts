/**
 * An image with half a million entries: one directory of two hundred thousand files, and three hundred
 * directories of a thousand. Its tree never exists on disk: the helper packs it from a tar stream, and
 * the command line puts what it writes into a SIF.
 */
import { execFileSync } from 'node:child_process'
import { closeSync, openSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { padding, tarEnd, tarHeader } from '../../../src-main/engine/build/definition/tar-writer.ts'
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

const startSeconds = 1_700_000_000

function file(name: string, index: number): Buffer {
  // Sizes and times differ, so that sorting by them means something.
  const contents = Buffer.from(`${index}\n`.repeat(1 + (index % 7)))
  const mode = index % 11 === 0 ? 0o755 : 0o644
  const mtime = startSeconds + (index % 9973) * 60
  const header = tarHeader({ path: name, type: 'file', mode, uid: 0, gid: 0, mtime, sizeBytes: contents.length })
  return Buffer.concat([header, contents, padding(contents.length)])
}

const folder = (name: string): Buffer =>
  tarHeader({ path: name, type: 'dir', mode: 0o755, uid: 0, gid: 0, mtime: startSeconds, sizeBytes: 0 })

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
  yield tarEnd
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
