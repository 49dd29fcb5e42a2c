/** What is said about the certificate of a plain key. */

import {
  type CertificateFacts,
  type CertificateFault,
  type CertificateFinding,
  type CertificateRevocation,
  certificateState,
  expiredIssuer,
} from '../../model/certificate.ts'
import { displayClaim } from '../../model/claims.ts'
import { assertNever } from '../../model/result.ts'
import type { Check } from '../../model/verification.ts'
import { formatDate } from '../format.ts'

const faultWords: Readonly<Record<CertificateFault, (about: string) => string>> = {
  selfSigned: () => 'It is signed by itself alone and is not among the roots you trust.',
  issuerMissing: (about) => `The certificate of its issuer, ${about}, is missing.`,
  rootNotTrusted: (about) => `It leads to ${about}, which is not among the roots you trust.`,
  rootDiffers: (about) => `A root named ${about} is trusted, but its key did not sign this.`,
  issuerMayNotIssue: (about) => `${about} signed it and may not issue certificates.`,
  weakSignature: (about) => `The signature on ${about} uses a hash that can be forged.`,
  unsupported: (about) => `It demands something that is not supported here: ${about}.`,
  wrongUse: (about) => `${about} was not issued for signing software.`,
}

/** Whether a certificate holds today, in a sentence or two. */
export function certificateWords(facts: CertificateFacts, now: Date): string {
  switch (certificateState(facts, now)) {
    case 'ok':
      return `${rootWords(facts)} Whether it is trusted is still yours to decide.`
    case 'expired':
      return `It expired on ${formatDate(facts.validTo)}, and the signature does not say when it was made.`
    case 'notYetValid':
      return `It is not valid before ${formatDate(facts.validFrom)}.`
    case 'noChain':
    case 'wrongUse': {
      const late = expiredIssuer(facts, now)
      if (facts.fault === null) return `${shown(late ?? '')}, which vouches for it, is out of its time.`
      return faultWords[facts.fault.kind](shown(facts.fault.about))
    }
  }
}

function rootWords({ chain, subject, roots }: CertificateFacts): string {
  const root = shown(chain.at(-1)?.subject ?? subject)
  return roots === 'given'
    ? `${root}, a root you gave, vouches for it.`
    : `${root}, a root of this system, vouches for it.`
}

const shown = (text: string): string => displayClaim(text)

/** Line of the list of checks. @param objectId the signature it is about; null where it made none */
export function certificateCheck(facts: CertificateFacts, now: Date, objectId: number | null): Check {
  return {
    name: certificateCheckName,
    result: certificateState(facts, now) === 'ok' ? 'done' : 'failed',
    detail: `Names ${shown(facts.subject)}. ${certificateWords(facts, now)}`,
    objectId,
  }
}

export const certificateCheckName = 'Certificate'

const revocationReasons = {
  compromised: 'as compromised',
  superseded: 'because it was replaced',
  retired: 'because it is no longer used',
  none: 'without a reason',
} as const

/** What is known of a revocation of the certificate. */
export function revocationWords(revocation: CertificateRevocation): Pick<Check, 'result' | 'detail'> {
  switch (revocation.kind) {
    case 'inOrder':
      return { result: 'done', detail: `Not revoked as of ${formatDate(revocation.checkedAt)} (${revocation.source}).` }
    case 'revoked':
      return {
        result: 'failed',
        detail: `Revoked by its issuer on ${formatDate(revocation.at)} ${revocationReasons[revocation.reason]} (${revocation.source}).`,
      }
    case 'notChecked':
      return { result: 'notPossible', detail: notCheckedWords(revocation) }
    default:
      return assertNever(revocation)
  }
}

function notCheckedWords({ reason, detail }: Extract<CertificateRevocation, { kind: 'notChecked' }>): string {
  const why = detail === '' ? '' : ` (${shown(detail)})`
  switch (reason) {
    case 'notAsked':
      return 'Not checked: its issuer was not asked.'
    case 'nowhere':
      return 'Not checked: the certificate does not say where to ask.'
    case 'noAnswer':
      return `Not checked: no answer that counts${why}.`
    default:
      return assertNever(reason)
  }
}

/** Sentence of an undecided signer whose certificate does not hold; null while it does. At most 80 characters. */
export function certificateSentence({ state }: CertificateFinding): string | null {
  switch (state) {
    case 'ok':
      return null
    case 'noChain':
      return 'Nothing has changed, but no root you trust vouches for the certificate.'
    case 'expired':
      return 'Nothing has changed; the signer’s certificate has expired.'
    case 'notYetValid':
      return 'Nothing has changed; the signer’s certificate is not valid yet.'
    case 'wrongUse':
      return 'Nothing has changed; the certificate was not issued for signing software.'
    default:
      return assertNever(state)
  }
}

export const certificateSentences = {
  expired: 'Nothing has changed; the certificate has expired and the signature has no date.',
  compromised: 'The signer’s certificate was revoked as compromised; it vouches for nothing.',
  revoked: 'The signer’s certificate was revoked, no reason given; it vouches for nothing.',
  superseded: 'Nothing has changed; the issuer has replaced the signer’s certificate since.',
  seeCertificate: 'See the certificate…',
} as const

/** Who stands behind a certificate, for the banner's second line. */
export function certificateNames(finding: CertificateFinding, name: string): string {
  if (finding.identity === null || finding.state !== 'ok') return `The certificate names ${name}.`
  const root = shown(finding.chain.at(-1)?.subject ?? finding.subject)
  return `The certificate names ${name}, and ${root} vouches for it.`
}
