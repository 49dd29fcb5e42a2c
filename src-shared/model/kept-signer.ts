/** A public key or certificate that the user keeps, so that key signatures can be checked without giving it again. */
import type { CertificateFinding } from './certificate.ts'
import type { Decision } from './decision.ts'

export interface KeptSigner {
  /** SHA-256 of what was given, lower-case hex. */
  readonly id: string
  readonly kind: 'key' | 'certificate'
  /** The holder's name in a certificate, or the fingerprint of a plain key. A claim. */
  readonly name: string
  readonly certificate: CertificateFinding | null
  /** What a decision about it is about; null while there is nothing to decide about. */
  readonly identity: string | null
  readonly decision: Decision | null
  readonly keptAt: string | null
}
