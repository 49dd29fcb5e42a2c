import type { ErrorText } from './entry.ts'

export const keyringErrors = {} as const satisfies Record<string, ErrorText>
