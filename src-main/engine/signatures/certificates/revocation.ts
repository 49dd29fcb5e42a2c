/**
 * Whether the issuer of a certificate took it back: from revocation lists that were given, or by asking
 * where the certificate says, and only when the user wants that. An answer counts only when the issuer,
 * or a responder that he appointed, signed it and it is current; everything else is *not checked*, with
 * the reason. Sources: RFC 5280, 5 (lists); RFC 6960, 4 (answers).
 */
import { createHash, randomBytes, verify } from 'node:crypto'
import type { CertificateRevocation } from '../../../../src-shared/model/certificate.ts'
import { AppFailure } from '../../../../src-shared/text/errors/index.ts'
import { type ReadCertificate, readCertificate } from './read.ts'

/** Asks a service on the web; bounded in size and time. */
export type AskService = (
  url: string,
  body: { readonly type: string; readonly bytes: Uint8Array } | null,
  signal: AbortSignal | undefined,
) => Promise<Uint8Array>

export interface RevocationQuestion {
  readonly certificate: ReadCertificate
  readonly issuer: ReadCertificate
  /** DER of revocation lists that the user gave. */
  readonly lists: readonly Uint8Array[]
  /** Null: nobody is asked. */
  readonly ask: AskService | null
  readonly now: Date
  readonly signal?: AbortSignal | undefined
}

/** Clocks differ. */
const toleranceMs = 5 * 60_000
/** How long an answer counts that does not say so itself: an old one may be played again. */
const longestWithoutEndMs = 7 * 86_400_000
const ocspSigning = '1.3.6.1.5.5.7.3.9'
const hashOfSignature: Readonly<Record<string, string | null>> = {
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
  '1.3.101.112': null,
}

const notChecked = (
  reason: Extract<CertificateRevocation, { kind: 'notChecked' }>['reason'],
  detail = '',
): CertificateRevocation => ({ kind: 'notChecked', reason, detail })

/** @throws AppFailure CANCELLED only; whatever else goes wrong is the answer `notChecked` */
export async function findRevocation(question: RevocationQuestion): Promise<CertificateRevocation> {
  let problem = ''
  const tried = async (read: () => Promise<CertificateRevocation>): Promise<CertificateRevocation | null> => {
    try {
      const found = await read()
      if (found.kind !== 'notChecked') return found
      problem = found.detail
    } catch (error) {
      if (error instanceof AppFailure && error.error.kind === 'cancelled') throw error
      problem = error instanceof Error ? error.message : String(error)
    }
    return null
  }
  for (const list of question.lists) {
    const found = await tried(() => readList(list, question))
    if (found !== null) return found
  }
  const { certificate, ask, signal } = question
  const hasPlaces = certificate.ocspUrls.length + certificate.crlUrls.length > 0
  if (ask === null) return notChecked(hasPlaces || problem !== '' ? 'notAsked' : 'nowhere', problem)
  for (const url of certificate.ocspUrls) {
    const found = await tried(async () => askResponder(url, question, ask))
    if (found !== null) return found
  }
  for (const url of certificate.crlUrls) {
    const found = await tried(async () => readList(derOf(await ask(url, null, signal)), question))
    if (found !== null) return found
  }
  return notChecked(hasPlaces ? 'noAnswer' : 'nowhere', problem)
}

/** Lists are served as DER, and by some as PEM. */
function derOf(bytes: Uint8Array): Uint8Array {
  const start = Buffer.from(bytes.subarray(0, 27)).toString('latin1')
  if (!start.startsWith('-----BEGIN')) return bytes
  return Buffer.from(
    Buffer.from(bytes)
      .toString('latin1')
      .replace(/-----[^-]+-----/g, ''),
    'base64',
  )
}

function isSignedBy({ x509 }: ReadCertificate, tbs: Uint8Array, algorithm: string, signature: Uint8Array): boolean {
  const hash = hashOfSignature[algorithm]
  if (hash === undefined) return false
  try {
    return verify(hash, tbs, x509.publicKey, signature)
  } catch {
    return false
  }
}

