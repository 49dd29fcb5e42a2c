/** How the commands that look into images write entries and problems. */
import type { FileEntry, FileProblem } from '../../src-shared/contract/files.ts'
import { modeText } from '../../src-shared/text/file-mode.ts'
import { printable } from '../../src-shared/text/printable.ts'
import { createImagePool, type ImagePool } from '../engine/files/image-pool.ts'
import type { Output } from './output.ts'

/** One entry as `ls -l` would write it, with numeric owners and the whole path. */
export function entryLine(entry: FileEntry): string {
  const owner = `${entry.uid}/${entry.gid}`
  const time = entry.mtime.slice(0, 16).replace('T', ' ')
  const target = entry.target === undefined ? '' : ` -> ${printable(entry.target)}`
  const size = String(entry.sizeBytes).padStart(11)
  return `${modeText(entry)} ${owner.padEnd(9)} ${size} ${time} ${printable(entry.path)}${target}`
}

/** Tells what could not be read; it is named even when only results are wanted. */
export function tellProblem(output: Output, problem: FileProblem): void {
  output.note(`${printable(problem.path === '' ? '/' : problem.path)}: ${printable(problem.message)}`)
}

/** Lets `work` look into images, and ends every helper afterwards. */
export async function withImages<Value>(work: (use: ImagePool['use']) => Promise<Value>): Promise<Value> {
  const pool = createImagePool()
  try {
    return await work(pool.use)
  } finally {
    await pool.close()
  }
}
