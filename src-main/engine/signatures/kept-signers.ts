/**
 * Public keys and certificates that the user keeps for checking key signatures. Keeping one is no
 * decision about it. Owns their table; what they are worth is judged anew whenever they are used.
 */
import { createHash, createPublicKey } from 'node:crypto'
import type { signerCalls } from '../../../src-shared/contract/signatures.ts'
import {
  type CertificateFacts,
  type CertificateRevocation,
  certificateState,
  decidableIdentity,
  holderName,
} from '../../../src-shared/model/certificate.ts'
import { displayClaim } from '../../../src-shared/model/claims.ts'
import type { Decision } from '../../../src-shared/model/decision.ts'
import type { KeptSigner } from '../../../src-shared/model/kept-signer.ts'
import { AppFailure, failure } from '../../../src-shared/text/errors/index.ts'
import type { PlainSigner } from '../keyring/key-finder.ts'
import type { EngineContext, Handlers } from '../platform/context.ts'
import type { CertificateQuestion } from './certificates/chain.ts'
import { describeCertificate, isPlainSigner } from './certificates/plain-signers.ts'
import type { AskService } from './certificates/revocation.ts'
import { plainKeyIdentity, sshFingerprint } from './schemes/dsse.ts'

export interface KeptSigners {
  readonly handlers: Handlers<keyof typeof signerCalls>
  /** All of them, to try signatures with. @param isAsking whether issuers are asked for revocations now */
  all(isAsking: boolean, signal?: AbortSignal): Promise<readonly PlainSigner[]>
}

export interface KeptSignersNeeds {
  readonly ask: AskService
  decisionOf(identity: string): Decision | null
  /** Told when the list has changed. */
  changed(): void
}

interface Row {
  readonly id: string
  readonly leaf: string
  readonly intermediates: string | null
  readonly roots: string | null
  readonly revocation_json: string | null
  readonly kept_at: string
}

type Material = CertificateQuestion

const askedAgainAfterMs = 10 * 60_000
/** Another engine may have kept or forgotten one. */
const readAgainAfterMs = 5000

