/** What an OCI registry tells about what it has. Sizes and names are the registry's words until bytes were checked. */

/** Where a manifest is meant to run. */
export interface OciPlatform {
  readonly os: string
  /** Name of Go, like `amd64`. */
  readonly architecture: string
  /** Like `v7`; null where the registry names none. */
  readonly variant: string | null
}

/** Points to content by its digest. */
export interface OciDescriptor {
  readonly mediaType: string
  /** `sha256:` or `sha512:` and hex digits. */
  readonly digest: string
  readonly sizeBytes: number
  readonly annotations: Readonly<Record<string, string>>
  readonly artifactType: string | null
  readonly platform: OciPlatform | null
  /** Where else the content may be had: only foreign layers have such addresses. */
  readonly urls: readonly string[]
}

/** `image` runs after conversion, `sif` is a SIF file as it is, `ociSif` has squashfs layers, `artifact` is something else. */
export type OciKind = 'image' | 'sif' | 'ociSif' | 'artifact'

/** One entry of an index. */
export interface OciPlatformChoice {
  readonly platform: OciPlatform
  /** Of the platform's manifest. */
  readonly digest: string
  /** Compressed layers together; null where they were not asked for. */
  readonly sizeBytes: number | null
}

/** How many pulls a registry still allows, as it says itself; numbers change, so none is built in. */
export interface OciPullLimit {
  readonly limit: number | null
  readonly remaining: number
  /** Length of the counting window; null where the registry does not say. */
  readonly windowSeconds: number | null
}

/** Something that speaks about an image: a signature, an attestation, a bill of materials. */
export interface OciReferrer {
  readonly artifactType: string
  readonly digest: string
  readonly sizeBytes: number
  readonly annotations: Readonly<Record<string, string>>
  /** The tag it was found under, for cosign's own tags; null for referrers. */
  readonly tag: string | null
}

/** What stands behind a `docker://` or `oras://` reference. */
export interface OciFacts {
  readonly kind: OciKind
  readonly registry: string
  readonly repository: string
  /** Of the chosen manifest. */
  readonly manifestDigest: string
  readonly mediaType: string
  readonly platform: OciPlatform | null
  /** Empty when the tag is one manifest and no index. */
  readonly platforms: readonly OciPlatformChoice[]
  readonly layers: number
  /** Of the SIF file that was looked at; null for everything else. */
  readonly fileDigest: string | null
  readonly pullLimit: OciPullLimit | null
}

/** A registry that was set up here, or that a file of another program has a login for. */
export interface OciRegistry {
  /** Host with port as in references; Docker Hub is `docker.io`. */
  readonly host: string
  readonly insecure: boolean
  /** Asked first for everything that is read; null for none. */
  readonly mirror: string | null
  /** Whether the registry proves itself by an authority of its own. */
  readonly hasOwnAuthority: boolean
  /** Null when nobody is logged in. */
  readonly username: string | null
  /** The file another program keeps the login in; null when it is kept here. */
  readonly file: string | null
}

/** A repository found by Docker Hub's search. Badges are the Hub's words and prove nothing. */
export interface HubRepository {
  /** `namespace/name`. */
  readonly repository: string
  readonly reference: string
  readonly description: string
  readonly badge: 'official' | 'verifiedPublisher' | 'openSource' | null
  readonly publisher: string | null
  readonly stars: number | null
  /** As the Hub writes it, like `1M+`. */
  readonly pulls: string | null
  readonly architectures: readonly string[]
  readonly updatedAt: string | null
}