function isCurrent(from: Date, until: Date | undefined, now: Date): boolean {
  const end = until?.getTime() ?? from.getTime() + longestWithoutEndMs
  return from.getTime() - toleranceMs <= now.getTime() && end + toleranceMs >= now.getTime()
}

type Reason = Extract<CertificateRevocation, { kind: 'revoked' }>['reason']

/** By the numbers of RFC 5280, 5.3.1. */
function reasonOf(code: number): Reason {
  switch (code) {
    case 1:
    case 2:
    case 10:
      return 'compromised'
    case 3:
    case 4:
      return 'superseded'
    case 5:
      return 'retired'
    default:
      return 'none'
  }
}

async function readList(der: Uint8Array, question: RevocationQuestion): Promise<CertificateRevocation> {
  const { CertificateRevocationList } = await import('pkijs')
  const { Enumerated } = await import('asn1js')
  const { certificate, issuer, now } = question
  const list = CertificateRevocationList.fromBER(new Uint8Array(der))
  const name = new Uint8Array(list.issuer.toSchema().toBER())
  if (!Buffer.from(name).equals(certificate.issuerDer)) return notChecked('noAnswer', 'the list is by another issuer')
  const mayList = issuer.keyUsage === null || (issuer.keyUsage & 0x02) !== 0
  const signature = list.signatureValue.valueBlock.valueHexView
  if (!mayList || !isSignedBy(issuer, list.tbsView, list.signatureAlgorithm.algorithmId, signature))
    return notChecked('noAnswer', 'the list is not signed by the issuer')
  // Partial lists and those about others may leave out the very certificate that was taken back.
  if (list.crlExtensions?.extensions.some(({ critical }) => critical) === true)
    return notChecked('noAnswer', 'the list does not cover every certificate')
  if (!isCurrent(list.thisUpdate.value, list.nextUpdate?.value, now))
    return notChecked('noAnswer', 'the list is out of date')
  const checkedAt = list.thisUpdate.value.toISOString()
  const entry = list.revokedCertificates?.find(({ userCertificate }) =>
    Buffer.from(userCertificate.valueBlock.valueHexView).equals(certificate.serialNumber),
  )
  if (entry === undefined) return { kind: 'inOrder', source: 'CRL', checkedAt }
  const said: unknown = entry.crlEntryExtensions?.extensions.find(({ extnID }) => extnID === '2.5.29.21')?.parsedValue
  const reason = said instanceof Enumerated ? reasonOf(said.valueBlock.valueDec) : 'none'
  return { kind: 'revoked', source: 'CRL', checkedAt, at: entry.revocationDate.value.toISOString(), reason }
}