export function createKeptSigners(
  { database, clock, log }: Pick<EngineContext, 'database' | 'clock' | 'log'>,
  needs: KeptSignersNeeds,
): KeptSigners {
  const rows = database.prepare<[], Row>('SELECT * FROM kept_signers ORDER BY kept_at, id')
  const put = database.prepare<Row>(
    `INSERT INTO kept_signers (id, leaf, intermediates, roots, revocation_json, kept_at)
     VALUES (@id, @leaf, @intermediates, @roots, @revocation_json, @kept_at)
     ON CONFLICT (id) DO UPDATE SET revocation_json = excluded.revocation_json`,
  )
  const drop = database.prepare<[string]>('DELETE FROM kept_signers WHERE id = ?')
  const remember = database.prepare<[string, string]>('UPDATE kept_signers SET revocation_json = ? WHERE id = ?')

  const shown = (material: Material, facts: CertificateFacts | null, keptAt: string | null): KeptSigner => {
    const now = clock()
    const identity = facts === null ? plainKeyIdentity(createPublicKey(material.leaf)) : decidableIdentity(facts, now)
    return {
      id: idOf(material),
      kind: facts === null ? 'key' : 'certificate',
      name: facts === null ? keyName(material.leaf) : displayClaim(holderName(facts.subject)),
      certificate: facts === null ? null : { ...facts, state: certificateState(facts, now) },
      identity,
      decision: identity === null ? null : needs.decisionOf(identity),
      keptAt,
    }
  }

  const inspect = async (
    material: Material,
    isAsking: boolean,
    signal: AbortSignal | undefined,
  ): Promise<CertificateFacts | null> => {
    if (!isPlainSigner(material.leaf)) throw failure('SIGNATURES_SIGNER_UNREADABLE')
    if (!material.leaf.includes('BEGIN CERTIFICATE')) return null
    try {
      return await describeCertificate(material, { now: clock(), ask: isAsking ? needs.ask : null, signal })
    } catch (error) {
      if (error instanceof AppFailure) throw error
      throw failure(
        'SIGNATURES_SIGNER_UNREADABLE',
        {},
        { detail: error instanceof Error ? error.message : String(error) },
      )
    }
  }

  /** What was last learnt stays true until something newer is. */
  const withRevocation = async (
    row: Row,
    isAsking: boolean,
    signal: AbortSignal | undefined,
  ): Promise<CertificateFacts | null> => {
    const facts = await inspect(row, isAsking, signal)
    if (facts === null) return null
    if (facts.revocation.kind !== 'notChecked') {
      if (isAsking) remember.run(JSON.stringify(facts.revocation), row.id)
      return facts
    }
    const known: CertificateRevocation | null = row.revocation_json === null ? null : JSON.parse(row.revocation_json)
    return known === null ? facts : { ...facts, revocation: known }
  }

  const forgetKnown = (): void => {
    known = null
    needs.changed()
  }
  /** The last answer, so that a check of thousands of images does not ask an issuer for each of them. */
  let known: { readonly at: number; readonly wasAsked: boolean; readonly signers: readonly PlainSigner[] } | null = null

  return {
    async all(isAsking, signal) {
      const age = known === null ? Number.POSITIVE_INFINITY : clock().getTime() - known.at
      if (known !== null && age >= 0 && age < (isAsking ? askedAgainAfterMs : readAgainAfterMs)) {
        if (known.wasAsked || !isAsking) return known.signers
      }
      const found: PlainSigner[] = []
      for (const row of rows.all()) {
        try {
          found.push({ pem: row.leaf, certificate: await withRevocation(row, isAsking, signal), isKept: true })
        } catch (error) {
          if (error instanceof AppFailure && error.error.kind === 'cancelled') throw error
          log('warn', 'signatures: a kept signer cannot be read', { id: row.id })
        }
      }
      known = { at: clock().getTime(), wasAsked: isAsking, signers: found }
      return found
    },
    handlers: {
      'signatures.previewSigner': async (given, { signal }) => {
        const material = materialOf(given)
        return shown(material, await inspect(material, given.askRevocation, signal), null)
      },
      'signatures.keepSigner': async (given, { signal }) => {
        const material = materialOf(given)
        const facts = await inspect(material, given.askRevocation, signal)
        const revocation = facts?.revocation
        const row: Row = {
          ...material,
          id: idOf(material),
          revocation_json:
            revocation === undefined || revocation.kind === 'notChecked' ? null : JSON.stringify(revocation),
          kept_at: clock().toISOString(),
        }
        put.run(row)
        forgetKnown()
        return shown(material, facts, row.kept_at)
      },
      'signatures.signers': async (_, { signal }) => {
        const list: KeptSigner[] = []
        for (const row of rows.all()) list.push(shown(row, await withRevocation(row, false, signal), row.kept_at))
        return list
      },
      'signatures.forgetSigner': ({ id }) => {
        const { changes } = drop.run(id)
        if (changes > 0) forgetKnown()
        return { removed: changes > 0 }
      },
    },
  }
}

function materialOf(given: {
  readonly signer: string
  readonly intermediates?: string | undefined
  readonly roots?: string | undefined
}): Material {
  return { leaf: given.signer, intermediates: given.intermediates ?? null, roots: given.roots ?? null }
}

function idOf({ leaf, intermediates, roots }: Material): string {
  return createHash('sha256')
    .update(JSON.stringify([leaf, intermediates, roots]))
    .digest('hex')
}

function keyName(pem: string): string {
  const key = createPublicKey(pem)
  const named = sshFingerprint(key)
  return named === ''
    ? `SHA256:${createHash('sha256')
        .update(key.export({ format: 'der', type: 'spki' }))
        .digest('base64')}`
    : named
}
