import type { ErrorText } from './entry.ts'

/** What can keep an image from being pushed. Tags are set last, so nothing that failed is ever named by one. */
export const pushErrors = {
  PUSH_UNSUPPORTED: {
    area: 'transfers',
    kind: 'unsupported',
    message: 'Images cannot be pushed to {transport}:// here.',
    hint: 'Push to a library, library://entity/collection/container:tag, or to a registry, oras://host/name:tag.',
  },
  PUSH_REFERENCE_SHORT: {
    area: 'transfers',
    kind: 'wrongUsage',
    message: '{reference} does not say whose collection the image goes to.',
    hint: 'Write it in full: library://entity/collection/container:tag. Nothing is filled in where others will look for it.',
  },
  PUSH_TO_DIGEST: {
    area: 'transfers',
    kind: 'wrongUsage',
    message: 'An image gets its digest by itself; it cannot be pushed under one.',
    hint: 'Give it a tag, like :1.0.',
  },
  PUSH_ELSEWHERE: {
    area: 'transfers',
    kind: 'wrongUsage',
    message: '{host} is not the library of {remote}, so your account there is not used for it.',
    hint: 'Add {host} as a remote, log in to it, and push with that remote.',
  },
  PUSH_NEEDS_LOGIN: {
    area: 'transfers',
    kind: 'notPermitted',
    message: 'You are not logged in to {remote}.',
    hint: 'Log in with an access token, then push again.',
  },
  PUSH_NOT_ALLOWED: {
    area: 'transfers',
    kind: 'notPermitted',
    message: '{host} does not let you push to {place}.',
    hint: 'Push to a place of your own, or ask the owner of {place} to let you in.',
  },
  PUSH_OVER_QUOTA: {
    area: 'transfers',
    kind: 'outOfSpace',
    message: '{place} has not enough room left on {host}.',
    hint: 'Delete images there that nobody needs, or ask who runs {host} for more room.',
  },
  PUSH_NOT_SIGNED: {
    area: 'transfers',
    kind: 'notPermitted',
    message: 'The image was not pushed: {sentence}',
    hint: 'Sign all of it first. On the command line --allow-unsigned pushes it as it is.',
  },
  PUSH_CHANGED: {
    area: 'transfers',
    kind: 'notPermitted',
    message: 'The image was not pushed, because it has been changed since it was signed: {sentence}',
    hint: 'Push the original. If the change is yours, remove the signature and sign it again.',
  },
  PUSH_DAMAGED: {
    area: 'transfers',
    kind: 'malformed',
    message: '{path} is damaged, so it was not pushed: {problem}',
    hint: 'Push a whole copy of it.',
  },
  PUSH_ARCHITECTURE_UNKNOWN: {
    area: 'transfers',
    kind: 'malformed',
    message: '{path} does not say for which architecture it is, and a tag needs one.',
    hint: 'Only images with a file system to run can be pushed to a library.',
  },
  PUSH_UPLOAD_FORGOTTEN: {
    area: 'transfers',
    kind: 'offline',
    message: '{host} no longer knows of the upload that was begun.',
    hint: 'Push again.',
  },
  PUSH_NOT_FOUND_AFTERWARDS: {
    area: 'transfers',
    kind: 'malformed',
    message: '{host} took the image, but its tag does not lead to it.',
    hint: 'Somebody may have set the tag at the same time. Look at the container, and push again.',
  },
} as const satisfies Record<string, ErrorText>
