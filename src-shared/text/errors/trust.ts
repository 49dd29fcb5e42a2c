import type { ErrorText } from './entry.ts'

/** Errors of decisions about keys. */
export const trustErrors = {
  TRUST_NOT_CHECKED: {
    area: 'trust',
    kind: 'wrongUsage',
    message: 'A key whose fingerprint was not checked cannot be called verified.',
    hint: 'Say how it was checked, or accept the key without checking.',
  },
  TRUST_NOT_A_PRIMARY_KEY: {
    area: 'trust',
    kind: 'wrongUsage',
    message: '{fingerprint} is a part of the key {primary}. Decisions are about whole keys.',
    hint: 'Decide about {primary}.',
  },
  TRUST_SIGNER_NOT_SEEN: {
    area: 'trust',
    kind: 'notFound',
    message: 'No image of {namespace} came with a signature of {fingerprint}.',
    hint: 'What waits is in the review list.',
  },
  QUARANTINE_NOT_FOUND: {
    area: 'trust',
    kind: 'notFound',
    message: 'There is no image of that name in the quarantine.',
    hint: 'It may have been released or deleted already. The list shows what is there.',
  },
  QUARANTINE_FILE_GONE: {
    area: 'trust',
    kind: 'notFound',
    message: 'The file of {name} is no longer in the quarantine.',
    hint: 'Delete the entry and pull the image again.',
  },
  QUARANTINE_FILE_DIFFERS: {
    area: 'trust',
    kind: 'changedUnderneath',
    message: '{name} has changed since it was put into the quarantine, so it was not released.',
    hint: 'Delete it and pull the image again.',
  },
  CONTROL_LIST_WRONG: {
    area: 'trust',
    kind: 'wrongUsage',
    message: 'Group {group} of the list is not in order ({problem}), and every image would be refused because of it.',
    hint: 'Correct the group; nothing was written.',
  },
  CONTROL_LIST_IMAGE_UNREADABLE: {
    area: 'trust',
    kind: 'notFound',
    message: '{path} cannot be read, so the list was not tried on it.',
    hint: 'Name an image that is on this computer.',
  },
  CONTROL_LIST_NOT_PERMITTED: {
    area: 'trust',
    kind: 'notPermitted',
    message: '{path} may not be written by this user.',
    hint: 'The list of an installation belongs to its administrator: save it elsewhere and copy it with their rights.',
  },
  BUNDLE_UNSIGNED: {
    area: 'trust',
    kind: 'notPermitted',
    message: 'This is no signed team bundle, so nothing of it can count.',
    hint: 'A bundle is one text that begins with BEGIN PGP SIGNED MESSAGE. Ask who made it for the signed one.',
  },
  BUNDLE_CHANGED: {
    area: 'trust',
    kind: 'notPermitted',
    message: 'This bundle is not as its signer made it. It was changed, and nothing of it counts.',
    hint: 'Get it again from who made it, another way.',
  },
  BUNDLE_MALFORMED: {
    area: 'trust',
    kind: 'malformed',
    message: 'This is no team bundle that can be read.',
    hint: 'Give the whole text as it was made, with nothing before or after it.',
  },
  BUNDLE_VERSION: {
    area: 'trust',
    kind: 'unsupported',
    message: 'This bundle is of form {version}, which is later than what is known here.',
    hint: 'Use a later SIF Desktop, or ask for a bundle of form 1.',
  },
  BUNDLE_SIGNER_MISSING: {
    area: 'trust',
    kind: 'notFound',
    message: 'The bundle says it is signed by {fingerprint}, whose key is not here.',
    hint: 'Get that key, compare its fingerprint, decide about it, and open the bundle again.',
  },
  BUNDLE_NOT_CHECKED: {
    area: 'trust',
    kind: 'notPermitted',
    message: 'The signature of this bundle cannot be checked, so nothing of it counts: {problem}',
  },
  BUNDLE_SIGNER_NOT_KNOWN: {
    area: 'trust',
    kind: 'notPermitted',
    message: 'Nothing of this bundle was taken over: its signer {fingerprint} is {standing} here.',
    hint: 'Check the signer first, then open the bundle again.',
  },
  BUNDLE_OTHER: {
    area: 'trust',
    kind: 'changedUnderneath',
    message: 'The bundle is another one than the one that was shown, so nothing of it was taken over.',
    hint: 'Open it again and look at what it says now.',
  },
  BUNDLE_ITEM_UNKNOWN: {
    area: 'trust',
    kind: 'wrongUsage',
    message: 'The bundle has no such item, so nothing of it was taken over.',
    hint: 'Open it again and choose from what it says.',
  },
} as const satisfies Record<string, ErrorText>
