import type { ErrorText } from './entry.ts'

export const signaturesErrors = {} as const satisfies Record<string, ErrorText>
