/** Sentences of team bundles: who signed one, what taking it over would change. */
import type { BundleEffect, BundleItem, BundleSigner } from '../model/bundle.ts'
import { assertNever } from '../model/result.ts'
import { formatFingerprint, formatNoun } from './format.ts'
import { policyLine } from './policies.ts'
import { scopeText } from './trust.ts'

const counted = (counts: { readonly keys: number; readonly decisions: number; readonly policies: number }): string =>
  [
    formatNoun(counts.keys, 'key'),
    formatNoun(counts.decisions, 'decision'),
    counts.policies === 1 ? '1 policy' : `${counts.policies} policies`,
  ].join(', ')

export const bundleText = {
  counted,
  keyNeeded: 'Say with --key which of your keys signs it, by its full fingerprint',
  exported: (counts: Parameters<typeof counted>[0]) => `Written: ${counted(counts)}.`,
  noItem: (text: string) => `The bundle has no item ${text}`,
  nothingNamed: 'Name items with --item, or all that are new with --all',
  taken: (count: number) => `${formatNoun(count, 'item')} taken over.`,
  decisionNote: (name: string, signer: string) => `from the team bundle “${name}”, signed by ${signer}`,
} as const

export const effectWords: Readonly<Record<BundleEffect, string>> = {
  new: 'new',
  updates: 'adds to what you have',
  replaces: 'replaces what you said',
  same: 'you have it already',
}

const kindWords = { verified: 'Verified', accepted: 'Accepted', rejected: 'Rejected' } as const

/** What an item says, as a line. */
export function bundleItemText(item: BundleItem): string {
  switch (item.kind) {
    case 'key':
      return `Key ${formatFingerprint(item.fingerprint)}`
    case 'decision':
      return `${kindWords[item.decision.kind]}, ${scopeText(item.decision.scope)}: ${formatFingerprint(item.decision.fingerprint)}`
    case 'policy':
      return `Policy ${policyLine(item.policy)}`
    default:
      return assertNever(item)
  }
}

/** What the signer of a bundle is to the user. */
export function bundleSignerText({ standing }: BundleSigner): string {
  switch (standing) {
    case 'yours':
      return 'Signed by yourself.'
    case 'verified':
      return 'Signed by a key that you verified.'
    case 'accepted':
      return 'Signed by a key that you accepted without checking.'
    case 'unknown':
      return 'You have not decided about its signer, so nothing of it can be taken over.'
    case 'rejected':
      return 'You rejected its signer, so nothing of it can be taken over.'
    case 'revoked':
      return 'The key of its signer was revoked, so nothing of it can be taken over.'
    case 'superseded':
      return 'The key of its signer was replaced by another, so nothing of it can be taken over.'
    case 'expiredSinceSigning':
      return 'The key of its signer has expired since, so nothing of it can be taken over. Ask for a new bundle.'
    case 'expiredBeforeSigning':
      return 'The key of its signer had expired when it was signed, so nothing of it can be taken over.'
    default:
      return assertNever(standing)
  }
}
