import type { ErrorText } from './entry.ts'

export const sifErrors = {} as const satisfies Record<string, ErrorText>
