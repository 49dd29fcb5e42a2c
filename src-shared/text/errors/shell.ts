import type { ErrorText } from './entry.ts'

export const shellErrors = {} as const satisfies Record<string, ErrorText>
