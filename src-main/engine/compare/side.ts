/** What is known of one of two images that are compared: of a file here, or of one that lies elsewhere, read in small parts. */
import { createHash } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Compared } from '../../../src-shared/contract/compare.ts'
import { pullSchema } from '../../../src-shared/contract/transfers.ts'
import type { ComparedSide } from '../../../src-shared/model/compare.ts'
import type { ImageSummary } from '../../../src-shared/model/image.ts'
import type { Inspection } from '../../../src-shared/model/inspection.ts'
import type { Verification } from '../../../src-shared/model/verification.ts'
import { parseReference, pinnedReference } from '../../../src-shared/reference/index.ts'
import { failure } from '../../../src-shared/text/errors/index.ts'
import { inspectOpened } from '../inspect/inspect-image.ts'
import { readReference } from '../library/resolve.ts'
import { SifFile } from '../sif/read.ts'
import { type ArrivalDeps, findArrival } from '../transfers/arrival.ts'
import { RemoteBytes } from '../transfers/remote-bytes.ts'
import { comparedObject } from './values.ts'

export interface SideDeps {
  readonly arrivals: ArrivalDeps
  readonly images: {
    /** What is known of an image of the local library. */
    byPath(path: string): ImageSummary | null
  }
  /** The last check of a file, if it still is that file. */
  latest(
    path: string,
    stamp: { readonly sizeBytes: number; readonly modifiedMs: number },
  ): Pick<Verification, 'verdict'> | null
}

/** A side with what else is compared of it. */
export interface ReadSide {
  readonly side: ComparedSide
  readonly inspection: Inspection
  /** SHA-256 of the objects that were small enough to be read, by their ids. */
  readonly digests: ReadonlyMap<number, string>
}

/** Larger objects are compared by their sizes only. */
const smallObjectBytes = 256 * 1024

/** @throws AppFailure those of opening SIF files; of locating an image, of reading parts of it, COMPARE_UNSUPPORTED */
export async function readSide(deps: SideDeps, compared: Compared, signal: AbortSignal): Promise<ReadSide> {
  return compared.kind === 'here' ? readHere(deps, resolve(compared.path)) : readRemote(deps, compared, signal)
}

async function readHere(deps: SideDeps, path: string): Promise<ReadSide> {
  const info = await stat(path)
  const file = await SifFile.open(path)
  try {
    const inspection = await inspectOpened(file)
    const image = deps.images.byPath(path)
    const isSame = image !== null && image.fileState === 'present' && image.sizeBytes === inspection.sizeBytes
    const reference = image?.reference ?? null
    const digest = isSame ? image.digest : null
    const checked = deps.latest(path, { sizeBytes: info.size, modifiedMs: info.mtimeMs })
    const side: ComparedSide = {
      ...common(inspection, file),
      place: 'here',
      path,
      reference,
      pinned: digest === null ? null : pinnedOf(reference, digest),
      remote: image?.remote ?? null,
      digest,
      placedAt: image?.addedAt ?? null,
      verdict: checked?.verdict ?? null,
    }
    return { side, inspection, digests: await smallDigests(file) }
  } finally {
    await file.close()
  }
}

async function readRemote(
  deps: SideDeps,
  { reference: text, remote, architecture }: Extract<Compared, { kind: 'remote' }>,
  signal: AbortSignal,
): Promise<ReadSide> {
  const reference = readReference(text)
  if (reference.transport !== 'library' && reference.transport !== 'oras')
    throw failure('COMPARE_UNSUPPORTED', { transport: reference.transport })
  const params = pullSchema.parse({
    reference: text,
    ...(remote === undefined ? {} : { remote }),
    ...(architecture === undefined || architecture === 'unknown' ? {} : { architecture }),
  })
  const arrival = await findArrival(deps.arrivals, reference, params, signal)
  const file = await SifFile.over(await RemoteBytes.open(arrival.file, arrival.resolved, signal))
  try {
    const inspection = await inspectOpened(file)
    const { digest } = arrival.file
    const digests = await smallDigests(file)
    const side: ComparedSide = {
      ...common(inspection, file),
      place: 'remote',
      path: null,
      reference: arrival.resolved,
      pinned: digest === null ? null : pinnedOf(arrival.resolved, digest),
      remote: arrival.remote,
      digest,
      placedAt: arrival.publishedAt,
      verdict: null,
    }
    return { side, inspection, digests }
  } finally {
    await file.close()
  }
}

function common(
  inspection: Inspection,
  file: SifFile,
): Pick<
  ComparedSide,
  'sizeBytes' | 'architecture' | 'createdAt' | 'fingerprints' | 'signed' | 'objects' | 'bytesRead'
> {
  const fingerprints = inspection.objects.flatMap(({ detail }) =>
    detail.kind === 'signature' && detail.entity !== null ? [detail.entity] : [],
  )
  return {
    sizeBytes: inspection.sizeBytes,
    architecture: inspection.header.architecture,
    createdAt: inspection.header.createdAt,
    fingerprints: [...new Set(fingerprints)],
    signed: inspection.objects.some(({ type }) => type === 'Signature'),
    objects: inspection.objects.map(comparedObject),
    bytesRead: file.bytesRead,
  }
}

/** Only the references of libraries are pinned by the digest of the file. */
function pinnedOf(reference: string | null, digest: string): string | null {
  const parsed = reference === null ? null : parseReference(reference)
  return parsed?.ok === true && parsed.value.transport === 'library' ? pinnedReference(parsed.value, digest) : null
}

async function smallDigests(file: SifFile): Promise<ReadonlyMap<number, string>> {
  const digests = new Map<number, string>()
  for (const object of file.structure.objects) {
    const extent = object.sizeBytes > smallObjectBytes ? null : file.extent(object)
    if (extent === null || !extent.complete) continue
    const { bytes } = await file.readObject(object, { maxBytes: smallObjectBytes })
    digests.set(object.id, createHash('sha256').update(bytes).digest('hex'))
  }
  return digests
}
