import type { ErrorText } from './entry.ts'

export const settingsErrors = {} as const satisfies Record<string, ErrorText>
