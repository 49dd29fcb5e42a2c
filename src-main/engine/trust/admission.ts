/**
 * Admission: what a policy does with an image that arrives, who signs in its namespace, and the record of
 * both. It asks no network and moves no file; whoever fetched the image does what is answered.
 */
import { randomUUID } from 'node:crypto'
import type { PullPolicy } from '../../../src-shared/contract/transfers.ts'
import type { policyCalls } from '../../../src-shared/contract/trust.ts'
import {
  type Admission,
  type Arrival,
  applyPolicy,
  isLetIn,
  type PolicyOrigin,
  type PolicyRules,
  policyFor,
  presentSigners,
  wholeSigners,
} from '../../../src-shared/model/policy.ts'
import type { Check, Verification } from '../../../src-shared/model/verification.ts'
import { signerMemoryCheck } from '../../../src-shared/text/policies.ts'
import type { KeyringService } from '../keyring/keyring.ts'
import type { EngineContext, Handlers } from '../platform/context.ts'
import { type ArrivalStore, createArrivalStore, memoryNamespace } from './arrival-store.ts'
import { createPolicyStore, type PolicyStore } from './policy-store.ts'
import { isAllowed } from './pull-policy.ts'
import { createReview } from './review.ts'
import { createSignerMemory } from './signer-memory.ts'
import type { ImageIdentity, TrustService } from './trust.ts'

export interface Arriving {
  readonly reference: string | null
  readonly verification: Verification
  /** What was asked for this one pull, on top of the policies. */
  readonly pullPolicy: PullPolicy
}

export interface ArrivalFacts {
  readonly reference: string | null
  readonly digest: string | null
  readonly name: string
  readonly path: string
  readonly sizeBytes: number
  readonly verification: Verification
  readonly admission: Admission
}

export interface AdmissionService {
  readonly handlers: Handlers<keyof typeof policyCalls>
  readonly policies: PolicyStore
  readonly arrivals: ArrivalStore
  /** What the policies say about an image; changes nothing. */
  judge(arriving: Arriving): Admission
  /** Puts down that it arrived and what was done with it, and remembers who signed it. */
  record(facts: ArrivalFacts): Arrival
  /** A line of the list of checks where another signed than until now what comes from the same place. */
  signerNote(image: ImageIdentity, verification: Verification): Check | null
  setPolicy(rules: PolicyRules, origin: PolicyOrigin): void
  /** Tells every face that something of all this is other than before. */
  changed(): void
}

export interface AdmissionNeeds {
  readonly trust: TrustService
  readonly keyring: Pick<KeyringService, 'isOwn' | 'armored' | 'stored' | 'shown'>
  imageOf(path: string, stamp: { readonly sizeBytes: number; readonly modifiedMs: number }): ImageIdentity | null
}

