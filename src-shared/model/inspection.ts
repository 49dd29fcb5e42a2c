/** What an image is, read without running anything: the overview of the image page and of `inspect`. */
import type { SifHeader, SifObject, SifProblem } from './sif.ts'

export interface AppMetadata {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly environment: Readonly<Record<string, string>>
  readonly runscript: string | null
  readonly startscript: string | null
  readonly test: string | null
  readonly help: string | null
}

/** What an image says of itself. */
export interface ImageMetadata extends Omit<AppMetadata, 'name'> {
  readonly definition: string | null
  readonly apps: readonly AppMetadata[]
}

/** An image that says nothing of itself. */
export const noMetadata: ImageMetadata = {
  labels: {},
  environment: {},
  runscript: null,
  startscript: null,
  test: null,
  help: null,
  definition: null,
  apps: [],
}

/** What its file system says of it, see `inspect.inside`. */
export interface InsideMetadata {
  readonly metadata: ImageMetadata
  readonly problems: readonly SifProblem[]
}

/** Field names are those of `sif-desktop inspect --json`, which scripts rely on. */
export interface Inspection extends ImageMetadata {
  /** Absolute path. */
  readonly file: string
  readonly sizeBytes: number
  /** `sha256:` and 64 hex digits; null until it is known or asked for. */
  readonly digest: string | null
  readonly format: 'sif' | 'oci-sif'
  readonly header: SifHeader
  readonly objects: readonly SifObject[]
  readonly primaryPartition: { readonly id: number; readonly fileSystem: string; readonly architecture: string } | null
  /** Where labels, scripts and environment come from: objects beside the file system, or the file system itself. */
  readonly metadataFrom: 'objects' | 'fileSystem' | 'nowhere'
  /** The `config` member of the source OCI image, or null. */
  readonly oci: Readonly<Record<string, unknown>> | null
  readonly encrypted: boolean
  readonly problems: readonly SifProblem[]
  /** Bytes that were read from the file to answer; an overview touches metadata only. */
  readonly bytesRead: number
}
