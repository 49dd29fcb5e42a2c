/**
 * Policies: what happens to an image that arrives, by where it comes from. The narrowest one that
 * matches applies. Pure: from the verification, the policy and what is remembered; it moves no file.
 */
import { isInNamespace, plainNamespace } from './namespace.ts'
import { assertNever } from './result.ts'
import type { SignatureFinding, Verdict, Verification } from './verification.ts'

/** `keep`: let in, with its label; `apart`: put aside until the user looks; `refuse`: not let in. */
export const policyActions = ['keep', 'apart', 'refuse'] as const
export type PolicyAction = (typeof policyActions)[number]

/** Changed files are never let in without a deliberate release. */
export const changedActions = ['apart', 'refuse'] as const satisfies readonly PolicyAction[]
export type ChangedAction = (typeof changedActions)[number]

export type PolicyOrigin =
  | { readonly kind: 'yours' }
  /** From a team bundle that the user took over. */
  | { readonly kind: 'bundle'; readonly name: string; readonly signer: string }

export interface PolicyRules {
  /** Like `library://acme/genomics`; null for everything that no other policy is about. */
  readonly namespace: string | null
  /** Primary-key fingerprints of which one must have signed all of it; null for anybody, none for nobody. */
  readonly signers: readonly string[] | null
  readonly changed: ChangedAction
  /** For another signer, an unknown, a rejected or a revoked one, and one that cannot be checked. */
  readonly other: PolicyAction
  /** For what is not signed, or not as a whole. */
  readonly notSigned: PolicyAction
  /** For a signer who is not the one that is remembered; counts where anybody may sign. */
  readonly signerChange: PolicyAction
}

export interface Policy extends PolicyRules {
  readonly origin: PolicyOrigin
  /** ISO 8601, UTC; null for the one that was never set. */
  readonly madeAt: string | null
}

/** What is done as long as the user sets nothing else. */
export const defaultPolicy: Policy = {
  namespace: null,
  signers: null,
  changed: 'refuse',
  other: 'keep',
  notSigned: 'keep',
  signerChange: 'apart',
  origin: { kind: 'yours' },
  madeAt: null,
}

/** The policy for a reference: of the narrowest namespace, else the one for everything. */
export function policyFor(policies: readonly Policy[], reference: string | null): Policy {
  const matching = policies.filter(
    ({ namespace }) => namespace !== null && reference !== null && isInNamespace(reference, namespace),
  )
  const width = ({ namespace }: Policy): number => plainNamespace(namespace ?? '').length
  const narrowest = matching.sort((one, other) => width(other) - width(one))[0]
  return narrowest ?? policies.find(({ namespace }) => namespace === null) ?? defaultPolicy
}

/** Why an arrival was treated as it was. */
export type AdmissionReason =
  | 'allowedSigner'
  | 'knownSigner'
  | 'changed'
  | 'notSigned'
  | 'partlySigned'
  | 'unknownSigner'
  | 'otherSigner'
  | 'badSigner'
  | 'cannotCheck'
  | 'anotherSigner'
  | 'stricterPull'

export type AdmissionOutcome = 'kept' | 'labelled' | 'apart' | 'refused'

export interface Admission {
  readonly outcome: AdmissionOutcome
  readonly reason: AdmissionReason
  /** Of the policy that applied; null for the one for everything. */
  readonly namespace: string | null
}

/** Whether an image becomes one of the user's. */
export function isLetIn({ outcome }: Pick<Admission, 'outcome'>): boolean {
  return outcome === 'kept' || outcome === 'labelled'
}

/** Signatures that hold and come from a key of this name. */
function holding(verification: Verification): readonly SignatureFinding[] {
  return verification.signatures.filter(
    ({ state, keyState, legacy }) =>
      state === 'intact' && !legacy && (keyState === 'ok' || keyState === 'expiredSinceSigning'),
  )
}

/** Whether one of these keys signed every object, and nothing is wrong with that key. */
export function isSignedBy(verification: Verification, signers: readonly string[]): boolean {
  return signers.some((fingerprint) => coversAll(verification, holding(verification), fingerprint))
}

