/** Sentences of the pages about policies, the quarantine, bundles and another signer. */
import type { Arrival, PolicyAction } from '../model/policy.ts'
import type { SignerChange } from '../model/signer-memory.ts'
import { formatDate, formatNoun } from './format.ts'

const furtherImages: Readonly<Record<PolicyAction, (namespace: string) => string>> = {
  keep: (namespace) => `By your policy, new images from ${namespace} are kept and labelled.`,
  apart: (namespace) => `New images from ${namespace} are kept apart.`,
  refuse: (namespace) => `New images from ${namespace} are refused.`,
}

export const policiesView = {
  title: 'Trust and policies',
  about: 'What happens to a pull, by where it comes from. The narrowest line that matches applies.',
  tryOn: 'Try on your images…',
  newPolicy: 'Policy…',
  more: 'More actions',
  table: 'Policies',
  columns: {
    from: 'From',
    signers: 'Must be signed by',
    changed: 'Changed',
    other: 'Unknown or other',
    notSigned: 'Not signed',
    last: 'Last applied',
  },
  notYet: 'not yet',
  made: (at: string) => `made ${formatDate(at)}`,
  edit: 'Change…',
  remove: 'Remove',
  reset: 'Back to the default',
  readFailed: 'The policies could not be read',

  lately: 'Where they applied lately',
  latelyNone: 'No image has arrived yet. What a policy does with a pull is listed here.',
  showAll: (count: number) => `Show all ${count}`,
  released: 'released',
  deleted: 'deleted',

  apart: 'Kept out',
  apartAbout: 'Fetched, but not among your images. Nothing uses them.',
  release: 'Release…',
  discard: 'Delete',
  discardYes: 'Delete the file',
  keepIt: 'Keep it',
  releaseTitle: (name: string) => `Release ${name}`,
  releaseAbout: 'It becomes one of your images with the verdict it has. Nothing is decided about its signer.',
  releaseWhy: 'Why you let it in',
  releaseWhyPlaceholder: 'Who said so, and how you know',
  releaseAction: 'Release it',
  releaseNoteKept: 'The note stays in the record of the image.',
  whyKeptOut: 'Why it was kept out',
  releasedBecause: (note: string) => `Released by you: ${note}`,
  releasedTo: (path: string) => `Released: ${path}`,
  openQuarantine: 'Show what is kept out',

  policyTitle: 'A policy for pulls',
  policyAbout: 'It applies from the next pull on. Images you have stay as they are.',
  policyFrom: 'Images from',
  policyFromPlaceholder: 'library://acme/genomics/*',
  policyFromHelp: 'A namespace, or one container. The narrowest policy that matches applies.',
  policyFromProblem: 'Write where images come from, like library://acme/* or docker://ghcr.io/acme/*.',
  everythingElse: 'Everything that no other policy is about',
  whoSigns: 'Must be signed by',
  anybody: 'Anybody',
  anybodyNote: 'Whoever you know is let in; what else comes is treated as said below.',
  listed: 'One of these, and nobody else',
  listedNote: 'One of them has to have signed all of it.',
  nobody: 'Nobody',
  nobodyNote: 'Nothing from there is let in.',
  noKeys: 'There is no key in your keyring yet. Import the signer’s key first.',
  changed: 'A changed image',
  other: 'An unknown or another signer',
  notSigned: 'Not signed, or not as a whole',
  signerChange: 'Another signer than until now',
  save: 'Save policy',
  weaker: 'This lets in more than before.',

  tryTitle: 'Your images under these policies',
  tryAbout: 'What would happen if each image you have were pulled now. Nothing is changed.',
  tryNone: 'None of your images came from somewhere a policy could be about and was checked.',
  close: 'Close',

  bundles: 'Team bundles',
  bundlesNone:
    'A team bundle brings the keys, decisions and policies of somebody you trust, signed by them. You look at each item before it counts.',
  bundleName: (name: string) => `Team bundle “${name}”`,
  openBundle: 'Open a bundle…',
  makeBundle: 'Make a bundle…',
  bundleTaken: 'Taken',
  bundleMade: 'Made',
  bundleSigner: 'Signed by',
  bundleTitle: 'A team bundle',
  bundleAbout: 'Choose the file or paste its text. Nothing counts until you take it over.',
  bundlePaste: 'The text of the bundle',
  bundleFile: 'Choose file…',
  bundleTooLarge: 'That file is too large to be a bundle.',
  bundleItems: 'What it says',
  bundleNothing: 'You have all of it already.',
  bundleTake: (count: number) => (count === 0 ? 'Take over' : `Take over ${formatNoun(count, 'item')}`),
  bundleTook: (count: number) => `${formatNoun(count, 'item')} taken over`,
  bundleCheck: 'Check this signer…',
  bundleBefore: (what: string) => `You said: ${what}`,
  bundleKey: 'Key',
  bundlePolicy: 'Policy',
  exportTitle: 'Make a team bundle',
  exportAbout: 'Your decisions, the keys they are about and your policies, as one text that you sign.',
  exportName: 'Its name',
  exportNamePlaceholder: 'Acme 2026',
  exportKey: 'Signed with',
  exportNoKey: 'You need a key of your own to sign it with. Make one under Keys.',
  exportPassphrase: 'Passphrase of that key',
  exportUnlocked: 'The key is unlocked.',
  exportDefault: 'Also the policy for everything else',
  exportLeaves: 'Your notes and decisions about single images stay here.',
  exportAction: 'Sign and save…',

  another: (namespace: string) => `Another signer for ${namespace}`,
  toReview: 'To review',
  keys: 'Keys',
  vouches: 'The old key vouches for the new one.',
  vouchesText: 'That is what a signer who changes keys does. The old key may still be in wrong hands: ask if in doubt.',
  doesNotVouch: 'The old key does not vouch for the new one.',
  doesNotVouchText: 'A signer who changes keys usually signs the new one with the old. Ask why not.',
  onlyBackwards: 'Only the new key vouches for the old one, which anybody can do.',
  keyMissing: 'The new key is not here.',
  keyMissingText: 'So nothing is known about who vouches for it.',
  untilNow: 'The signer until now',
  newSigner: 'Another signer',
  rememberedSince: (at: string) => `remembered since ${formatDate(at)}`,
  firstSeen: (at: string) => `first seen ${formatDate(at)}`,
  rows: {
    fingerprint: 'Fingerprint',
    says: 'Says it is',
    kind: 'Kind',
    made: 'Made',
    state: 'State',
    vouched: 'Vouched for',
    signed: 'Signed here',
  },
  anyoneCan: 'anyone can write that',
  byNobody: 'By nobody',
  byKeys: (names: readonly string[]) => `By ${names.join(', ')}`,
  goodUntil: (made: string, until: string | null) =>
    until === null ? `${formatDate(made)}, no end` : `${formatDate(made)}, good until ${formatDate(until)}`,
  unknownKey: 'The key is not here',
  noImages: 'No image',
  imagesOf: (count: number, last: string) => `${formatNoun(count, 'image')}, the last on ${formatDate(last)}`,
  keptApart: (names: readonly string[]) => `${names.join(', ')}, kept out`,
  timeline: 'Arrivals',
  timelineLabel: (namespace: string, before: number, now: number) =>
    `Images of ${namespace} by when they came: ${before} with the signer until now, ${now} with the other one`,
  keepRefusing: 'Keep refusing',
  keepRefusingNote: 'stays in the review list',
  keepRefusingText: (namespace: string, count: number, action: PolicyAction) =>
    `${furtherImages[action](namespace)} ${count === 0 ? 'Images you have stay as they are.' : `The ${formatNoun(count, 'image')} you have ${count === 1 ? 'stays as it is' : 'stay as they are'}.`}`,
  compare: 'Compare the new fingerprint, then decide',
  check: 'Check this signer…',
  accept: 'Accept the new signer without checking',
  reject: 'Reject the new signer',
  only: (namespace: string) => `only ${namespace}/*`,
  everywhere: 'everywhere',
  where: 'Where it counts',
  save2: 'Save decision',
  cancel: 'Cancel',
  settled: 'Nothing waits here any more: a decision was made about this signer.',
  askElsewhere: (address: string) => `Ask by another way than ${address}, which stands in both keys.`,
  changeGone: 'No other signer waits there',

  reviewChange: (namespace: string) => `Another key signed an image from ${namespace} than until now.`,
  reviewChangeAction: 'Compare the two…',
  reviewRevoked: (name: string, at: string, reason: string) =>
    `The key of ${name} was revoked on ${formatDate(at)}: ${reason}.`,
  reviewRevokedAction: 'I have seen it',
  reviewApart: (name: string) => `${name} was kept apart until you look.`,
  reviewApartMany: (count: number) => `${formatNoun(count, 'image')} were kept apart until you look.`,
  reviewApartAction: 'Show what is kept out',
  keptOut: 'Kept out',
} as const

/** Reasons as they end a sentence. */
export const revocationReasons = {
  compromised: 'it is in wrong hands',
  superseded: 'another key took its place',
  retired: 'it is no longer used',
  none: 'no reason was given',
} as const

/** The sentence over the page of two signers. */
export function vouchWords({ oldVouchesForNew, newVouchesForOld, now }: SignerChange): {
  readonly word: string
  readonly text: string
} {
  if (now.key === null) return { word: policiesView.keyMissing, text: policiesView.keyMissingText }
  if (oldVouchesForNew) return { word: policiesView.vouches, text: policiesView.vouchesText }
  return {
    word: policiesView.doesNotVouch,
    text: newVouchesForOld ? policiesView.onlyBackwards : policiesView.doesNotVouchText,
  }
}

/** What became of what was kept out. */
export function afterWord({ after }: Arrival): string | null {
  return after === 'released' ? policiesView.released : after === 'deleted' ? policiesView.deleted : null
}
