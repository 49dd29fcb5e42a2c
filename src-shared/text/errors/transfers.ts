import type { ErrorText } from './entry.ts'

export const transfersErrors = {} as const satisfies Record<string, ErrorText>
