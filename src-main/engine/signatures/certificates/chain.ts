/**
 * Whether a certificate leads to a root that is trusted, and may sign software. Follows issuers by name
 * and signature and stops at the first root; says what is wrong in one word, worst reason last found.
 * It knows no revocation and no date but to prefer, among several chains, one that holds today.
 * Rules: RFC 5280, 6.1, as far as they concern signing software; extended usages hold for the whole chain.
 */
import { createHash, type X509Certificate } from 'node:crypto'
import { getCACertificates } from 'node:tls'
import type { CertificateFacts, CertificateFault } from '../../../../src-shared/model/certificate.ts'
import { type ReadCertificate, readCertificate, readX509 } from './read.ts'

const codeSigning = '1.3.6.1.5.5.7.3.3'
const anyUsage = '2.5.29.37.0'
/** Bits of the first byte of a key usage. */
const usage = { digitalSignature: 0x80, contentCommitment: 0x40, keyCertSign: 0x04 }
/** More than any real chain has; keeps certificates that sign each other from going round. */
const longestChain = 8
/** Certificates that all sign each other could be put together in more ways than anybody can try. */
const mostSteps = 2000
/** Signatures of MD5 and SHA-1 can be forged. */
const weakAlgorithms: ReadonlySet<string> = new Set([
  '1.2.840.113549.1.1.2',
  '1.2.840.113549.1.1.4',
  '1.2.840.113549.1.1.5',
  '1.2.840.10045.4.1',
  '1.2.840.10040.4.3',
])

export interface CertificateQuestion {
  /** PEM text; its first certificate is the one that is asked about, others may be issuers. */
  readonly leaf: string
  readonly intermediates: string | null
  /** PEM text; null for the roots that the system trusts. */
  readonly roots: string | null
}

export interface Chain {
  /** The certificate itself first; its root last, when there is one. */
  readonly certificates: readonly ReadCertificate[]
  readonly facts: CertificateFacts
}

type Fault = NonNullable<CertificateFacts['fault']>
interface Found {
  readonly chain: readonly ReadCertificate[]
  readonly fault: Fault | null
}

/** @throws Error when a certificate cannot be read, or there is none */
export async function buildChain(question: CertificateQuestion, now: Date): Promise<Chain> {
  const [first, ...beside] = readX509(question.leaf)
  if (first === undefined) throw new Error('there is no certificate')
  const leaf = await readCertificate(first)
  const roots = question.roots === null ? systemRoots() : readX509(question.roots)
  const between = [...beside, ...(question.intermediates === null ? [] : readX509(question.intermediates))]
  const search = { roots: await relevant(roots, leaf, between), between: await readAll(between), now, steps: 0 }
  const found = findChain([leaf], search)
  const fault = found.fault ?? faultOfUse(found.chain)
  const root = found.fault === null ? (found.chain.at(-1) ?? null) : null
  return {
    certificates: found.chain,
    facts: {
      subject: nameOf(first.subject),
      issuer: nameOf(first.issuer),
      serialNumber: first.serialNumber,
      fingerprint: first.fingerprint256.replaceAll(':', ''),
      validFrom: first.validFromDate.toISOString(),
      validTo: first.validToDate.toISOString(),
      chain: found.chain.slice(1).map(({ x509 }) => ({
        subject: nameOf(x509.subject),
        validFrom: x509.validFromDate.toISOString(),
        validTo: x509.validToDate.toISOString(),
      })),
      roots: question.roots === null ? 'system' : 'given',
      fault,
      identity: root === null || fault !== null ? null : identityOf(leaf, root),
      revocation: { kind: 'notChecked', reason: 'notAsked', detail: '' },
    },
  }
}

/** `O=Workshop\nCN=Workshop rsa` in one line. */
function nameOf(subject: string): string {
  return subject.split('\n').join(', ')
}

/** A renewed certificate of the same holder under the same root, or a renewed root with the same key, is the same signer. */
function identityOf(leaf: ReadCertificate, root: ReadCertificate): string {
  const key = createHash('sha256').update(root.keyBits).digest()
  const hash = createHash('sha256').update('certificate signer 1\0')
  for (const part of [leaf.subjectDer, root.subjectDer, key]) {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(part.length)
    hash.update(length).update(part)
  }
  return hash.digest('hex').toUpperCase()
}

/** The system's list may hold entries that Node cannot read; those are passed over. */
function systemRoots(): readonly X509Certificate[] {
  return getCACertificates('system').flatMap((pem) => {
    try {
      return [...readX509(pem)]
    } catch {
      return []
    }
  })
}

