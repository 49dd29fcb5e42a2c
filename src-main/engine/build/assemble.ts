/**
 * Makes a SIF of a base, files and metadata: packs the root where it will stay, reads back what it says of
 * itself, and puts the other objects before it. The file has a temporary name beside its target; who calls
 * gives it its name or discards it. Source: build reference, 3.8.
 */
import { type FileHandle, open } from 'node:fs/promises'
import { failure } from '../../../src-shared/text/errors/index.ts'
import type { ImageInMaking } from '../files/pack/image-in-making.ts'
import type { ImageTime } from '../files/pack/image-time.ts'
import { type PackLayer, type PackProgress, type PackResult, packImage } from '../files/pack/pack-image.ts'
import { machineArchitecture } from '../platform/architecture.ts'
import { architectureCode } from '../sif/codes.ts'
import { firstDataOffset, runLaunchScript, writeSif } from '../sif/create.ts'
import { partitionAlignmentBytes } from '../sif/layout.ts'
import type { ObjectInput } from '../sif/object-input.ts'
import { discard, temporaryName } from '../sif/replace-file.ts'
import { addApps, addBaseScripts, addMetadata, type Warn } from './container/add-metadata.ts'
import { addBaseEnvironment } from './container/base-environment.ts'
import type { ContainerPlan } from './container/container-plan.ts'
import { withRoot } from './container/open-root.ts'
import { readArchitecture, readMetadata } from './container/read-container.ts'
import { moveBytes } from './move-bytes.ts'

export type Owners = 'keep' | 'root'

/** Everything below the metadata. */
export interface Root {
  readonly layers: readonly PackLayer[]
  /** Puts further files in, once base and apps are there. */
  readonly fill?: (image: ImageInMaking) => Promise<void>
  /** What `90-environment.sh` holds before the definition adds to it. */
  readonly environmentBefore: string
}

export interface AssembleOptions {
  /** Where the image will be; its folder is where it is made. */
  readonly target: string
  readonly owners: Owners
  readonly imageTime: ImageTime
  /** The text of `oci-config.json`; null when there is none. */
  readonly ociConfig: string | null
  readonly signal: AbortSignal
  readonly onProgress: (progress: PackProgress | { readonly phase: 'metadata' }) => void
  readonly warn: Warn
}

export interface Assembled {
  /** The temporary file. */
  readonly path: string
  readonly sizeBytes: number
  readonly architecture: string
  readonly pack: PackResult
}

/** Owners as the container programs treat them for the same kind of user. */
export function usualOwners(): Owners {
  return process.getuid?.() === 0 ? 'keep' : 'root'
}

/** @throws AppFailure those of `packImage`, BUILD_PATH_IN_THE_WAY; whatever it is, no file is left */
export async function assembleSif(root: Root, plan: ContainerPlan, options: AssembleOptions): Promise<Assembled> {
  return besideTarget(options.target, (handle, path) => make(handle, path, root, plan, options))
}

/** Gives `work` an empty file with a temporary name beside the target. @throws what it throws; then there is no file */
export async function besideTarget(
  target: string,
  work: (handle: FileHandle, path: string) => Promise<Assembled>,
): Promise<Assembled> {
  const path = temporaryName(target)
  const handle = await open(path, 'wx+', 0o755)
  try {
    return await work(handle, path)
  } catch (error) {
    await discard(path)
    throw error instanceof Error && 'code' in error && error.code === 'ENOSPC'
      ? failure('OUT_OF_SPACE', { path: target })
      : error
  } finally {
    await handle.close()
  }
}

async function make(
  handle: FileHandle,
  path: string,
  root: Root,
  plan: ContainerPlan,
  options: AssembleOptions,
): Promise<Assembled> {
  const { signal, warn, target } = options
  const guess = aligned(firstDataOffset() + likelyMetadataBytes(plan, options.ociConfig))
  const pack = await packImage({
    into: handle,
    offset: guess,
    shownAs: target,
    layers: root.layers,
    owners: options.owners,
    time: options.imageTime,
    signal,
    onProgress: options.onProgress,
    add: async (image) => {
      await addBaseEnvironment(image, plan.builder, plan.base === 'image' ? 'keep' : 'write')
      await addBaseScripts(image, plan)
      await addApps(image, plan.sections.apps)
      await root.fill?.(image)
      await addMetadata(image, plan, root.environmentBefore, warn)
    },
  })
  options.onProgress({ phase: 'metadata' })
  if (pack.xattrsLeftOut > 0) warn('xattrsLeftOut', { count: String(pack.xattrsLeftOut) })
  const place = { handle, offset: guess, sizeBytes: pack.sizeBytes, shownAs: target }
  const { metadata, found } = await withRoot(place, signal, async (image) => ({
    metadata: await readMetadata(image),
    found: await readArchitecture(image),
  }))
  const architecture = found !== null && architectureCode(found) !== null ? found : machineArchitecture()
  const objects: ObjectInput[] = [
    { type: 'Deffile', data: Buffer.from(plan.definition) },
    { type: 'GenericJSON', name: 'inspect-metadata.json', data: Buffer.from(metadata) },
  ]
  if (options.ociConfig !== null) {
    objects.push({ type: 'GenericJSON', name: 'oci-config.json', data: Buffer.from(options.ociConfig) })
  }
  const before = objects.reduce((sum, { data }) => sum + (data instanceof Uint8Array ? data.length : 0), 0)
  const needed = aligned(firstDataOffset() + before)
  const offset = Math.max(needed, guess)
  if (offset !== guess) await moveBytes(handle, { from: guess, to: offset, sizeBytes: pack.sizeBytes }, signal)
  await writeSif(handle, path, {
    launchScript: runLaunchScript,
    // With a time that was given the same input makes the same bytes.
    ...(options.imageTime.clampTimes ? { deterministic: true } : { time: plan.time }),
    objects: [
      ...objects,
      {
        type: 'Partition',
        data: { offset, sizeBytes: pack.sizeBytes },
        detail: { kind: 'partition', fileSystem: 'Squashfs', partitionType: 'PrimSys', architecture },
      },
    ],
  })
  return { path, sizeBytes: offset + pack.sizeBytes, architecture, pack }
}

function aligned(offset: number): number {
  return Math.ceil(offset / partitionAlignmentBytes) * partitionAlignmentBytes
}

/** How much the objects before the partition will probably take; a wrong guess costs a copy, nothing else. */
function likelyMetadataBytes(plan: ContainerPlan, ociConfig: string | null): number {
  const definition = Buffer.byteLength(plan.definition)
  const config = ociConfig === null ? 0 : Buffer.byteLength(ociConfig)
  const scripts = JSON.stringify(plan.sections).length
  // A runscript repeats the words of the image twice, the metadata labels and environment once.
  return Math.ceil(definition * 2.2 + config * 5 + scripts + 2800)
}
