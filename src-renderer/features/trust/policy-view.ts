/** What a policy form means, and how policies and signers are named. Pure. */
import type { CallInput } from '../../../src-shared/contract/index.ts'
import type { Key } from '../../../src-shared/model/key.ts'
import { isNameKnown, keyStanding } from '../../../src-shared/model/key-standing.ts'
import {
  type Arrival,
  defaultPolicy,
  type Policy,
  type PolicyAction,
  type PolicyRules,
} from '../../../src-shared/model/policy.ts'
import { firstUserId } from '../../../src-shared/model/user-id.ts'
import type { Verdict } from '../../../src-shared/model/verification.ts'
import { formatFingerprint } from '../../../src-shared/text/format.ts'

export type WhoSigns = 'anybody' | 'listed' | 'nobody'

/** A policy as it is being written. */
export interface PolicyDraft {
  /** Null for the one for everything else. */
  readonly namespace: string | null
  readonly who: WhoSigns
  readonly signers: readonly string[]
  readonly changed: PolicyRules['changed']
  readonly other: PolicyAction
  readonly notSigned: PolicyAction
  readonly signerChange: PolicyAction
}

/** A new one is strict: whoever writes a policy wants less than what holds by itself. */
export const newDraft: PolicyDraft = {
  namespace: '',
  who: 'listed',
  signers: [],
  changed: 'refuse',
  other: 'apart',
  notSigned: 'refuse',
  signerChange: 'apart',
}

export function draftOf({ namespace, signers, changed, other, notSigned, signerChange }: Policy): PolicyDraft {
  const who = signers === null ? 'anybody' : signers.length === 0 ? 'nobody' : 'listed'
  const shown = namespace === null ? null : `${namespace}/*`
  return { namespace: shown, who, signers: signers ?? [], changed, other, notSigned, signerChange }
}

/** A bare `acme/*` is one of a library. @returns null for what is no namespace */
export function readNamespace(text: string): string | null {
  const plain = text.trim()
  if (plain === '' || /^[*/]+$/.test(plain)) return null
  const full = plain.includes('://') ? plain : `library://${plain.replace(/^\/+/, '')}`
  return /^[a-z][a-z0-9+.-]*:\/\/[^\s*?#]+(?:\/\*)?$/.test(full) ? full : null
}

/** The call that a draft means; null while it cannot be saved. */
export function policyCall(draft: PolicyDraft): CallInput<'trust.setPolicy'> | null {
  const namespace = draft.namespace === null ? null : readNamespace(draft.namespace)
  if (draft.namespace !== null && namespace === null) return null
  if (draft.who === 'listed' && draft.signers.length === 0) return null
  const signers = draft.who === 'anybody' ? null : draft.who === 'nobody' ? [] : [...draft.signers]
  const { changed, other, notSigned, signerChange } = draft
  return { namespace, signers, changed, other, notSigned, signerChange }
}

const weight: Readonly<Record<PolicyAction, number>> = { keep: 0, apart: 1, refuse: 2 }

/** Whether a policy would let in what another one keeps out. */
export function isWeaker(after: PolicyRules, before: PolicyRules): boolean {
  const less = (one: PolicyAction, other: PolicyAction): boolean => weight[one] < weight[other]
  const opensSigners =
    before.signers !== null &&
    (after.signers === null || after.signers.some((signer) => !before.signers?.includes(signer)))
  return (
    opensSigners ||
    less(after.changed, before.changed) ||
    less(after.other, before.other) ||
    less(after.notSigned, before.notSigned) ||
    (after.signers === null && before.signers === null && less(after.signerChange, before.signerChange))
  )
}

/** What a draft would take the place of: the policy of that namespace, else the one that holds there now. */
export function replacedBy(call: CallInput<'trust.setPolicy'>, policies: readonly Policy[]): PolicyRules {
  const plain = (namespace: string | null): string => namespace?.replace(/\/?\*?$/, '') ?? ''
  return (
    policies.find(({ namespace }) => plain(namespace) === plain(call.namespace)) ?? policies.at(-1) ?? defaultPolicy
  )
}

export interface ShownSigner {
  readonly fingerprint: string
  readonly standing: Verdict
  readonly name: string
  /** Whether *says* stands before the name. */
  readonly isClaim: boolean
}

/** A signer of a policy by name, as far as the key is here. */
export function shownSigner(fingerprint: string, keys: readonly Key[]): ShownSigner {
  const key = keys.find((one) => one.fingerprint === fingerprint)
  const name = key === undefined ? null : (firstUserId(key.userIds)?.name ?? null)
  return {
    fingerprint,
    standing: key === undefined ? 'cannotCheck' : keyStanding(key),
    name: name ?? formatFingerprint(fingerprint),
    isClaim: key !== undefined && name !== null && !isNameKnown(key),
  }
}

/** What waits to be released or deleted, those that wait for a look first. */
export function sortHeld(held: readonly Arrival[]): readonly Arrival[] {
  const order = (arrival: Arrival): number => (arrival.admission.outcome === 'apart' ? 0 : 1)
  return [...held].sort((one, other) => order(one) - order(other) || other.at.localeCompare(one.at))
}
