/** Sentences about pushing an image: the sheet, and what the terminal says of it. */
import type { PushQuota } from '../model/push.ts'
import { formatSize } from './format.ts'

export const pushText = {
  title: (name: string) => `Push ${name}`,
  to: 'To',
  placeholder: 'entity/collection/container:tag',
  remote: 'Remote',
  description: 'Description',
  descriptionHint: 'What it is, in a sentence. Shown to those who find it.',
  afterwards: 'What will be there afterwards',
  there: 'is there',
  newEntity: 'new user or project',
  newCollection: 'new collection',
  newContainer: 'new container',
  newTag: 'new tag',
  sameTag: 'points to this image already',
  movesTag: 'is moved',
  movesTagText: 'What it points to now stays reachable by its digest only.',
  tagText: (architecture: string, sizeBytes: number) => `${architecture}, ${formatSize(sizeBytes)}`,
  room: ({ totalBytes, usedBytes }: PushQuota) =>
    totalBytes === 0
      ? `${formatSize(usedBytes)} are used there, without a limit`
      : `${formatSize(Math.max(0, totalBytes - usedBytes))} of ${formatSize(totalBytes)} are free there`,
  noRoom: (sizeBytes: number, quota: PushQuota) =>
    `There is no room for it: it needs ${formatSize(sizeBytes)}, and ${formatSize(Math.max(0, quota.totalBytes - quota.usedBytes))} are free.`,
  asking: 'Asking what is there',
  suggestions: 'Places you may mean',
  ownPlace: 'yours',
  usualTag: 'what others get without a tag',
  knownTag: 'a tag that exists, which would be moved',
  signFirst: 'Sign first…',
  unsigned: 'Not signed. Nobody who pulls it could tell that it is yours, so it is not pushed.',
  unsure: (sentence: string) => `${sentence} So it is not pushed.`,
  uncheckedNote: 'It is checked before anything is sent.',
  changed: 'It has been changed since it was signed. It is not pushed.',
  withoutSignature: 'Push without a signature…',
  withoutSignatureText: 'Whoever pulls it cannot tell whose it is or whether it is whole.',
  notLoggedIn: (remote: string) => `You are not logged in to ${remote}.`,
  logIn: 'Log in…',
  push: (sizeBytes: number) => `Push ${formatSize(sizeBytes)}`,
  pushAnyway: 'Push without a signature',
  pushed: (reference: string) => `Pushed ${reference}`,
  pinned: (reference: string) => `Always these bytes: ${reference}`,
  made: (name: string) => `Made ${name}.`,
  wasThere: 'The library had these bytes already; only the tags were set.',
  copyPinned: 'Copy the pinned form',
  copyReference: 'Copy the reference',
  openPage: 'Open its page',
  showInLibrary: 'Show in the library',
  done: 'Done',
  command: 'Push…',
} as const
