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
  DIGEST_NOT_FOUND: {
    area: 'library',
    kind: 'notFound',
    message: '{path} has no image with the digest {digest} for {architecture}.',
    hint: 'It may have been deleted. Look at the tags that exist.',
  },
} as const satisfies Record<string, ErrorText>
