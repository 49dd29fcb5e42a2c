import type { ErrorText } from './entry.ts'

export const filesErrors = {} as const satisfies Record<string, ErrorText>
