/** The calls `files.*`: looking into the file system of an image, without running anything of it. */

import { basename } from 'node:path'
import type { CallParams } from '../../../src-shared/contract/index.ts'
import type { Job } from '../../../src-shared/model/job.ts'
import { appError } from '../../../src-shared/text/errors/index.ts'
import type { CallsOf, EngineContext, Handlers } from '../platform/context.ts'
import { extractFiles } from './extract-files.ts'
import { findHelper } from './helper-path.ts'
import { createImagePool, type ImagePool, identityOf } from './image-pool.ts'
import type { OpenImage } from './open-image.ts'
import { createSearches } from './searches.ts'
import { createSortedListing } from './sorted-listing.ts'

/** Of more paths than these the sum of their sizes is not worked out beforehand. */
const mostSummedPaths = 200

/** Bytes of contents below some paths, for a bar with an end; null where that is not known. */
async function bytesBelow(image: OpenImage, paths: readonly string[]): Promise<number | null> {
  if (paths.length === 0 || paths.length > mostSummedPaths) return null
  let sum = 0
  for (const path of paths) {
    const entry = await image.stat(path)
    sum += entry.type === 'dir' ? ((await image.usage(path, 0))[0]?.totalBytes ?? 0) : entry.sizeBytes
  }
  return sum
}

export interface Files {
  readonly handlers: Handlers<CallsOf<'files'>>
  /** For other domains that look into images. */
  readonly use: ImagePool['use']
  /** Ends all helpers. */
  close(): Promise<void>
}

/** Why files cannot be looked at here; null when they can. */
export function filesUnavailable(): string | null {
  return findHelper() === null ? appError('FILES_UNAVAILABLE').message : null
}

/** Makes the domain. Its handlers throw AppFailure, or system errors as they are. */
export function createFiles(context: EngineContext): Files {
  const pool = createImagePool()
  const searches = createSearches(pool.use)
  const sorted = createSortedListing()

  context.jobs.register<CallParams<'files.extract'>>({
    kind: 'extract',
    canPause: false,
    resumable: false,
    maxRunning: 2,
    async run({ path, paths, to, owners, special }, job) {
      let bytesDone = 0
      const wanted = await pool.use(path, job.signal, (image) => bytesBelow(image, paths))
      return extractFiles(path, {
        paths,
        to,
        owners,
        special,
        signal: job.signal,
        onTotals: ({ bytes }) => job.phase('extracting', paths.length === 0 ? bytes : wanted),
        onProgress: ({ bytes }) => {
          job.advance(Math.max(0, bytes - bytesDone))
          bytesDone = Math.max(bytes, bytesDone)
        },
        onProblem: (problem) => job.log(`${problem.path}: ${problem.message}`),
      })
    },
  })

  return {
    use: pool.use,
    async close() {
      searches.close()
      await pool.close()
    },
    handlers: {
      'files.info': ({ path }, { signal }) => pool.use(path, signal, (image) => image.info()),
      'files.list': ({ path, directory, skip, limit, order, descending }, { signal }) =>
        pool.use(path, signal, async (image) => {
          if (order !== 'stored' || descending) {
            const key = `${await identityOf(path)} ${path}\0${directory}`
            return sorted.part(image, key, directory, { order, descending, skip: skip ?? 0, limit })
          }
          const { entries, total, problems } = await image.list(directory, { skip, limit })
          return { entries, total, problems }
        }),
      'files.stat': ({ path, file }, { signal }) => pool.use(path, signal, (image) => image.details(file)),
      'files.read': ({ path, file, offset, length }, { signal }) =>
        pool.use(path, signal, async (image) => {
          const pieces: Buffer[] = []
          const reading = image.read(file, { offset, length })
          for (;;) {
            const { done, value } = await reading.next()
            if (done) return { base64: Buffer.concat(pieces).toString('base64'), sizeBytes: value.sizeBytes }
            pieces.push(value)
          }
        }),
      'files.find': ({ path, directory, pattern, contains, ignoreCase, limit }, { signal }) =>
        pool.use(path, signal, async (image) => {
          const found = await image.find({ directory, pattern, contains, ignoreCase, limit })
          return { entries: found.entries, limitReached: found.limitReached, problems: found.problems }
        }),
      'files.searchStart': (query, { signal }) => searches.start(query, signal),
      'files.searchNext': ({ search }, { signal }) => searches.next(search, signal),
      'files.usage': ({ path, directory, depth }, { signal }) =>
        pool.use(path, signal, async (image) => ({ directories: await image.usage(directory, depth) })),
      'files.extract': (params): Job =>
        context.jobs.start('extract', { subject: basename(params.path), from: params.path, params }),
    },
  }
}
