/**
 * What waits for the user about signers: another signer of a namespace, a revocation that was learned,
 * an image that was put apart. In one list, until it was dealt with.
 */
import type { policyCalls } from '../../../src-shared/contract/trust.ts'
import { type Policy, type PolicyAction, policyFor } from '../../../src-shared/model/policy.ts'
import type { NamespaceSigner, ReviewEntry, SignerChange, SignerSide } from '../../../src-shared/model/signer-memory.ts'
import { failure } from '../../../src-shared/text/errors/index.ts'
import type { KeyringService } from '../keyring/keyring.ts'
import type { EngineContext, Handlers } from '../platform/context.ts'
import { type ArrivalStore, memoryNamespace } from './arrival-store.ts'
import type { PolicyStore } from './policy-store.ts'
import type { SignerMemory } from './signer-memory.ts'
import type { TrustService } from './trust.ts'
import { vouchersOf } from './vouching.ts'

type ReviewCalls = 'trust.review' | 'trust.sawRevocation' | 'trust.signerChange'

export interface ReviewService {
  readonly handlers: Handlers<Extract<keyof typeof policyCalls, ReviewCalls>>
}

export interface ReviewNeeds {
  readonly trust: TrustService
  readonly keyring: Pick<KeyringService, 'isOwn' | 'armored' | 'stored' | 'shown'>
  readonly memory: SignerMemory
  readonly arrivals: ArrivalStore
  readonly policies: PolicyStore
}

/** So many keys are asked whether they vouch for another one. */
const mostVoices = 200

/** What happens to further images of another signer. */
function actionFor({ signers, other, signerChange }: Policy): PolicyAction {
  if (signers !== null) return other
  const order: readonly PolicyAction[] = ['refuse', 'apart', 'keep']
  return order.find((action) => action === other || action === signerChange) ?? signerChange
}

export function createReview({ database, events, clock }: EngineContext, needs: ReviewNeeds): ReviewService {
  const { trust, keyring, memory, arrivals, policies } = needs
  const learned = database.prepare<[string], { readonly learned_at: string; readonly seen_at: string | null }>(
    'SELECT learned_at, seen_at FROM learned_revocations WHERE fingerprint = ?',
  )
  const learn = database.prepare<[string, string]>(
    'INSERT OR IGNORE INTO learned_revocations (fingerprint, learned_at) VALUES (?, ?)',
  )
  const markSeen = database.prepare<[string, string]>(
    'UPDATE learned_revocations SET seen_at = ? WHERE fingerprint = ? AND seen_at IS NULL',
  )

  const inNamespace = (namespace: string) => ({ reference: `${namespace}/`, digest: null })
  const remembered = (namespace: string): readonly NamespaceSigner[] =>
    memory.ofNamespace(namespace).filter(({ standing }) => standing === 'remembered')

  /** What still waits; whoever was accepted meanwhile signs here from now on. */
  const waiting = (): readonly NamespaceSigner[] =>
    memory.waiting().filter(({ namespace, fingerprint }) => {
      const kind = trust.decisionFor(fingerprint, inNamespace(namespace))?.kind
      if (kind === 'rejected') return false
      const isWelcome = kind !== undefined || keyring.isOwn(fingerprint)
      if (isWelcome) memory.accept(namespace, fingerprint)
      return !isWelcome
    })

  /** Revoked keys that anything was decided about or that sign somewhere. */
  const revocations = (): readonly ReviewEntry[] => {
    const concerned = new Set([
      ...trust.decided(),
      ...policies.list().flatMap(({ signers }) => signers ?? []),
      ...memory.all().map(({ fingerprint }) => fingerprint),
    ])
    return [...concerned].flatMap((fingerprint): readonly ReviewEntry[] => {
      const revoked = keyring.stored(fingerprint) === null ? null : keyring.shown(fingerprint).revoked
      if (revoked === null) return []
      learn.run(fingerprint, clock().toISOString())
      const row = learned.get(fingerprint)
      if (row === undefined || row.seen_at !== null) return []
      return [{ kind: 'revocation', fingerprint, reason: revoked.reason, revokedAt: revoked.at, at: row.learned_at }]
    })
  }

  const armored = (fingerprint: string): string | null =>
    keyring.stored(fingerprint) === null ? null : keyring.armored(fingerprint)

  const vouchers = async (fingerprint: string, voices: readonly string[]): Promise<readonly string[]> => {
    const about = armored(fingerprint)
    if (about === null) return []
    return vouchersOf(
      about,
      voices.slice(0, mostVoices).flatMap((voice) => armored(voice) ?? []),
    )
  }

  /** Keys whose word counts for the user. */
  const voices = (): readonly string[] =>
    trust.decided().filter((fingerprint) => {
      const kind = trust.shownDecision(fingerprint)?.kind
      return kind === 'verified' || kind === 'accepted'
    })

  const sideOf = async (signer: NamespaceSigner): Promise<SignerSide> => {
    const { fingerprint, namespace, firstSeenAt, lastSeenAt } = signer
    const apart = arrivals
      .waiting()
      .filter((one) => memoryNamespace(one.reference) === namespace && one.signers.includes(fingerprint))
    return {
      fingerprint,
      firstSeenAt,
      lastSeenAt,
      key: keyring.stored(fingerprint) === null ? null : keyring.shown(fingerprint),
      decision: trust.decisionFor(fingerprint, inNamespace(namespace)),
      vouchedBy: await vouchers(fingerprint, voices()),
      apart: apart.map(({ name, id, at }) => ({ name, arrivalId: id, at })),
    }
  }

  return {
    handlers: {
      'trust.review': () => {
        const changes = waiting().map(
          ({ namespace, fingerprint, firstSeenAt }): ReviewEntry => ({
            kind: 'signerChange',
            namespace,
            fingerprint,
            before: remembered(namespace).map((one) => one.fingerprint),
            at: firstSeenAt,
          }),
        )
        const apart = arrivals
          .waiting()
          .filter(({ admission }) => admission.outcome === 'apart')
          .map(({ id, name, at }): ReviewEntry => ({ kind: 'apart', arrivalId: id, name, at }))
        return [...changes, ...revocations(), ...apart]
      },
      'trust.sawRevocation': ({ fingerprint }) => {
        const { changes } = markSeen.run(clock().toISOString(), fingerprint)
        if (changes > 0) events.emit('trust.policiesChanged', {})
        return { seen: changes > 0 }
      },
      'trust.signerChange': async ({ namespace, fingerprint }): Promise<SignerChange> => {
        const signers = memory.ofNamespace(namespace)
        const now = signers.find((one) => one.fingerprint === fingerprint)
        if (now === undefined) throw failure('TRUST_SIGNER_NOT_SEEN', { fingerprint, namespace })
        const before = signers.filter((one) => one.standing === 'remembered' && one.fingerprint !== fingerprint)
        const old = before.map((one) => one.fingerprint)
        const backwards = await Promise.all(old.map((one) => vouchers(one, [fingerprint])))
        return {
          namespace,
          before: await Promise.all(before.map(sideOf)),
          now: await sideOf(now),
          oldVouchesForNew: (await vouchers(fingerprint, old)).length > 0,
          newVouchesForOld: backwards.some((found) => found.length > 0),
          action: actionFor(policyFor(policies.list(), `${namespace}/`)),
        }
      },
    },
  }
}
