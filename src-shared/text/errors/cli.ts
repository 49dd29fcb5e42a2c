import type { ErrorText } from './entry.ts'

export const cliErrors = {} as const satisfies Record<string, ErrorText>
