import type { ErrorText } from './entry.ts'

/** Errors of reading and writing definition files. What is wrong in one is a problem, not an error. */
export const definitionErrors = {
  DEFINITION_NOT_UTF8: {
    area: 'definition',
    kind: 'unsupported',
    message: '{path} is not UTF-8 text, so it was not changed.',
    hint: 'Convert it first, for example with iconv, then try again.',
  },
} as const satisfies Record<string, ErrorText>
