/** Sentences of policies: what happens to arriving images, by where they come from, and what happened. */
import type {
  Admission,
  AdmissionOutcome,
  AdmissionReason,
  Policy,
  PolicyAction,
  PolicyRules,
} from '../model/policy.ts'
import { assertNever } from '../model/result.ts'
import type { ReviewEntry, SignerChange } from '../model/signer-memory.ts'
import { formatDate, formatFingerprint, formatNoun } from './format.ts'
import { printable } from './printable.ts'

export const actionWords: Readonly<Record<PolicyAction, string>> = {
  keep: 'keep, label',
  apart: 'keep apart',
  refuse: 'refuse',
}

export const outcomeWords: Readonly<Record<AdmissionOutcome, string>> = {
  kept: 'Kept',
  labelled: 'Labelled',
  apart: 'Kept apart',
  refused: 'Refused',
}

/** Why, in a few words that stand after a name. */
export const reasonWords: Readonly<Record<AdmissionReason, string>> = {
  allowedSigner: 'signed by who has to',
  knownSigner: 'a signer you know',
  changed: 'changed on its way',
  notSigned: 'not signed',
  partlySigned: 'partly signed',
  unknownSigner: 'unknown signer',
  otherSigner: 'not by who has to sign',
  badSigner: 'a signer rejected or revoked',
  cannotCheck: 'cannot be checked',
  anotherSigner: 'another signer',
  stricterPull: 'refused by what was asked for this pull',
}

const reasonSentences: Readonly<Record<AdmissionReason, string>> = {
  allowedSigner: 'It is signed by one who has to sign there.',
  knownSigner: 'You know its signer.',
  changed: 'It was changed after it was signed.',
  notSigned: 'It is not signed.',
  partlySigned: 'It is not signed as a whole.',
  unknownSigner: 'You have not decided about its signer.',
  otherSigner: 'None of those who have to sign there has signed it.',
  badSigner: 'Its signer is rejected, or the key was revoked.',
  cannotCheck: 'Its signature cannot be checked.',
  anotherSigner: 'Until now somebody else signed what comes from there.',
  stricterPull: 'What was asked for this pull does not allow it.',
}

const outcomeSentences: Readonly<Record<AdmissionOutcome, string>> = {
  kept: 'Kept',
  labelled: 'Kept and labelled',
  apart: 'Kept apart until you look',
  refused: 'Refused',
}

/** The line of the list of checks about who signed there before. */
export const signerMemoryCheck = {
  name: 'Signer until now',
  detail: (namespace: string) => `Until now somebody else signed what comes from ${namespace}/*.`,
} as const

/** A namespace as people know it, with the star for what is in it. */
export const namespaceLabel = (namespace: string | null): string =>
  namespace === null ? policiesText.everythingElse : `${namespace.replace(/\/?\*?$/, '')}/*`

/** `Kept apart until you look, by the policy for library://acme/*. Until now somebody else …` */
export function admissionSentence({ outcome, reason, namespace }: Admission): string {
  const by = namespace === null ? 'by the policy for everything else' : `by the policy for ${namespaceLabel(namespace)}`
  const how = reason === 'stricterPull' ? outcomeSentences[outcome] : `${outcomeSentences[outcome]}, ${by}`
  return `${how}. ${reasonSentences[reason]}`
}

/** Who has to sign, in words: `anybody`, `nobody`, `1 signer`. */
export function signersWord(signers: readonly string[] | null): string {
  if (signers === null) return 'anybody'
  return signers.length === 0 ? 'nobody' : formatNoun(signers.length, 'signer')
}

/** The line under who has to sign. */
export function signersNote({ signers, signerChange }: PolicyRules): string {
  if (signers === null) return changeNotes[signerChange]
  if (signers.length === 0) return 'everything is kept out'
  return signers.length === 1 ? 'and nobody else' : `or ${formatNoun(signers.length - 1, 'other')}, and nobody else`
}

const changeNotes: Readonly<Record<PolicyAction, string>> = {
  keep: 'a change is labelled',
  apart: 'a change is kept apart',
  refuse: 'a change is refused',
}

/** Where a policy came from. */
export function originText({ origin, namespace, madeAt }: Policy): string {
  if (origin.kind === 'bundle') return `from the team bundle “${origin.name}”`
  if (namespace === null) return madeAt === null ? 'the default, cannot be removed' : 'yours, for the rest'
  return 'yours'
}

/** A policy as one line of a terminal. */
export function policyLine(policy: PolicyRules): string {
  const { namespace, signers, changed, other, notSigned, signerChange } = policy
  const who = signers === null || signers.length === 0 ? signersWord(signers) : signers.join(', ')
  const change = signers === null ? `; another signer: ${actionWords[signerChange]}` : ''
  return `${namespaceLabel(namespace)}  signed by ${who}; changed: ${actionWords[changed]}; unknown or other: ${actionWords[other]}; not signed: ${actionWords[notSigned]}${change}`
}

/** One thing that waits, as a line. */
export function reviewLine(entry: ReviewEntry): string {
  switch (entry.kind) {
    case 'signerChange':
      return `Another signer for ${entry.namespace}: ${formatFingerprint(entry.fingerprint)}`
    case 'revocation':
      return `Revoked (${entry.reason}): ${formatFingerprint(entry.fingerprint)}`
    case 'apart':
      return `Kept apart: ${printable(entry.name)} (${entry.arrivalId.slice(0, 8)})`
    default:
      return assertNever(entry)
  }
}

/** Whether the old key speaks for the new one. */
export function vouchText({ oldVouchesForNew, newVouchesForOld, now }: SignerChange): string {
  if (now.key === null) return 'The new key is not here, so nothing is known about who vouches for it.'
  if (oldVouchesForNew) return 'The old key vouches for the new one.'
  return newVouchesForOld
    ? 'Only the new key vouches for the old one, which anybody can do. The old key does not vouch for the new one.'
    : 'The old key does not vouch for the new one.'
}

export const policiesText = {
  notYet: 'not yet applied',
  removed: 'The policy was removed.',
  wasNone: 'There was no such policy.',
  quarantineEmpty: 'Nothing is kept apart.',
  noteNeeded: 'Say with --note why it is let in',
  released: (path: string) => `Released: ${path}`,
  discarded: 'Deleted.',
  notHeld: (name: string) => `Nothing called ${name} is kept apart`,
  severalHeld: (name: string) => `Several images are called ${name}; name one by its id`,
  nothingToReview: 'Nothing waits for you.',
  noOtherSigner: (namespace: string) => `No other signer waits for ${namespace}.`,
  anotherSigner: 'Another signer',
  signerUntilNow: 'The signer until now',
  seenFrom: (first: string, last: string) => `first seen ${formatDate(first)}, last ${formatDate(last)}`,
  noRevocation: 'No revocation of this key waits',
  revocationSeen: 'It leaves the review list; the key stays revoked.',
  everythingElse: 'Everything else',
} as const
