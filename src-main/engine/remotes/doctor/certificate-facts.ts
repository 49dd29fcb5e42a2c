/** What a server's certificates say, and what is wrong with them. Nothing is trusted here; Node has decided that. */
import { checkServerIdentity, type DetailedPeerCertificate, type TLSSocket } from 'node:tls'
import type { ShownCertificate } from '../../../../src-shared/model/diagnosis.ts'
import { type AppFailure, failure } from '../../../../src-shared/text/errors/index.ts'
import { formatDate } from '../../../../src-shared/text/format.ts'
import { printable } from '../../../../src-shared/text/printable.ts'

const longestChain = 10
const mostNames = 50

/** The chain as the server showed it, its own certificate first. */
export function shownChain(first: DetailedPeerCertificate): readonly ShownCertificate[] {
  const chain: ShownCertificate[] = []
  let certificate: DetailedPeerCertificate | undefined = first
  while (certificate?.fingerprint256 !== undefined && chain.length < longestChain) {
    const { fingerprint256: fingerprint } = certificate
    if (chain.some((shown) => shown.fingerprint === fingerprint)) break
    chain.push({
      subject: oneLine(certificate.subject),
      issuer: oneLine(certificate.issuer),
      names: certificate.ca ? [] : namesOf(certificate),
      validFrom: isoDate(certificate.valid_from),
      validTo: isoDate(certificate.valid_to),
      fingerprint,
    })
    certificate = certificate.issuerCertificate
  }
  return chain
}

/** A holder's text is a claim and may hold anything. */
function oneLine(name: object | undefined): string {
  const parts = Object.entries(name ?? {}).map(([attribute, value]) => `${attribute}=${String(value)}`)
  return printable(parts.join(', ')).slice(0, 300)
}

function namesOf({ subjectaltname }: DetailedPeerCertificate): readonly string[] {
  return (subjectaltname ?? '')
    .split(/,\s*/)
    .map((name) => printable(name.replace(/^(?:DNS|IP Address):/, '')))
    .filter((name) => name !== '')
    .slice(0, mostNames)
}

function isoDate(text: string): string {
  const date = new Date(text)
  return Number.isNaN(date.getTime()) ? text : date.toISOString()
}

const selfMade = new Set(['DEPTH_ZERO_SELF_SIGNED_CERT'])
const unknownAuthority = new Set([
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
])

/** Why the server's certificate does not prove that it is the server that was asked; null when it does. */
export function certificateProblem(
  socket: TLSSocket,
  certificate: DetailedPeerCertificate,
  url: URL,
): AppFailure | null {
  const { host, hostname } = url
  if (certificate.fingerprint256 === undefined)
    return failure('TLS_FAILED', { host, reason: 'it showed no certificate' })
  const detail = String(socket.authorizationError ?? '')
  const now = Date.now()
  const [begins, ends] = [Date.parse(certificate.valid_from), Date.parse(certificate.valid_to)]
  if (ends < now)
    return failure('CERTIFICATE_EXPIRED', { host, date: formatDate(isoDate(certificate.valid_to)) }, { detail })
  if (begins > now)
    return failure('CERTIFICATE_NOT_YET', { host, date: formatDate(isoDate(certificate.valid_from)) }, { detail })
  if (selfMade.has(detail)) return failure('CERTIFICATE_SELF_MADE', { host }, { detail })
  if (unknownAuthority.has(detail)) {
    const issuer = shownChain(certificate).at(-1)?.issuer ?? ''
    return failure('CERTIFICATE_AUTHORITY_UNKNOWN', { host, issuer }, { detail })
  }
  const name = hostname.replace(/^\[|\]$/g, '')
  if (checkServerIdentity(name, certificate) !== undefined) {
    const names = namesOf(certificate)
    return failure(
      'CERTIFICATE_OTHER_NAME',
      { host, names: names.length > 0 ? names.join(', ') : 'no host at all' },
      { detail },
    )
  }
  return socket.authorized ? null : failure('TLS_FAILED', { host, reason: detail }, { detail })
}
