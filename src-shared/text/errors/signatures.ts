import type { ErrorText } from './entry.ts'

/** Errors of asking a question about signatures. What a verification finds is never an error. */
export const signaturesErrors = {
  SIGNATURES_GROUP_NOT_FOUND: {
    area: 'signatures',
    kind: 'notFound',
    message: '{path} has no group {groupId}.',
    hint: 'The list of objects shows which groups there are.',
  },
  SIGNATURES_OBJECT_IS_SIGNATURE: {
    area: 'signatures',
    kind: 'wrongUsage',
    message: 'Object {id} is itself a signature.',
    hint: 'Ask about an object that is signed.',
  },
  SIGNATURES_KEY_FILE_UNREADABLE: {
    area: 'signatures',
    kind: 'malformed',
    message: '{path} holds no public key or certificate in PEM form.',
    hint: 'Give a file that begins with BEGIN PUBLIC KEY or BEGIN CERTIFICATE.',
  },
} as const satisfies Record<string, ErrorText>
