/**
 * What lists say of each image, kept until something it rests on changes. Judging a whole library
 * takes longer than a blink, so it is done in slices beside other work; what a list shows is judged
 * before it is shown. It never says of an image what no longer holds.
 */
import { basename, dirname } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ImageSummary } from '../../../src-shared/model/image.ts'
import type { Verification } from '../../../src-shared/model/verification.ts'
import type { StoredImage } from './image-store.ts'
import { coverParts, type StoredPart } from './map-parts.ts'
import { signerOf } from './signer-of.ts'

type Identity = Pick<StoredImage, 'reference' | 'digest'>

/** What the local library needs to know from the signatures domain. */
export interface VerdictSource {
  /** The last verification of an image, judged with today's decisions; null when the file has changed since or never was checked. */
  latest(
    path: string,
    stamp: { readonly sizeBytes: number; readonly modifiedMs: number; readonly identity: Identity },
  ): Verification | null
}

export interface Summaries {
  /** All images; of those that are not judged yet no verdict, signer or map is told. The same array while nothing changes. */
  all(): readonly ImageSummary[]
  /** One image, judged now. */
  of(image: StoredImage): ImageSummary
  /** How many are not judged yet. */
  pending(): number
  /** Judges all, in slices; ends early when `isOver` says so or the library is closed. */
  judgeAll(isOver?: () => boolean): Promise<void>
  /** Something that these images' summaries rest on has changed; without ids that of all. */
  forget(ids?: readonly string[]): void
  close(): void
}

/** Longest time that judging keeps other work waiting. */
const sliceMs = 8
/** Keys expire while nothing happens; later than this that is seen in lists. */
const longestKeptMs = 600_000

/** @param images everything in the library, as it is stored */
export function createSummaries(
  images: () => readonly StoredImage[],
  verdicts: VerdictSource,
  clock: () => Date,
): Summaries {
  const judged = new Map<string, ImageSummary>()
  /** Those that wait to be judged; null when that must be found out anew. */
  let waiting: Map<string, StoredImage> | null = null
  let listed: readonly ImageSummary[] | null = null
  let judgedSince = clock().getTime()
  let isClosed = false

  const forget = (ids?: readonly string[]): void => {
    if (ids === undefined) judged.clear()
    else for (const id of ids) judged.delete(id)
    waiting = null
    listed = null
  }

  const of = (image: StoredImage): ImageSummary => {
    const known = judged.get(image.id)
    if (known !== undefined) return known
    const { path, sizeBytes, modifiedMs, reference, digest } = image
    const identity = { reference, digest }
    const summary = summarise(image, verdicts.latest(path, { sizeBytes, modifiedMs, identity }))
    judged.set(image.id, summary)
    waiting?.delete(image.id)
    listed = null
    return summary
  }

  const stillWaiting = (): Map<string, StoredImage> => {
    const stored = images()
    waiting ??= new Map(stored.flatMap((image) => (judged.has(image.id) ? [] : [[image.id, image]])))
    return waiting
  }

  return {
    of,
    forget,
    all() {
      const now = clock().getTime()
      if (now - judgedSince > longestKeptMs || now < judgedSince) {
        judgedSince = now
        forget()
      }
      // Asking for the images may itself make everything be forgotten, when another engine has written.
      const stored = images()
      listed ??= stored.map((image) => judged.get(image.id) ?? summarise(image, null, []))
      return listed
    },
    pending: () => stillWaiting().size,
    async judgeAll(isOver = () => false) {
      for (let left = stillWaiting(); left.size > 0 && !isClosed && !isOver(); left = stillWaiting()) {
        const until = performance.now() + sliceMs
        for (const image of left.values()) {
          of(image)
          if (performance.now() > until) break
        }
        await nextTurn()
        if (isClosed) return
      }
    },
    close() {
      isClosed = true
    },
  }
}

function summarise(
  image: StoredImage,
  verification: Verification | null,
  parts: readonly StoredPart[] = image.parts,
): ImageSummary {
  return {
    id: image.id,
    path: image.path,
    name: basename(image.path),
    folder: dirname(image.path),
    sizeBytes: image.sizeBytes,
    architecture: image.architecture,
    digest: image.digest,
    reference: image.reference,
    remote: image.remote,
    tagMoved: null,
    verdict: verification?.verdict ?? null,
    sentence: verification?.sentence ?? null,
    signer: signerOf(verification),
    map: coverParts(parts, verification),
    addedAt: image.addedAt,
    lastUsedAt: image.lastUsedAt,
    checkedAt: verification?.checkedAt ?? null,
    fileState: image.fileState,
  }
}
