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

/** Field names are those of `sif-desktop inspect --json`, which scripts rely on. */
export interface Inspection {
  /** Absolute path. */
  readonly file: string
  readonly sizeBytes: number
  /** `sha256:` and 64 hex digits; null until it is known or asked for. */
  readonly digest: string | null
  readonly format: 'sif' | 'oci-sif'
  readonly header: SifHeader
  readonly objects: readonly SifObject[]
  readonly primaryPartition: { readonly id: number; readonly fileSystem: string; readonly architecture: string } | null
  readonly labels: Readonly<Record<string, string>>
  readonly definition: string | null
  readonly environment: Readonly<Record<string, string>>
  readonly runscript: string | null
  readonly startscript: string | null
  readonly test: string | null
  readonly help: string | null
  readonly apps: readonly AppMetadata[]
  /** The `config` member of the source OCI image, or null. */
  readonly oci: Readonly<Record<string, unknown>> | null
  readonly encrypted: boolean
  readonly problems: readonly SifProblem[]
  /** Bytes that were read from the file to answer; an overview touches metadata only. */
  readonly bytesRead: number
}
