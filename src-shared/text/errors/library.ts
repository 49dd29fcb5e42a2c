import type { ErrorText } from './entry.ts'

/** What a library does not have, or cannot be asked. Lists in `params` are newest first. */
export const libraryErrors = {
  SEARCH_TOO_SHORT: {
    area: 'library',
    kind: 'wrongUsage',
    message: 'A library searches for three characters or more.',
    hint: 'Type a longer word.',
  },
  CONTAINER_NOT_FOUND: {
    area: 'library',
    kind: 'notFound',
    message: 'There is no {path} on {host}.',
    hint: 'Check the spelling. It may also be private: then log in with an account that may see it.',
  },
  CONTAINER_ELSEWHERE: {
    area: 'library',
    kind: 'notFound',
    message: 'There is no {path} on {host}, but others have that name.',
    hint: 'Did you mean {suggestions}?',
  },
  PLACE_NOT_FOUND: {
    area: 'library',
    kind: 'notFound',
    message: 'There is no {path} on {host}.',
    hint: 'Check the spelling. It may also be private: then log in with an account that may see it.',
  },
  TAG_NOT_FOUND: {
    area: 'library',
    kind: 'notFound',
    message: '{path} has no tag {tag}.',
    hint: 'It has {tags}.',
  },
  TAGS_NONE: {
    area: 'library',
    kind: 'notFound',
    message: '{path} has no images yet.',
    hint: 'Choose another container.',
  },
  ARCHITECTURE_NOT_FOUND: {
    area: 'library',
    kind: 'notFound',
    message: '{path}:{tag} does not exist for {architecture}.',
    hint: 'It exists for {architectures}.',
  },
  LIBRARY_NEEDS_LOGIN: {
    area: 'library',
    kind: 'notPermitted',
    message: 'You are not logged in to {remote}, and only its owner may change {path}.',
    hint: 'Log in with an access token first.',
  },
  LIBRARY_NOT_YOURS: {
    area: 'library',
    kind: 'notPermitted',
    message: '{host} does not let you change {path}.',
    hint: 'Only its owner may. Log in with another account, or ask the owner.',
  },
  LIBRARY_ELSEWHERE: {
    area: 'library',
    kind: 'wrongUsage',
    message: '{host} is not the library of {remote}, so your account there is not used for it.',
    hint: 'Add {host} as a remote and log in to it.',
  },
  LIBRARY_CHANGED_MEANWHILE: {
    area: 'library',
    kind: 'changedUnderneath',
    message: '{path} leads to something else than a moment ago, so nothing was changed.',
    hint: 'Somebody else may have pushed. Look at it again.',
  },
  LIBRARY_DID_NOT_CHANGE: {
    area: 'library',
    kind: 'malformed',
    message: '{host} said that it was done, but {path} is not as it should be.',
    hint: 'Look at the container again. Somebody else may have changed it at the same time.',
  },
  LIBRARY_TAG_UNSUPPORTED: {
    area: 'library',
    kind: 'unsupported',
    message: '{host} does not say by which number it knows {path}, so no tag can be set.',
    hint: 'Push the image again under the tag.',
  },
  DIGEST_NOT_FOUND: {
    area: 'library',
    kind: 'notFound',
    message: '{path} has no image with the digest {digest} for {architecture}.',
    hint: 'It may have been deleted. Look at the tags that exist.',
  },
} as const satisfies Record<string, ErrorText>