async function askResponder(
  url: string,
  question: RevocationQuestion,
  ask: AskService,
): Promise<CertificateRevocation> {
  const { BasicOCSPResponse, CertID, AlgorithmIdentifier, Extension, OCSPRequest, OCSPResponse, Request } =
    await import('pkijs')
  const asn1 = await import('asn1js')
  const { certificate, issuer, now, signal } = question
  const octets = (bytes: Uint8Array) => new asn1.OctetString({ valueHex: new Uint8Array(bytes) })
  // SHA-1 names the issuer here and protects nothing; every responder knows it.
  const sha1 = (bytes: Uint8Array) => new Uint8Array(createHash('sha1').update(bytes).digest())
  const asked = {
    name: sha1(certificate.issuerDer),
    key: sha1(issuer.keyBits),
    serialNumber: new Uint8Array(certificate.serialNumber),
  }
  const request = new OCSPRequest()
  request.tbsRequest.requestList = [
    new Request({
      reqCert: new CertID({
        hashAlgorithm: new AlgorithmIdentifier({ algorithmId: '1.3.14.3.2.26', algorithmParams: new asn1.Null() }),
        issuerNameHash: octets(asked.name),
        issuerKeyHash: octets(asked.key),
        serialNumber: new asn1.Integer({ valueHex: asked.serialNumber }),
      }),
    }),
  ]
  const nonce = octets(new Uint8Array(randomBytes(16))).toBER()
  request.tbsRequest.requestExtensions = [new Extension({ extnID: '1.3.6.1.5.5.7.48.1.2', extnValue: nonce })]
  const bytes = new Uint8Array(request.toSchema(true).toBER())
  const answer = OCSPResponse.fromBER(
    new Uint8Array(await ask(url, { type: 'application/ocsp-request', bytes }, signal)),
  )
  const content = answer.responseBytes?.response.valueBlock.valueHexView
  if (answer.responseStatus.valueBlock.valueDec !== 0 || content === undefined)
    return notChecked('noAnswer', `the responder answered with status ${answer.responseStatus.valueBlock.valueDec}`)
  const basic = BasicOCSPResponse.fromBER(new Uint8Array(content))
  const signature = basic.signature.valueBlock.valueHexView
  const { tbsView } = basic.tbsResponseData
  const signers = [issuer, ...(await appointed(basic.certs ?? [], question))]
  if (!signers.some((one) => isSignedBy(one, tbsView, basic.signatureAlgorithm.algorithmId, signature)))
    return notChecked('noAnswer', 'the answer is not signed by the issuer or his responder')
  const single = basic.tbsResponseData.responses.find(
    ({ certID }) =>
      Buffer.from(certID.serialNumber.valueBlock.valueHexView).equals(asked.serialNumber) &&
      Buffer.from(certID.issuerKeyHash.valueBlock.valueHexView).equals(asked.key) &&
      Buffer.from(certID.issuerNameHash.valueBlock.valueHexView).equals(asked.name),
  )
  if (single === undefined) return notChecked('noAnswer', 'the answer is about another certificate')
  if (!isCurrent(single.thisUpdate, single.nextUpdate, now)) return notChecked('noAnswer', 'the answer is out of date')
  const checkedAt = single.thisUpdate.toISOString()
  const status: unknown = single.certStatus
  if (!(status instanceof asn1.BaseBlock)) return notChecked('noAnswer', 'the answer cannot be read')
  switch (status.idBlock.tagNumber) {
    case 0:
      return { kind: 'inOrder', source: 'OCSP', checkedAt }
    case 1: {
      const [when, why] = status instanceof asn1.Constructed ? status.valueBlock.value : []
      const at = when instanceof asn1.GeneralizedTime ? when.toDate().toISOString() : checkedAt
      const [said] = why instanceof asn1.Constructed ? why.valueBlock.value : []
      const reason = said instanceof asn1.Enumerated ? reasonOf(said.valueBlock.valueDec) : 'none'
      return { kind: 'revoked', source: 'OCSP', checkedAt, at, reason }
    }
    default:
      return notChecked('noAnswer', 'the responder does not know the certificate')
  }
}

/** Responders that the issuer himself certified for answering. */
async function appointed(
  certificates: readonly { toSchema(): { toBER(): ArrayBuffer } }[],
  { issuer, now }: RevocationQuestion,
): Promise<readonly ReadCertificate[]> {
  const { X509Certificate } = await import('node:crypto')
  const found: ReadCertificate[] = []
  for (const one of certificates.slice(0, 8)) {
    const read = await readCertificate(new X509Certificate(Buffer.from(one.toSchema().toBER())))
    const { x509 } = read
    if (
      Buffer.from(read.issuerDer).equals(issuer.subjectDer) &&
      x509.verify(issuer.x509.publicKey) &&
      read.extendedUsages?.includes(ocspSigning) === true &&
      now >= x509.validFromDate &&
      now <= x509.validToDate
    )
      found.push(read)
  }
  return found
}
