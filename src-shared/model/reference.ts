/** What a user types to name an image, and what it means. */
import type { OciFacts } from './oci.ts'

export type ReferenceTransport =
  | 'library'
  | 'docker'
  | 'oras'
  | 'shub'
  | 'http'
  | 'https'
  | 'docker-archive'
  | 'oci-archive'
  | 'oci'
  | 'file'

/** A piece of a reference as shown; `filledIn` pieces were not typed but are defaults. */
export interface ReferencePart {
  readonly text: string
  readonly role: 'scheme' | 'host' | 'entity' | 'collection' | 'container' | 'tag' | 'digest' | 'path' | 'separator'
  readonly filledIn: boolean
}

export interface ResolvedReference {
  readonly input: string
  readonly transport: ReferenceTransport
  /** The whole reference with every default filled in. */
  readonly reference: string
  readonly parts: readonly ReferencePart[]
  /** `sha256:` and 64 hex digits of what it names, when known. */
  readonly digest: string | null
  /** The form that will always mean the same bytes, when the digest is known. */
  readonly pinned: string | null
  readonly architecture: string
  readonly sizeBytes: number | null
  /** Whom the source says it is signed by. */
  readonly fingerprints: readonly string[]
  readonly signed: boolean | null
  /** Name of the file that a pull makes, as the command lines name it. */
  readonly fileName: string
  readonly remote: string | null
  /** What a registry told; only for `docker://` and `oras://`, and only when it was asked. */
  readonly oci?: OciFacts
}
