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
} as const satisfies Record<string, ErrorText>
