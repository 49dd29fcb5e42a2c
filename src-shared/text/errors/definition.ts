import type { ErrorText } from './entry.ts'

/** Errors of reading and writing definition files. What is wrong in one is a problem, not an error. */
export const definitionErrors = {
  DEFINITION_TOO_LARGE: {
    area: 'definition',
    kind: 'unsupported',
    message: '{path} is too large for a definition file.',
    hint: 'A definition is text of some kilobytes; check that this is the right file.',
  },
  DEFINITION_NOT_UTF8: {
    area: 'definition',
    kind: 'unsupported',
    message: '{path} is not UTF-8 text, so it was not changed.',
    hint: 'Convert it first, for example with iconv, then try again.',
  },
} as const satisfies Record<string, ErrorText>
