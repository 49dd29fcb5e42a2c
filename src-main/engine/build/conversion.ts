/**
 * Converting what a reference names, wherever it is: opens the source, makes the SIF beside its target, and
 * reports to a job. Giving the file its name is for who asked.
 */
import type { LocalOciReference, RegistryReference } from '../../../src-shared/reference/types.ts'
import { buildWarningText } from '../../../src-shared/text/build.ts'
import { imageTime } from '../files/pack/image-time.ts'
import type { PackProgress } from '../files/pack/pack-image.ts'
import type { OciService } from '../oci/oci.ts'
import { readPlatform } from '../oci/platform.ts'
import { machineArchitecture } from '../platform/architecture.ts'
import type { JobHandle } from '../platform/jobs.ts'
import { type Assembled, type Owners, usualOwners } from './assemble.ts'
import type { Warn } from './container/add-metadata.ts'
import type { Builder } from './container/builder.ts'
import { convertOci } from './convert.ts'
import { assembleOciSif } from './oci-sif.ts'
import { openLocalSource } from './sources/open-local.ts'
import { registrySource } from './sources/registry-image.ts'
import type { OciSource, Platform } from './sources/source.ts'

export type ImageReference = RegistryReference | LocalOciReference

export interface SourceQuestion {
  readonly reference: ImageReference
  /** As it was typed, for messages. */
  readonly typed: string
  /** Like `arm64` or `arm/v7`; this computer's when left out. */
  readonly architecture?: string | undefined
  readonly builder: Builder
  readonly insecure: boolean
  /** Where a compressed archive may be decompressed to. */
  readonly temporaryFolder: string
  readonly signal: AbortSignal
}

export interface OpenedSource {
  readonly source: OciSource
  readonly platform: Platform
}

export type OpenSource = (question: SourceQuestion) => Promise<OpenedSource>

/** @param oci the way to registries */
export function createSourceOpener(oci: Pick<OciService, 'image'>): OpenSource {
  return async (question) => {
    const { reference, typed, insecure, signal, builder } = question
    const wanted = readPlatform(question.architecture ?? machineArchitecture())
    const platform = { architecture: wanted.architecture, variant: wanted.variant }
    if ('registry' in reference) {
      const isDefaultPlatform = question.architecture === undefined
      const image = await oci.image(reference, { platform: wanted, isDefaultPlatform, insecure, signal })
      return { source: registrySource(image, typed), platform }
    }
    const anyPlatform = builder === 'apptainer' && question.architecture === undefined
    const options = { platform, anyPlatform, temporaryFolder: question.temporaryFolder, signal }
    return { source: await openLocalSource(reference, options), platform }
  }
}

export interface ConversionOptions {
  /** As it was typed: scheme, and what follows it. */
  readonly typed: string
  readonly builder: Builder
  readonly owners?: Owners | undefined
  readonly format: 'sif' | 'oci-sif'
  readonly target: string
  /** Warnings go into the log of the job if missing. */
  readonly warn?: Warn
}

export interface Converted extends Assembled {
  /** Bytes of the layers as stored. */
  readonly layerBytes: number
}

/** @throws AppFailure those of opening and of `convertOci`; then there is no file */
export async function convertOpened(
  { source, platform }: OpenedSource,
  options: ConversionOptions,
  handle: JobHandle,
): Promise<Converted> {
  const layerBytes = source.layers.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  const { scheme, rest } = splitTyped(options.typed)
  const common = {
    platform,
    owners: options.owners ?? usualOwners(),
    imageTime: imageTime(process.env, Date.now()),
    target: options.target,
    signal: handle.signal,
    onProgress: progressOf(
      handle,
      source.layers.map(({ sizeBytes }) => sizeBytes),
    ),
    warn: options.warn ?? warningsOf(handle),
  }
  const assembled =
    options.format === 'oci-sif'
      ? await assembleOciSif(source, common)
      : await convertOci(source, { ...common, scheme, from: rest, builder: options.builder })
  return { ...assembled, layerBytes }
}

/** `docker://a/b` is `docker` and `a/b`, `oci:dir` is `oci` and `dir`. */
export function splitTyped(typed: string): { readonly scheme: string; readonly rest: string } {
  const text = typed.trim()
  const colon = text.indexOf(':')
  const scheme = text.slice(0, colon).toLowerCase()
  const rest = text.slice(colon + 1)
  const isUri = scheme === 'docker' || scheme === 'library' || scheme === 'oras'
  return { scheme, rest: isUri ? rest.replace(/^\/\//, '') : rest }
}

const jobPhases = {
  layer: 'converting',
  adding: 'addingFiles',
  finishing: 'packing',
  metadata: 'assembling',
} as const

/** Tells a job how far a packing is, in bytes of all layers together. */
export function progressOf(
  handle: JobHandle,
  sizes: readonly number[],
): (progress: PackProgress | { readonly phase: 'metadata' }) => void {
  const total = sizes.reduce((sum, size) => sum + size, 0)
  let phase = ''
  let done = 0
  return (progress) => {
    if (progress.phase !== phase) {
      phase = progress.phase
      handle.phase(jobPhases[progress.phase], phase === 'layer' ? total : null)
    }
    if (progress.phase !== 'layer') return
    const before = sizes.slice(0, progress.layer - 1).reduce((sum, size) => sum + size, 0)
    const now = before + Math.min(progress.readBytes, sizes[progress.layer - 1] ?? 0)
    if (now > done) handle.advance(now - done)
    done = Math.max(done, now)
  }
}

/** Writes warnings into the log of a job. */
function warningsOf(handle: Pick<JobHandle, 'log'>): Warn {
  return (code, params) => handle.log(buildWarningText(code, params))
}
