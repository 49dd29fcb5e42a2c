import type { ErrorText } from './entry.ts'

/** What can keep a download from becoming an image of the library. Nothing incomplete is ever left under its name. */
export const transfersErrors = {
  PULL_IS_FILE: {
    area: 'transfers',
    kind: 'wrongUsage',
    message: '{path} is a file on this computer, so there is nothing to pull.',
    hint: 'Open it, or add it to your images.',
  },
  SIZE_DIFFERS: {
    area: 'transfers',
    kind: 'malformed',
    message: '{host} delivered another number of bytes than it had announced, so the file was not kept.',
    hint: 'Try again. If it happens again, tell who runs {host}.',
  },
  DIGEST_DIFFERS: {
    area: 'transfers',
    kind: 'malformed',
    message: 'What {host} delivered is not what it had announced, so the file was not kept.',
    hint: 'It was damaged on its way or at its source. Try again; if it happens again, tell who runs {host}.',
  },
  ARCHITECTURE_DIFFERS: {
    area: 'transfers',
    kind: 'malformed',
    message: 'The image is for {found}, not for {wanted} as the library says, so it was not kept.',
    hint: 'Ask for {found} if that is what you want, and tell the owner that the tag is wrong.',
  },
  FILE_NOT_ON_SERVER: {
    area: 'transfers',
    kind: 'notFound',
    message: '{host} knows the image but does not have its file.',
    hint: 'An upload may not have been completed. Try another tag.',
  },
  PULL_REFUSED: {
    area: 'transfers',
    kind: 'notPermitted',
    message: 'The image was fetched but not let into your images: {sentence}',
    hint: '{policy} It was put apart as {quarantined}, is not used for anything, and can be released deliberately.',
  },
} as const satisfies Record<string, ErrorText>
