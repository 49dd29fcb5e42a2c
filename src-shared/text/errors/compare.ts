import type { ErrorText } from './entry.ts'

/** What can keep two images from being compared. */
export const compareErrors = {
  COMPARE_UNSUPPORTED: {
    area: 'inspect',
    kind: 'unsupported',
    message: 'Images of {transport}:// are made when they are pulled, so there are no bytes to compare with.',
    hint: 'Pull it, and compare the two files.',
  },
  COMPARE_NO_REFERENCE: {
    area: 'inspect',
    kind: 'wrongUsage',
    message: '{path} was not pulled, so it is not known what to compare it with.',
    hint: 'Name a second image, or a reference.',
  },
  COMPARE_TEXT_TOO_LARGE: {
    area: 'inspect',
    kind: 'unsupported',
    message: '{file} is too large to be shown line by line.',
    hint: 'Take both versions out of the images, and compare them with a program for large files.',
  },
  RANGES_NOT_OFFERED: {
    area: 'inspect',
    kind: 'unsupported',
    message: '{host} gives images only as a whole, so this one cannot be looked at from afar.',
    hint: 'Pull it, and look at it here.',
  },
  IMAGE_PEEK_TOO_LARGE: {
    area: 'inspect',
    kind: 'unsupported',
    message: 'Too much of the image would have to be read from {host}.',
    hint: 'Pull it, and look at it here.',
  },
} as const satisfies Record<string, ErrorText>
