/**
 * Packing a squashfs from the layers of an OCI image and further files, in a helper of its own and in
 * its jail. Nothing is unpacked to disk: layers go from where they are — a file, or a download that is
 * still coming in — through the helper into the image, no faster than it takes them.
 *
 * ```ts
 * const target = await open(temporary, 'w+')
 * const result = await packImage({
 *   into: target, offset: 4096, shownAs: 'image.sif',
 *   layers: [
 *     { source: { kind: 'file', path: blob }, digest: 'sha256:…', diffId: 'sha256:…' },
 *     { source: { kind: 'stream', open: (signal) => download(layer, signal) }, digest: 'sha256:…' },
 *   ],
 *   owners: 'root', time: imageTime(process.env, Date.now()), signal, onProgress,
 *   add: async (image) => {
 *     await image.addDirectory('/proc', { ifMissing: true })
 *     await image.addFile('/.singularity.d/runscript', text, { mode: 0o755 })
 *     if ((await image.look('/etc/hosts', { follow: true })) === null) …
 *   },
 * })
 * ```
 *
 * Layers are merged in the order given, the first is the base; tar, plain or in gzip or zstd by what
 * the data shows. With a `digest` (of the bytes as stored) or a `diffId` (of the archive in them) what
 * came is compared with it, and `FILES_LAYER_CHANGED` thrown if it is something else. Streams are
 * opened when their turn comes, files at the start. `add` runs when all layers are merged.
 *
 * It writes only between `offset` and the end of `into`, which then ends with the image. It never
 * names, renames or removes a file: on any error what was written is worthless and the caller's to
 * discard. The same layers, additions and options make the same bytes.
 */
import { type FileHandle, open } from 'node:fs/promises'
import { failure } from '../../../../src-shared/text/errors/index.ts'
import { endOf, HelperClient } from '../helper-client.ts'
import { neededHelper } from '../helper-path.ts'
import type { OpenBytes } from './feed.ts'
import { contentsDescriptor, ImageInMaking } from './image-in-making.ts'
import type { ImageTime } from './image-time.ts'
import { mergeLayer } from './merge-layer.ts'
import {
  beginAsk,
  beginningOf,
  type Finished,
  finishAsk,
  finishOf,
  type Jail,
  type LayerFacts,
} from './pack-answers.ts'
import { packingErrors } from './pack-failures.ts'

/** Where the bytes of a layer come from. */
export type LayerSource =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'stream'; readonly open: OpenBytes }

export interface PackLayer {
  readonly source: LayerSource
  /** `sha256:…` of the bytes as stored, from the manifest. */
  readonly digest?: string
  /** `sha256:…` of the archive, from the image's configuration. */
  readonly diffId?: string
}

/** How far the packing is. Layers are counted from 1. */
export type PackProgress =
  | {
      readonly phase: 'layer'
      readonly layer: number
      readonly layers: number
      /** Of this layer, as stored. */
      readonly readBytes: number
      /** Of this layer, of the archive in it. */
      readonly expandedBytes: number
      /** Of this layer. */
      readonly entries: number
    }
  | { readonly phase: 'adding' }
  | { readonly phase: 'finishing' }

export interface PackOptions {
  /** Open for reading and writing. */
  readonly into: FileHandle
  /** Where the image begins; 0 if missing. */
  readonly offset?: number
  /** How errors name the image. */
  readonly shownAs: string
  readonly layers: readonly PackLayer[]
  /** gzip if missing, which every kernel reads. */
  readonly compressor?: 'gzip' | 'zstd'
  /** gzip 1 to 12 (5 or 6 as suits the block if missing, smaller than level 9 of others), zstd 1 to 22 (3 if missing). */
  readonly level?: number
  /** A power of two from 4 KiB to 1 MiB; 128 KiB if missing. */
  readonly blockBytes?: number
  /** `root`: everything belongs to root, as in images made without privileges. `keep`: as the layers say. */
  readonly owners: 'root' | 'keep'
  /** Gives owners rwx on directories and rw on files, as `--fix-perms` does. */
  readonly fixPermissions?: boolean
  readonly time: ImageTime
  /** Most bytes of archives and added files together; FILES_PACK_LIMIT beyond. No bound if missing. */
  readonly maxBytes?: number
  /** Most entries of layers and additions together; 4,000,000 if missing. */
  readonly maxEntries?: number
  /** Whether digests are computed and told even for layers that have none to compare with. */
  readonly tellDigests?: boolean
  /** All cores if missing. */
  readonly threads?: number
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: PackProgress) => void
  /** What is put into the image after its layers. What it throws ends the packing. */
  readonly add?: (image: ImageInMaking) => Promise<void>
}

export interface PackResult extends Finished {
  /** In order. */
  readonly layers: readonly LayerFacts[]
  /** What held the process that packed. */
  readonly jail: Jail
}

/** Writing the tables and waiting for the disk; a slow disk may take long. */
const finishSilenceMs = 900_000
const beginSilenceMs = 60_000

/**
 * @throws AppFailure FILES_UNAVAILABLE, FILES_LAYER_DAMAGED, FILES_LAYER_UNSUPPORTED, FILES_LAYER_CHANGED, FILES_PACK_LIMIT,
 *   FILES_PACK_REFUSED, FILES_PACKER_CRASHED, FILES_PACKER_STALLED, OUT_OF_SPACE, CANCELLED; what a source or `add` throws, and
 *   system errors of layers that are files, as they are
 */
export async function packImage(options: PackOptions): Promise<PackResult> {
  const { signal, shownAs, layers, onProgress } = options
  if (signal?.aborted) throw failure('CANCELLED')
  const client = await start(options)
  const stopped = new AbortController()
  const both = signal === undefined ? stopped.signal : AbortSignal.any([signal, stopped.signal])
  try {
    const jail = beginningOf(await endOf(client, beginAsk(options), { signal: both, silenceMs: beginSilenceMs }))
    const facts: LayerFacts[] = []
    for (const [index, layer] of layers.entries()) {
      const place = { number: index + 1, descriptor: contentsDescriptor + 1 + index, count: layers.length }
      facts.push(await mergeLayer(client, layer, place, { ...options, signal: both }))
    }
    if (options.add !== undefined) {
      onProgress?.({ phase: 'adding' })
      await options.add(new ImageInMaking(client, both, shownAs))
    }
    onProgress?.({ phase: 'finishing' })
    const end = await endOf(client, finishAsk, { signal: both, silenceMs: finishSilenceMs })
    await client.close()
    return { ...finishOf(end), layers: facts, jail }
  } catch (error) {
    throw signal?.aborted ? failure('CANCELLED') : error
  } finally {
    stopped.abort()
    await client.stop()
  }
}

/** Starts a helper with the image, a pipe for contents, and a file or a pipe for each layer. */
async function start({ into, offset = 0, shownAs, layers, threads }: PackOptions): Promise<HelperClient> {
  const program = neededHelper()
  const files: FileHandle[] = []
  try {
    const descriptors: (number | 'pipe')[] = [into.fd, 'pipe']
    for (const { source } of layers) {
      if (source.kind === 'stream') {
        descriptors.push('pipe')
        continue
      }
      const file = await open(source.path, 'r')
      files.push(file)
      descriptors.push(file.fd)
    }
    const args = ['pack', '--offset', String(offset), ...(threads === undefined ? [] : ['--threads', String(threads)])]
    return HelperClient.start({ program, args, descriptors, shownAs, errors: packingErrors })
  } finally {
    // The helper has copies of its own by now.
    await Promise.all(files.map((file) => file.close()))
  }
}
