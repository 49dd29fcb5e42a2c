/** Sentences about signing an image and about taking a signature away. */

import type { EditConsequence } from '../model/sign.ts'
import { formatCount, formatNoun, formatSize } from './format.ts'
import { objectList } from './verdicts/index.ts'
import { atStart } from './verdicts/names.ts'

/** By the codes of a plan: what other programs make of what would be signed. */
export const signingWarnings = {
  partOfGroup:
    'Only a part of its group is signed. The command lines refuse the image unless they are asked about these objects alone.',
  partOfSignedGroup:
    'The group has a signature that covers more. The command lines then find that not every signature covers the whole group.',
  objectWithoutGroup: 'An object is in no group. No signature can speak about it, so it stays uncovered.',
} as const

export type SigningWarning = keyof typeof signingWarnings

export function isSigningWarning(code: string): code is SigningWarning {
  return Object.hasOwn(signingWarnings, code)
}

export const signingText = {
  sign: 'Sign…',
  title: (name: string, isSigned: boolean) => (isSigned ? `Sign ${name} as well` : `Sign ${name}`),
  subtitle: 'Says that you vouch for these bytes. Everyone who gets the image can read who you are.',
  cover: 'What it will cover',
  everything: 'Everything',
  oneGroup: 'A group',
  someObjects: 'Objects',
  group: 'Group',
  groupNamed: (id: number) => `Group ${id}`,
  objects: 'Objects to sign',
  covers: (ids: readonly number[], sizeBytes: number) => `${objectList(ids)}, ${formatSize(sizeBytes)}`,
  nothingChosen: 'Nothing is chosen yet.',
  staysAsItIs: (coverage: string) => `${coverage}, stays as it is`,
  becomes: (ids: readonly number[], signatureId: number) => `${objectList(ids)}, becomes object ${signatureId}`,
  newSignature: (id: number) => `${id} Signature, not made yet`,
  willBeCovered: 'will be covered',
  you: 'You',
  consequence: ({ kind, signatureIds }: EditConsequence) => {
    const which = atStart(objectList(signatureIds, 'signature'))
    const isOne = signatureIds.length === 1
    switch (kind) {
      case 'broken':
        return `${which} ${isOne ? 'covers' : 'cover'} this. Afterwards the image counts as changed, and only who signed it can sign it again.`
      case 'uncovered':
        return `${which} ${isOne ? 'says' : 'say'} nothing about the new object. Afterwards the image is only partly signed, and the command lines refuse it.`
      case 'removed':
        return `${which} is gone for good; only its signer can make it again.`
      case 'lastRemoved':
        return `${which} is the only one. Afterwards the image is not signed.`
    }
  },
  warning: (code: string) => (isSigningWarning(code) ? signingWarnings[code] : code),
  whichKey: 'With which key',
  until: (date: string) => `until ${date}`,
  noEnd: 'no end',
  noKeys: 'You have no key that can sign yet.',
  passphrase: 'Passphrase of this key',
  isUnlocked: 'This key is unlocked.',
  inGnupg: 'in your GnuPG',
  onCard: (serial: string) => `on the smartcard ${serial}`,
  gnupgAsks: 'GnuPG asks for the passphrase or PIN itself; the secret never comes here.',
  titleMany: (count: number) => `Sign ${formatNoun(count, 'image')}`,
  signMany: (count: number) => `Sign ${formatNoun(count, 'image')}`,
  images: (count: string) => `${count} images to sign`,
  willBeSigned: 'will be signed',
  signedOne: 'signed',
  signedOf: (done: number, total: number) => `${formatCount(done)} of ${formatNoun(total, 'image')} done`,
  effectMany:
    'Each image is signed as a whole and gets a signature at its end; what others signed stays as it is. The digests of the files change.',
  effect: (count: number) =>
    `Adds ${formatNoun(count, 'signature')} at the end; what others signed stays as it is. The file’s digest changes, and a service keeps the image without your signature until you push it.`,
  verdictAfterwards: 'Afterwards it is',
  verdictWhole: 'for you and for everyone who verified your key: nothing has changed since it was signed.',
  verdictStays: 'It stays',
  verdictStaysWhy: 'by the signatures that it has already.',
  verdictPart: 'because objects stay uncovered.',
  readFirst: (sizeBytes: number) => `${formatSize(sizeBytes)} are read first`,
  signing: 'Signing',
  signAction: 'Sign',
  signed: 'Signed. The signature is being checked',
  stopped: 'Stopped. The image is as it was',

  remove: 'Remove…',
  removeTitle: (id: number) => `Remove signature ${id}?`,
  removeText:
    'What it says about this image is gone from this file, and only its signer can make it again. Other signatures stay as they are.',
  removeLast: 'It is the only signature: afterwards the image is not signed.',
  removeAction: 'Remove the signature',
  removed: 'Signature removed',
} as const
