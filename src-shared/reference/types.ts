/**
 * A reference after reading, before anybody was asked about it. One shape for each kind of source.
 * Nothing here knows a server: what only a server can fill in stays null.
 */

/** `library://[host/][entity/][collection/]container[:tag,tag | :sha256.hex | :sif.uuid]`. */
export interface LibraryReference {
  readonly transport: 'library'
  readonly schemeTyped: boolean
  /** `host` or `host:port` when the reference names its own server. */
  readonly host: string | null
  /** Null: the server's default, which only the server knows. */
  readonly entity: string | null
  readonly collection: string | null
  readonly container: string
  /** At least one; a pull uses the first. */
  readonly tags: readonly [string, ...string[]]
  readonly tagTyped: boolean
  /** `sha256.` and 64 hex digits, or `sif.` and a UUID; it stands in the place of the tag. */
  readonly hash: string | null
}

/** `docker://` and `oras://`, whose grammar is the same. */
export interface RegistryReference {
  readonly transport: 'docker' | 'oras'
  /** Host with port; Docker Hub is `docker.io` whatever was typed. */
  readonly registry: string
  readonly registryTyped: boolean
  /** With `library/` in front for Docker Hub's own images. */
  readonly repository: string
  readonly namespaceFilledIn: boolean
  /** Null when a digest makes it meaningless. */
  readonly tag: string | null
  readonly tagTyped: boolean
  /** `sha256:` and 64 hex digits. */
  readonly digest: string | null
}

/** `shub://[registry/]user/container[:tag][@digest]`. */
export interface ShubReference {
  readonly transport: 'shub'
  readonly registry: string
  readonly registryTyped: boolean
  readonly user: string
  readonly container: string
  readonly tag: string | null
  readonly tagTyped: boolean
  /** 32 or 40 hex digits of a version or commit. */
  readonly digest: string | null
}

export interface WebReference {
  readonly transport: 'http' | 'https'
  readonly host: string
  /** Path and query, beginning with a slash. */
  readonly path: string
}

/** Images in an archive or OCI layout on this computer. */
export interface LocalOciReference {
  readonly transport: 'docker-archive' | 'oci-archive' | 'oci'
  readonly path: string
  /** `sha256:…` of one manifest of several. */
  readonly digest: string | null
}

export interface FileReference {
  readonly transport: 'file'
  readonly path: string
}

export type ParsedReference =
  | LibraryReference
  | RegistryReference
  | ShubReference
  | WebReference
  | LocalOciReference
  | FileReference