async function readAll(certificates: readonly X509Certificate[]): Promise<readonly ReadCertificate[]> {
  return Promise.all(certificates.map(readCertificate))
}

/** Of many roots only those whose name somebody here gives as the issuer's, or that are asked about themselves. */
async function relevant(
  roots: readonly X509Certificate[],
  leaf: ReadCertificate,
  between: readonly X509Certificate[],
): Promise<readonly ReadCertificate[]> {
  const names = new Set([leaf.x509.issuer, leaf.x509.subject, ...between.map(({ issuer }) => issuer)])
  return readAll(roots.filter(({ subject }) => names.has(subject)))
}

interface Search {
  readonly roots: readonly ReadCertificate[]
  readonly between: readonly ReadCertificate[]
  readonly now: Date
  steps: number
}

/** Extends a chain until a trusted root is in it; the chain that came furthest, with the reason, when no way leads to one. */
function findChain(chain: readonly ReadCertificate[], search: Search): Found {
  const last = chain.at(-1)
  if (last === undefined) throw new Error('a chain has a beginning')
  const about = nameOf(last.x509.issuer)
  const fail = (kind: CertificateFault, who = about): Found => ({ chain, fault: { kind, about: who } })
  if (last.unknownCritical !== null) return fail('unsupported', last.unknownCritical)
  if (search.roots.some(({ x509 }) => x509.raw.equals(last.x509.raw))) return { chain, fault: null }
  // What vouches for a root is that it is trusted, not the signature on it; below it every one counts.
  if (weakAlgorithms.has(last.signatureAlgorithm)) return fail('weakSignature', nameOf(last.x509.subject))
  const isSelfIssued = sameBytes(last.subjectDer, last.issuerDer)
  const rootOfThatName = search.roots.some(({ subjectDer }) => sameBytes(subjectDer, last.issuerDer))
  let best: Found = isSelfIssued
    ? fail(chain.length === 1 ? 'selfSigned' : rootOfThatName ? 'rootDiffers' : 'rootNotTrusted')
    : fail(rootOfThatName ? 'rootDiffers' : 'issuerMissing')
  search.steps += 1
  if (chain.length >= longestChain || search.steps > mostSteps) return best
  for (const issuer of [...search.roots, ...search.between]) {
    if (chain.some(({ x509 }) => x509.raw.equals(issuer.x509.raw)) || !hasSigned(issuer, last)) continue
    if (!mayIssue(issuer, chain)) {
      best = fail('issuerMayNotIssue')
      continue
    }
    const found = findChain([...chain, issuer], search)
    if (found.fault === null && holdsToday(found.chain, search.now)) return found
    if (found.fault === null || (best.fault !== null && found.chain.length >= best.chain.length)) best = found
  }
  return best
}

function holdsToday(chain: readonly ReadCertificate[], now: Date): boolean {
  return chain.slice(1).every(({ x509 }) => now >= x509.validFromDate && now <= x509.validToDate)
}

function hasSigned(issuer: ReadCertificate, certificate: ReadCertificate): boolean {
  if (!sameBytes(issuer.subjectDer, certificate.issuerDer)) return false
  try {
    return certificate.x509.verify(issuer.x509.publicKey)
  } catch {
    return false // A key of a kind that cannot check this signature did not make it.
  }
}

/** @param below the certificates under it, the first of which is no authority */
function mayIssue({ x509, keyUsage, pathLength }: ReadCertificate, below: readonly ReadCertificate[]): boolean {
  if (!x509.ca || (keyUsage !== null && (keyUsage & usage.keyCertSign) === 0)) return false
  // Authorities that issued themselves anew do not count.
  const authorities = below.slice(1).filter(({ subjectDer, issuerDer }) => !sameBytes(subjectDer, issuerDer))
  return pathLength === null || authorities.length <= pathLength
}

/** A certificate without a list of uses may be used for anything. */
function faultOfUse(chain: readonly ReadCertificate[]): Fault | null {
  const [leaf] = chain
  if (leaf === undefined) return null
  const isForSignatures =
    leaf.keyUsage === null || (leaf.keyUsage & (usage.digitalSignature | usage.contentCommitment)) !== 0
  const against = chain.find(
    ({ extendedUsages }) =>
      extendedUsages !== null && !extendedUsages.includes(codeSigning) && !extendedUsages.includes(anyUsage),
  )
  if (isForSignatures && against === undefined) return null
  return { kind: 'wrongUse', about: nameOf((against ?? leaf).x509.subject) }
}

function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.from(one.buffer, one.byteOffset, one.byteLength).equals(other)
}