function coversAll({ coverage }: Verification, signatures: readonly SignatureFinding[], fingerprint: string): boolean {
  if (coverage === null || coverage.objects.length + coverage.uncovered.length === 0) return false
  const covered = new Set(signatures.flatMap((one) => (one.fingerprint === fingerprint ? one.covers : [])))
  return [...coverage.objects, ...coverage.uncovered].every((id) => covered.has(id))
}

const namesIn = (signatures: readonly SignatureFinding[]): readonly string[] => [
  ...new Set(signatures.flatMap(({ fingerprint }) => fingerprint ?? [])),
]

/** The keys that signed every object, each by itself, and with which nothing is wrong. */
export function wholeSigners(verification: Verification): readonly string[] {
  const signatures = holding(verification)
  return namesIn(signatures).filter((fingerprint) => coversAll(verification, signatures, fingerprint))
}

/** The same, whatever the state of their keys: an old or withdrawn key makes nobody the signer of before. */
export function presentSigners(verification: Verification): readonly string[] {
  const signatures = verification.signatures.filter(({ state, legacy }) => state === 'intact' && !legacy)
  return namesIn(signatures).filter((fingerprint) => coversAll(verification, signatures, fingerprint))
}

const rank: Readonly<Record<PolicyAction, number>> = { keep: 0, apart: 1, refuse: 2 }

function stricter(one: PolicyAction, other: PolicyAction): PolicyAction {
  return rank[one] >= rank[other] ? one : other
}

const outcomes: Readonly<Record<PolicyAction, AdmissionOutcome>> = {
  keep: 'labelled',
  apart: 'apart',
  refuse: 'refused',
}

/**
 * What a policy does with an image.
 * @param isAnotherSigner whether the namespace has a remembered signer and none of this image's is one
 */
export function applyPolicy(policy: Policy, verification: Verification, isAnotherSigner: boolean): Admission {
  const { namespace } = policy
  const answer = (action: PolicyAction, reason: AdmissionReason): Admission => ({
    outcome: outcomes[action],
    reason,
    namespace,
  })
  const kept = (reason: AdmissionReason): Admission => ({ outcome: 'kept', reason, namespace })
  const verdict = verification.verdict
  // A changed file, and a signer whom the user or the owner of the key rejects, count before any list of signers.
  if (verdict === 'changed') return answer(policy.changed, 'changed')
  if (verdict === 'rejected' || verdict === 'revoked') return answer(policy.other, 'badSigner')
  if (policy.signers !== null && isSignedBy(verification, policy.signers)) return kept('allowedSigner')
  if (verdict === 'notSigned') return answer(policy.notSigned, 'notSigned')
  if (verdict === 'partlySigned') return answer(policy.notSigned, 'partlySigned')
  if (policy.signers !== null) return answer(policy.other, verdict === 'cannotCheck' ? 'cannotCheck' : 'otherSigner')
  if (isAnotherSigner) return answer(stricter(policy.signerChange, policy.other), 'anotherSigner')
  if (verdict === 'cannotCheck') return answer(policy.other, 'cannotCheck')
  if (!isKnown(verdict)) return answer(policy.other, 'unknownSigner')
  return kept('knownSigner')
}

/** Whether the user has accepted or verified who signed, or signed it himself. */
function isKnown(verdict: Verdict): boolean {
  switch (verdict) {
    case 'yours':
    case 'verified':
    case 'accepted':
    case 'expiredSinceSigning':
    case 'superseded':
      return true
    case 'expiredBeforeSigning':
    case 'unknown':
    case 'partlySigned':
    case 'revoked':
    case 'rejected':
    case 'changed':
    case 'notSigned':
    case 'cannotCheck':
      return false
    default:
      return assertNever(verdict)
  }
}

/** One arrival, as it is remembered. */
export interface Arrival {
  readonly id: string
  readonly at: string
  readonly reference: string | null
  readonly digest: string | null
  /** How the file is called. */
  readonly name: string
  /** Where it lies: in the images or in the quarantine. */
  readonly path: string
  readonly sizeBytes: number
  readonly verdict: Verdict
  readonly sentence: string
  readonly signers: readonly string[]
  readonly admission: Admission
  /** What became of what was kept out: still there, released with a note, deleted. */
  readonly after: 'waiting' | 'released' | 'deleted' | null
  readonly afterAt: string | null
  readonly note: string
}
