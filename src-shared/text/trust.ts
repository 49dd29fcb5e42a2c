/** Sentences about decisions: what the user said about a key, how, and where it counts. */
import type { Decision, DecisionKind, DecisionMethod, DecisionScope } from '../model/decision.ts'
import type { FingerprintComparison } from '../model/fingerprint-paste.ts'
import { formatDate, shortDigest } from './format.ts'

export const trustText = {
  yourDecision: 'Your decision',
  decisions: 'What you decided',
  checked: 'I have checked it',
  checkedClosedDiffers: 'not while the fingerprints differ',
  checkedClosedOpen: 'compare the fingerprint first',
  checkedWays: 'In person, by phone or video, on their own web page, through a colleague',
  checkedHow: 'How you got the fingerprint',
  accept: 'Accept without checking',
  acceptText: 'Shown as accepted, never as verified.',
  reject: 'Reject',
  rejectText: 'Images with its signature are marked as rejected.',
  later: 'Decide later',
  laterNote: 'stays in the review list',
  laterDecidedNote: 'leaves things as they are',
  note: 'Note for yourself',
  notePlaceholder: 'With whom, when, where',
  save: 'Save decision',
  cancel: 'Cancel',
  takeBack: 'Take it back',
  scope: 'Where it counts',
  saveFailed: 'The decision was not saved',

  given: 'The fingerprint you were given',
  givenPlaceholder: 'Paste or type it here, in any form',
  openFile: 'Open file…',
  differs: 'differs',
  groupsThatDiffer: (numbers: readonly number[]) =>
    numbers.length === 1 ? `Group ${numbers[0]} differs.` : `Groups ${numbers.join(', ')} differ.`,
  nothingGiven: 'Compare all of it. Some equal groups prove nothing: a forger can make them match.',
} as const

/** How the fingerprint was checked, as choices. `notChecked` is not among them: it is *accept*. */
export const methodChoices: readonly { readonly how: Exclude<DecisionMethod, 'notChecked'>; readonly label: string }[] =
  [
    { how: 'inPerson', label: 'In person' },
    { how: 'phone', label: 'By phone or video' },
    { how: 'webPage', label: 'On their own web page' },
    { how: 'colleague', label: 'Through a colleague' },
  ]

export const decisionMethodWords: Readonly<Record<DecisionMethod, string>> = {
  inPerson: 'in person',
  phone: 'by phone',
  webPage: 'web page',
  colleague: 'colleague',
  notChecked: 'not checked',
}

const kindPast: Readonly<Record<DecisionKind, string>> = {
  verified: 'Verified',
  accepted: 'Accepted',
  rejected: 'Rejected',
}

/** `Verified 3 Nov 2026`; a decision made without checking is never called verified. */
export function decisionTitle(decision: Decision): string {
  const kind = decision.kind === 'verified' && decision.how === 'notChecked' ? 'accepted' : decision.kind
  return `${kindPast[kind]} ${formatDate(decision.at)}`
}

/** A namespace as people know it, with the star for what is in it. */
const namespaceText = (namespace: string): string => `${namespace.replace(/\/?\*?$/, '')}/*`

/** Where a decision counts, in words: `everywhere`, `library://acme/*`, `only this image`. */
export function scopeText(scope: DecisionScope): string {
  switch (scope.kind) {
    case 'everywhere':
      return 'everywhere'
    case 'namespace':
      return namespaceText(scope.namespace)
    case 'image':
      return `one image, ${shortDigest(scope.digest)}`
  }
}

/** A scope as a choice: `everywhere`, `only library://acme/*`, `only alpine.sif`. */
export function scopeChoice(scope: DecisionScope, imageName: string | null = null): string {
  switch (scope.kind) {
    case 'everywhere':
      return 'everywhere'
    case 'namespace':
      return `only ${namespaceText(scope.namespace)}`
    case 'image':
      return `only ${imageName ?? shortDigest(scope.digest)}`
  }
}

/** `by phone or video, everywhere`. */
export function decisionDetail(decision: Decision): string {
  return decision.kind === 'rejected' || decision.how === 'notChecked'
    ? scopeText(decision.scope)
    : `${decisionMethodWords[decision.how]}, ${scopeText(decision.scope)}`
}

/** What the user decided about the key that a service names, in quiet words for a remote list. */
export function decisionForList(decision: Decision | null): string {
  if (decision === null) return 'you have not decided'
  if (decision.kind === 'rejected') return 'you rejected this key'
  if (decision.kind === 'verified' && decision.how !== 'notChecked') return 'you verified this key'
  return 'you accepted it without checking'
}

const numberWords = [
  'No',
  'One',
  'Two',
  'Three',
  'Four',
  'Five',
  'Six',
  'Seven',
  'Eight',
  'Nine',
  'Ten',
  'Eleven',
  'Twelve',
  'Thirteen',
  'Fourteen',
  'Fifteen',
  'Sixteen',
] as const

const numberWord = (count: number): string => numberWords[count] ?? String(count)

export interface ComparisonWords {
  readonly word: string
  readonly text: string
}

/** What the comparison found, as a word and a sentence. */
export function comparisonWords(comparison: FingerprintComparison): ComparisonWords {
  const all = comparison.groups.length
  const same = comparison.groups.filter((group) => group.state === 'same').length
  const wordOfAll = numberWord(all).toLowerCase()
  switch (comparison.outcome) {
    case 'nothing':
      return { word: '', text: trustText.nothingGiven }
    case 'same':
      return { word: 'The same key.', text: `All ${wordOfAll} groups are equal.` }
    case 'incomplete':
      return {
        word: 'Not all of it yet.',
        text: `${numberWord(same)} of ${wordOfAll} groups so far. Equal groups prove nothing until all are.`,
      }
    case 'differs': {
      if (comparison.differingGroups === 0)
        return { word: 'Not the same key.', text: 'What you were given is longer than the fingerprint of this key.' }
      const count = comparison.differingGroups
      const rest = all - count
      const forger =
        rest === 0 ? '' : ` A forger can make the other ${rest === 1 ? 'one' : numberWord(rest).toLowerCase()} match.`
      return {
        word: 'Not the same key.',
        text: `${numberWord(count)} of ${wordOfAll} groups ${count === 1 ? 'differs' : 'differ'}.${forger}`,
      }
    }
  }
}

/** Why a pasted text could not be compared. */
export const pasteProblems = {
  several: {
    word: 'More than one fingerprint.',
    text: 'Paste only the one you were given for this signer.',
  },
  unreadable: {
    word: 'No fingerprint in there.',
    text: 'A fingerprint is 40 or 64 hex digits: 0 to 9 and A to F.',
  },
  privateKey: {
    word: 'That is a private key.',
    text: 'Nobody should have sent it to you. Ask for the fingerprint instead.',
  },
  keyUnreadable: {
    word: 'No key in there.',
    text: 'The text looks like a key block but holds no key that can be read.',
  },
  keySeveral: {
    word: 'More than one key.',
    text: 'Paste only the key you were given for this signer.',
  },
} as const
