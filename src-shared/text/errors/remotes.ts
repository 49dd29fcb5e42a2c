import type { ErrorText } from './entry.ts'

export const remotesErrors = {} as const satisfies Record<string, ErrorText>
