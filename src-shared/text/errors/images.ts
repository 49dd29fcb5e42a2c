import type { ErrorText } from './entry.ts'

/** Errors of the local library. */
export const imagesErrors = {
  IMAGE_NOT_FOUND: {
    area: 'images',
    kind: 'notFound',
    message: 'This image is not in the library.',
    hint: 'It may have been removed meanwhile. Look at the list again.',
  },
} as const satisfies Record<string, ErrorText>
