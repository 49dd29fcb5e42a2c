import type { ErrorText } from './entry.ts'

export const inspectErrors = {} as const satisfies Record<string, ErrorText>
