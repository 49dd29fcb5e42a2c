import type { ErrorText } from './entry.ts'

export const libraryErrors = {} as const satisfies Record<string, ErrorText>
