/**
 * An OCI image as the conversion needs it, wherever it comes from: its configuration, and its layers in the
 * order they lie on each other, each with what it is said to be.
 */
import type { LayerSource } from '../../files/pack/pack-image.ts'
import type { OciImageConfig } from '../container/oci-config.ts'

export interface OciLayer {
  readonly source: LayerSource
  /** `sha256:…` of the bytes as stored; null where nothing says. */
  readonly digest: string | null
  /** `sha256:…` of the archive in them; null where nothing says. */
  readonly diffId: string | null
  readonly sizeBytes: number
}

export interface OciSource {
  /** How messages name it. */
  readonly shownAs: string
  /** Of the image's manifest; null for archives that have none. */
  readonly manifestDigest: string | null
  readonly config: OciImageConfig
  readonly layers: readonly OciLayer[]
  /** The name and digest of an image in a registry. */
  readonly registryBase: { readonly name: string; readonly digest: string } | null
  /** Gives back what it holds: open files, temporary files. */
  close(): Promise<void>
}

/** What a container should run on. */
export interface Platform {
  /** Go's name. */
  readonly architecture: string
  /** Like `v7`; null when it does not matter. */
  readonly variant: string | null
}

export interface OpenSourceOptions {
  readonly platform: Platform
  /** Take an image that says it is for something else, when there is only this one. */
  readonly anyPlatform: boolean
  /** Where large temporary files may be put. */
  readonly temporaryFolder: string
  readonly signal: AbortSignal
}
