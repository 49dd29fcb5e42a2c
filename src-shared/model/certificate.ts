/**
 * A certificate that names the holder of a signing key, and what was found about it. Facts are kept;
 * the state is drawn anew from them with the date of the day. A certificate is its issuer's word and
 * never a decision of the user. It knows no files and no networks.
 */

/** Why no trusted root vouches for a certificate, or not for signing software. */
export type CertificateFault =
  | 'selfSigned'
  | 'issuerMissing'
  | 'rootNotTrusted'
  | 'rootDiffers'
  | 'issuerMayNotIssue'
  | 'weakSignature'
  | 'unsupported'
  | 'wrongUse'

/** What is known of a revocation by its issuer. */
export type CertificateRevocation =
  | { readonly kind: 'notChecked'; readonly reason: 'notAsked' | 'nowhere' | 'noAnswer'; readonly detail: string }
  | { readonly kind: 'inOrder'; readonly source: 'OCSP' | 'CRL'; readonly checkedAt: string }
  | {
      readonly kind: 'revoked'
      readonly source: 'OCSP' | 'CRL'
      readonly checkedAt: string
      readonly at: string
      readonly reason: 'compromised' | 'superseded' | 'retired' | 'none'
    }

export interface CertificateFacts {
  /** Like `O=Workshop, CN=Workshop rsa`. */
  readonly subject: string
  readonly issuer: string
  readonly serialNumber: string
  /** SHA-256 of the certificate, upper-case hex. */
  readonly fingerprint: string
  /** ISO 8601. */
  readonly validFrom: string
  readonly validTo: string
  /** From its issuer to the root, as far as the chain leads. */
  readonly chain: readonly { readonly subject: string; readonly validFrom: string; readonly validTo: string }[]
  readonly roots: 'given' | 'system'
  readonly fault: { readonly kind: CertificateFault; readonly about: string } | null
  /**
   * What a decision about this signer is about: the holder's name together with the root that vouches for
   * it, as 64 hex digits in upper case. Null while no trusted root does.
   */
  readonly identity: string | null
  readonly revocation: CertificateRevocation
}

export type CertificateState = 'ok' | 'noChain' | 'expired' | 'notYetValid' | 'wrongUse'

/** As it is shown with a signature: the facts and what they mean today. */
export type CertificateFinding = CertificateFacts & { readonly state: CertificateState }

/** What a certificate is worth on a day. A signature by a plain key has no date, so today is all there is. */
export function certificateState(facts: CertificateFacts, now: Date): CertificateState {
  const time = now.getTime()
  if (time < Date.parse(facts.validFrom)) return 'notYetValid'
  if (time > Date.parse(facts.validTo)) return 'expired'
  if (facts.fault !== null) return facts.fault.kind === 'wrongUse' ? 'wrongUse' : 'noChain'
  return expiredIssuer(facts, now) === null ? 'ok' : 'noChain'
}

/** The certificate above it that is out of its time; null when there is none. */
export function expiredIssuer(facts: CertificateFacts, now: Date): string | null {
  const time = now.getTime()
  const found = facts.chain.find(({ validFrom, validTo }) => time < Date.parse(validFrom) || time > Date.parse(validTo))
  return found?.subject ?? null
}

/** The identity that a decision of the user may speak about today; null where no root vouches for it. */
export function decidableIdentity(facts: CertificateFacts, now: Date): string | null {
  const state = certificateState(facts, now)
  return (state === 'ok' || state === 'expired') && facts.fault === null ? facts.identity : null
}

/** The common name in a subject, or all of it where there is none. A claim of the issuer's. */
export function holderName(subject: string): string {
  return /(?:^|, )CN=((?:[^,]|,(?! [A-Za-z]+=))+)/.exec(subject)?.[1] ?? subject
}
