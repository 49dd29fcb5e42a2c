/**
 * Reads certificates and revocation lists as far as judging them needs it. What Node knows of a
 * certificate is asked of Node; a library reads the extensions that Node does not show. It judges nothing.
 * Source of the fields: RFC 5280, 4.1 and 4.2.
 */
import { X509Certificate } from 'node:crypto'
import type { Certificate } from 'pkijs'

export interface ReadCertificate {
  readonly x509: X509Certificate
  /** As DER; names are compared byte by byte. */
  readonly subjectDer: Uint8Array
  readonly issuerDer: Uint8Array
  /** The key itself, without its algorithm: what OCSP calls the issuer's key. */
  readonly keyBits: Uint8Array
  readonly serialNumber: Uint8Array
  /** OID of the signature on it. */
  readonly signatureAlgorithm: string
  /** First byte of the key usage; null where there is none, which allows everything. */
  readonly keyUsage: number | null
  /** How many authorities may stand below this one; null for any number. */
  readonly pathLength: number | null
  /** OIDs; null where there is no list, which allows everything. */
  readonly extendedUsages: readonly string[] | null
  /** An extension that must be understood and is not. */
  readonly unknownCritical: string | null
  readonly ocspUrls: readonly string[]
  readonly crlUrls: readonly string[]
}

const oids = {
  keyUsage: '2.5.29.15',
  basicConstraints: '2.5.29.19',
  extendedKeyUsage: '2.5.29.37',
  crlDistributionPoints: '2.5.29.31',
  authorityInformation: '1.3.6.1.5.5.7.1.1',
  ocsp: '1.3.6.1.5.5.7.48.1',
}

/** Extensions that may be marked as critical: those read here, and those that say nothing about signing software. */
const understood: ReadonlySet<string> = new Set([
  oids.keyUsage,
  oids.basicConstraints,
  oids.extendedKeyUsage,
  oids.crlDistributionPoints,
  oids.authorityInformation,
  '2.5.29.14', // subject key identifier
  '2.5.29.17', // subject alternative name
  '2.5.29.32', // certificate policies
  '2.5.29.35', // authority key identifier
])

const mostCertificates = 1000

function blocksOf(pem: string, label: string): readonly string[] {
  const pattern = new RegExp(`-----BEGIN ${label}-----[^-]+-----END ${label}-----`, 'g')
  return (pem.match(pattern) ?? []).slice(0, mostCertificates)
}

/** The certificates of a PEM text, as Node reads them. @throws Error when one of them cannot be read */
export function readX509(pem: string): readonly X509Certificate[] {
  return blocksOf(pem, 'CERTIFICATE').map((block) => new X509Certificate(block))
}

/** The DER of the revocation lists of a PEM text. */
export function revocationLists(pem: string): readonly Uint8Array[] {
  return blocksOf(pem, 'X509 CRL').map((block) => Buffer.from(block.replace(/-----[^-]+-----/g, ''), 'base64'))
}

/** @throws Error when the library cannot read it */
export async function readCertificate(x509: X509Certificate): Promise<ReadCertificate> {
  const { Certificate } = await import('pkijs')
  const parsed = Certificate.fromBER(new Uint8Array(x509.raw))
  const extension = (oid: string) => parsed.extensions?.find(({ extnID }) => extnID === oid)?.parsedValue
  const unknown = parsed.extensions?.find(({ extnID, critical }) => critical && !understood.has(extnID))
  return {
    x509,
    subjectDer: new Uint8Array(parsed.subject.toSchema().toBER()),
    issuerDer: new Uint8Array(parsed.issuer.toSchema().toBER()),
    keyBits: parsed.subjectPublicKeyInfo.subjectPublicKey.valueBlock.valueHexView,
    serialNumber: parsed.serialNumber.valueBlock.valueHexView,
    signatureAlgorithm: parsed.signatureAlgorithm.algorithmId,
    keyUsage: await keyUsageOf(extension(oids.keyUsage)),
    pathLength: await pathLengthOf(extension(oids.basicConstraints)),
    extendedUsages: await extendedUsagesOf(extension(oids.extendedKeyUsage)),
    unknownCritical: unknown?.extnID ?? null,
    ocspUrls: await ocspUrlsOf(parsed),
    crlUrls: await crlUrlsOf(parsed),
  }
}

async function keyUsageOf(value: unknown): Promise<number | null> {
  const { BitString } = await import('asn1js')
  return value instanceof BitString ? (value.valueBlock.valueHexView[0] ?? 0) : null
}

async function pathLengthOf(value: unknown): Promise<number | null> {
  const { BasicConstraints } = await import('pkijs')
  if (!(value instanceof BasicConstraints)) return null
  return typeof value.pathLenConstraint === 'number' ? value.pathLenConstraint : null
}

async function extendedUsagesOf(value: unknown): Promise<readonly string[] | null> {
  const { ExtKeyUsage } = await import('pkijs')
  return value instanceof ExtKeyUsage ? value.keyPurposes : null
}

/** Only what can be asked over the web. */
function webAddress(value: unknown): readonly string[] {
  return typeof value === 'string' && /^https?:\/\//i.test(value) && value.length < 2000 ? [value] : []
}

async function ocspUrlsOf({ extensions }: Certificate): Promise<readonly string[]> {
  const { InfoAccess } = await import('pkijs')
  const value: unknown = extensions?.find(({ extnID }) => extnID === oids.authorityInformation)?.parsedValue
  if (!(value instanceof InfoAccess)) return []
  return value.accessDescriptions
    .filter(({ accessMethod }) => accessMethod === oids.ocsp)
    .flatMap(({ accessLocation }) => webAddress(accessLocation.value))
}

async function crlUrlsOf({ extensions }: Certificate): Promise<readonly string[]> {
  const { CRLDistributionPoints } = await import('pkijs')
  const value: unknown = extensions?.find(({ extnID }) => extnID === oids.crlDistributionPoints)?.parsedValue
  if (!(value instanceof CRLDistributionPoints)) return []
  return value.distributionPoints.flatMap(({ distributionPoint }) =>
    Array.isArray(distributionPoint) ? distributionPoint.flatMap((name) => webAddress(name.value)) : [],
  )
}
