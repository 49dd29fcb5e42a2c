import type { ErrorText } from './entry.ts'

export const imagesErrors = {} as const satisfies Record<string, ErrorText>