export function createAdmission(context: EngineContext, needs: AdmissionNeeds): AdmissionService {
  const { database, events, clock } = context
  const { trust, keyring } = needs
  const policies = createPolicyStore(database)
  const arrivals = createArrivalStore(database)
  const memory = createSignerMemory(database)
  const changed = (): void => events.emit('trust.policiesChanged', {})

  /** Whether the user has said yes to a key, for images of a reference. */
  const isWelcome = (fingerprint: string, image: ImageIdentity): boolean => {
    const kind = trust.decisionFor(fingerprint, image)?.kind
    return kind === 'accepted' || kind === 'verified' || keyring.isOwn(fingerprint)
  }
  const isAnother = (reference: string | null, signers: readonly string[]): boolean => {
    const namespace = memoryNamespace(reference)
    if (namespace === null || signers.length === 0 || !memory.isAnother(namespace, signers)) return false
    return !signers.some((fingerprint) => isWelcome(fingerprint, { reference, digest: null }))
  }

  const judge = ({ reference, verification, pullPolicy }: Arriving): Admission => {
    const policy = policyFor(policies.list(), reference)
    const admission = applyPolicy(policy, verification, isAnother(reference, presentSigners(verification)))
    // What was asked for one pull can only be stricter.
    return isLetIn(admission) && !isAllowed(pullPolicy, verification.verdict)
      ? { ...admission, outcome: 'refused', reason: 'stricterPull' }
      : admission
  }

  /** @param isIn whether the image is among the user's: only such a one makes its signer the remembered one */
  const remember = (image: ImageIdentity, verification: Verification, isIn: boolean): boolean => {
    const namespace = memoryNamespace(image.reference)
    const { verdict } = verification
    if (namespace === null || verdict === 'changed' || verdict === 'rejected' || verdict === 'revoked') return false
    const signers = presentSigners(verification)
    if (signers.length === 0) return false
    const here = memory.ofNamespace(namespace)
    const at = clock().toISOString()
    const remembered = here.filter(({ standing }) => standing === 'remembered').map(({ fingerprint }) => fingerprint)
    const welcome = signers.filter((fingerprint) => isWelcome(fingerprint, image))
    if (remembered.length === 0) {
      // Beside one whom the user knows, a reviewer nobody knows does not become the signer; nor does a dead key.
      const sound = wholeSigners(verification)
      const known = welcome.filter((fingerprint) => sound.includes(fingerprint))
      if (isIn) memory.saw(namespace, known.length > 0 ? known : sound, 'remembered', at)
      return isIn && sound.length > 0
    }
    const familiar = signers.filter((fingerprint) => remembered.includes(fingerprint))
    if (familiar.length > 0) {
      memory.saw(namespace, familiar, 'remembered', at)
      return false
    }
    memory.saw(namespace, welcome.length > 0 ? welcome : signers, welcome.length > 0 ? 'remembered' : 'waiting', at)
    return true
  }

  // What is verified in place is compared too.
  events.listen((told) => {
    if (told.event !== 'signatures.verified') return
    const { path, verification } = told.payload
    const image = needs.imageOf(path, verification.stamp)
    if (image !== null && remember(image, verification, true)) changed()
  })

  const setPolicy = (rules: PolicyRules, origin: PolicyOrigin): void => {
    policies.put(rules, origin, clock().toISOString())
    changed()
  }
  const review = createReview(context, { trust, keyring, memory, arrivals, policies })

  return {
    policies,
    arrivals,
    judge,
    changed,
    setPolicy,
    record({ verification, admission, ...facts }) {
      const isIn = isLetIn(admission)
      const arrival: Arrival = {
        ...facts,
        id: randomUUID(),
        at: clock().toISOString(),
        verdict: verification.verdict,
        sentence: verification.sentence,
        signers: verification.signatures.flatMap(({ fingerprint }) => fingerprint ?? []),
        admission,
        after: isIn ? null : 'waiting',
        afterAt: null,
        note: '',
      }
      // IMMEDIATE, as the memory is read before it is written.
      database
        .transaction(() => {
          arrivals.add(arrival)
          remember(facts, verification, isIn)
        })
        .immediate()
      changed()
      return arrival
    },
    signerNote(image, verification) {
      const namespace = memoryNamespace(image.reference)
      if (namespace === null || !isAnother(image.reference, presentSigners(verification))) return null
      return {
        name: signerMemoryCheck.name,
        result: 'open',
        detail: signerMemoryCheck.detail(namespace),
        objectId: null,
      }
    },
    handlers: {
      'trust.policies': () =>
        policies.list().map((policy) => ({ policy, last: arrivals.lastOfPolicy(policy.namespace) })),
      'trust.setPolicy': (rules) => {
        const policy = policies.put(rules, { kind: 'yours' }, clock().toISOString())
        changed()
        return policy
      },
      'trust.removePolicy': ({ namespace }) => {
        const removed = policies.remove(namespace)
        if (removed) changed()
        return { removed }
      },
      'trust.arrivals': ({ limit, path }) => {
        if (path === undefined) return { total: arrivals.count(), arrivals: arrivals.latest(limit) }
        const one = arrivals.ofPath(path)
        return { total: one === null ? 0 : 1, arrivals: one === null ? [] : [one] }
      },
      ...review.handlers,
    },
  }
}
