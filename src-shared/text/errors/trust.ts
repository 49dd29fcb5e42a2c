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
  CONTROL_LIST_NO_FILE: {
    area: 'trust',
    kind: 'malformed',
    message: '{path} is no control list: it is no ordinary file, or far too large.',
    hint: 'The list of an installation is called ecl.toml and has a few lines.',
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
} as const satisfies Record<string, ErrorText>
