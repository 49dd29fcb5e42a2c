/**
 * From what the user gave (a public key, or a certificate with what is to vouch for it) to what key
 * signatures are tried with. Asks for revocation only when told to. It decides nothing about trust.
 */
import { createPublicKey } from 'node:crypto'
import type { CertificateFacts, CertificateRevocation } from '../../../../src-shared/model/certificate.ts'
import { buildChain, type CertificateQuestion, type Chain } from './chain.ts'
import { revocationLists } from './read.ts'
import { type AskService, findRevocation } from './revocation.ts'

export interface DescribeOptions {
  readonly now: Date
  /** Null: nobody is asked. */
  readonly ask: AskService | null
  readonly signal?: AbortSignal | undefined
}

/** What is to be said of a certificate. @throws Error when a certificate cannot be read; AppFailure CANCELLED */
export async function describeCertificate(
  question: CertificateQuestion,
  options: DescribeOptions,
): Promise<CertificateFacts> {
  const chain = await buildChain(question, options.now)
  return { ...chain.facts, revocation: await revocationOf(chain, question, options) }
}

/** Of the certificate and of everybody between it and its root: one that was taken back spoils the chain. */
async function revocationOf(
  { certificates, facts }: Chain,
  { leaf, intermediates, roots }: CertificateQuestion,
  { now, ask, signal }: DescribeOptions,
): Promise<CertificateRevocation> {
  // Who does not belong to a trusted root is not asked anything.
  if (facts.fault !== null && facts.fault.kind !== 'wrongUse') return facts.revocation
  const lists = [leaf, intermediates ?? '', roots ?? ''].flatMap(revocationLists)
  let worst: CertificateRevocation | null = null
  for (const [place, certificate] of certificates.entries()) {
    const issuer = certificates[place + 1]
    if (issuer === undefined) break
    const found = await findRevocation({ certificate, issuer, lists, ask, now, signal })
    if (found.kind === 'revoked') return found
    if (worst === null || found.kind === 'notChecked') worst = found
  }
  return worst ?? { kind: 'notChecked', reason: 'nowhere', detail: '' }
}

/** Whether a PEM text holds a public key or certificate that key signatures can be tried with. */
export function isPlainSigner(pem: string): boolean {
  try {
    createPublicKey(pem)
    return !pem.includes('PRIVATE KEY')
  } catch {
    return false
  }
}
