/**
 * Extracting files of an image into a folder, by a helper of its own that can write below that
 * folder and nowhere else. What could not be extracted is told and left out.
 */
import { constants } from 'node:fs'
import { type FileHandle, mkdir, open, rmdir } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { FileProblem } from '../../../src-shared/contract/files.ts'
import { numberOf, problemOf } from './answers.ts'
import { wireOfText } from './byte-text.ts'
import { startHelper } from './image-pool.ts'
import { OpenImage } from './open-image.ts'

/** Problems remembered by name; the rest is counted. */
const maxToldProblems = 1000

export interface ExtractOptions {
  /** Paths inside the image with all that is below them; everything if empty. */
  readonly paths: readonly string[]
  /** The folder, made if missing; contents go directly into it. */
  readonly to: string
  /** Also owners and the extended attributes that only root may set; set-id bits with either of these two. */
  readonly owners: boolean
  /** Also devices, fifos and sockets. */
  readonly special: boolean
  /** Most bytes of contents, holes counted; without it, what the image says when asked beforehand. */
  readonly maxBytes?: number
  readonly signal?: AbortSignal
  /** Called before anything is written with what the whole image holds. */
  readonly onTotals?: (totals: ExtractTotals) => void
  readonly onProgress?: (done: { readonly entries: number; readonly bytes: number }) => void
  readonly onProblem?: (problem: FileProblem) => void
}

export interface ExtractTotals {
  readonly entries: number
  readonly bytes: number
}

export interface ExtractResult {
  readonly to: string
  readonly entries: number
  readonly bytes: number
  /** Devices, fifos and sockets that nobody asked for. */
  readonly leftOut: number
  /** Entries that belong to the user because the system did not let us set their owner. */
  readonly ownersRefused: number
  /** How many entries could not be made, and the first of them. */
  readonly problemCount: number
  readonly problems: readonly FileProblem[]
}

/**
 * @param path of the image
 * @throws AppFailure those of {@link startHelper}; FILES_PATH_NOT_FOUND, FILES_LIMIT, OUT_OF_SPACE, CANCELLED;
 *   system errors of the folder as they are
 */
export async function extractFiles(path: string, options: ExtractOptions): Promise<ExtractResult> {
  const made = await mkdir(options.to, { recursive: true })
  const folder = await open(options.to, constants.O_RDONLY | constants.O_DIRECTORY)
  try {
    return await extractInto(folder, path, options)
  } catch (error) {
    // What was made for nothing goes again; a folder that something is in stays.
    if (made !== undefined) await removeEmpty(options.to, made)
    throw error
  }
}

/** Removes empty folders upwards, the last of them `first`. */
async function removeEmpty(folder: string, first: string): Promise<void> {
  for (let at = resolve(folder); ; at = dirname(at)) {
    const isGone = await rmdir(at).then(
      () => true,
      () => false,
    )
    if (!isGone || at === resolve(first) || at === dirname(at)) return
  }
}

/** Closes the folder, which the helper has by then. */
async function extractInto(folder: FileHandle, path: string, options: ExtractOptions): Promise<ExtractResult> {
  const started = startHelper(path, { args: ['--target-fd', '4'], descriptors: [folder.fd] })
  const client = await started.finally(() => folder.close())
  try {
    const [whole] = await new OpenImage(client, options.signal).usage('/', 0)
    const totals = {
      bytes: whole?.totalBytes ?? 0,
      entries: (whole?.files ?? 0) + (whole?.directories ?? 0) + (whole?.others ?? 0),
    }
    options.onTotals?.(totals)
    const members = {
      paths: options.paths.map(wireOfText),
      owners: options.owners,
      setIds: options.owners || options.special,
      special: options.special,
      maxBytes: options.maxBytes ?? totals.bytes,
      maxEntries: totals.entries,
    }
    const problems: FileProblem[] = []
    const ask = { op: 'extract', members, to: options.to }
    const frames = client.ask(ask, { signal: options.signal })
    for (;;) {
      const { done, value } = await frames.next()
      if (done) {
        const total = (name: string): number => numberOf(value, name)
        return {
          to: options.to,
          entries: total('entries'),
          bytes: total('bytes'),
          leftOut: total('leftOut'),
          ownersRefused: total('ownersRefused'),
          problemCount: total('problems'),
          problems,
        }
      }
      if (value.type === 'progress') {
        options.onProgress?.({ entries: numberOf(value.members, 'entries'), bytes: numberOf(value.members, 'bytes') })
      } else if (value.type === 'problem') {
        const problem = problemOf(value)
        if (problems.length < maxToldProblems) problems.push(problem)
        options.onProblem?.(problem)
      }
    }
  } finally {
    await client.close()
  }
}
