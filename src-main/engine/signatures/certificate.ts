/**
 * Whether a certificate that was given for a check leads to a root one trusts, as a note beside the
 * verdict. A certificate names the holder of a key as its issuer knows him; it is no decision of the
 * user and never makes a verdict better.
 */
import { X509Certificate } from 'node:crypto'
import { getCACertificates } from 'node:tls'
import type { Check } from '../../../src-shared/model/verification.ts'
import { type CertificateState, certificateCheck } from '../../../src-shared/text/verdicts/index.ts'

const codeSigning = '1.3.6.1.5.5.7.3.3'
const anyUsage = '2.5.29.37.0'
/** More than any real chain has; keeps certificates that sign each other from going round. */
const longestChain = 8
const mostCertificates = 1000

export interface CertificateQuestion {
  /** PEM text; its first certificate is the one that is asked about. */
  readonly leaf: string
  readonly intermediates: string | null
  /** PEM text; null for the roots that the system trusts. */
  readonly roots: string | null
  readonly now: Date
}

/**
 * The certificates of a PEM text.
 * @throws Error when one of them cannot be read
 */
export function readCertificates(pem: string): readonly X509Certificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
  return blocks.slice(0, mostCertificates).map((block) => new X509Certificate(block))
}

/** One line for the list of checks. @throws Error as {@link readCertificates} */
export function checkCertificate(question: CertificateQuestion): Check {
  const [leaf] = readCertificates(question.leaf)
  if (leaf === undefined) return certificateCheck('noChain', '')
  return certificateCheck(stateOf(leaf, question), leaf.subject)
}

function stateOf(leaf: X509Certificate, { intermediates, roots, now }: CertificateQuestion): CertificateState {
  if (now < leaf.validFromDate) return 'notYetValid'
  if (now > leaf.validToDate) return 'expired'
  const trusted = roots === null ? systemRoots() : readCertificates(roots)
  const between = intermediates === null ? [] : readCertificates(intermediates)
  const chain = findChain([leaf], between, trusted, now)
  if (chain === null) return 'noChain'
  return chain.every(allowsCodeSigning) ? 'ok' : 'wrongUse'
}

/** The system's list may hold entries that Node cannot read; those are passed over. */
function systemRoots(): readonly X509Certificate[] {
  return getCACertificates('system').flatMap((pem) => {
    try {
      return [new X509Certificate(pem)]
    } catch {
      return []
    }
  })
}

/** Extends a chain until a trusted root is in it; null when no way leads to one. */
function findChain(
  chain: readonly X509Certificate[],
  between: readonly X509Certificate[],
  trusted: readonly X509Certificate[],
  now: Date,
): readonly X509Certificate[] | null {
  const last = chain.at(-1)
  if (last === undefined) return null
  if (trusted.some((root) => root.raw.equals(last.raw))) return chain
  if (chain.length >= longestChain) return null
  for (const issuer of [...trusted, ...between]) {
    if (chain.includes(issuer) || !issued(issuer, last, now)) continue
    const found = findChain([...chain, issuer], between, trusted, now)
    if (found !== null) return found
  }
  return null
}

function issued(issuer: X509Certificate, certificate: X509Certificate, now: Date): boolean {
  try {
    return (
      issuer.ca &&
      now >= issuer.validFromDate &&
      now <= issuer.validToDate &&
      certificate.checkIssued(issuer) &&
      certificate.verify(issuer.publicKey)
    )
  } catch {
    return false // A key of a kind that cannot check this signature did not make it.
  }
}

/** A certificate without a list of uses may be used for anything. */
function allowsCodeSigning({ keyUsage }: X509Certificate): boolean {
  // Typed as always there; undefined in fact when the certificate has no such list.
  const usages: readonly string[] | undefined = keyUsage
  return usages === undefined || usages.includes(codeSigning) || usages.includes(anyUsage)
}
