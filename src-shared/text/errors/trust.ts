import type { ErrorText } from './entry.ts'

export const trustErrors = {} as const satisfies Record<string, ErrorText>
