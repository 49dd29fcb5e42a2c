import type { ErrorText } from './entry.ts'

export const referenceErrors = {} as const satisfies Record<string, ErrorText>
