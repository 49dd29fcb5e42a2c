import type { ErrorText } from './entry.ts'

/** Errors of the terminal face. */
export const cliErrors = {
  USAGE: { area: 'cli', kind: 'wrongUsage', message: '{problem}', hint: 'See: sif-desktop {command} --help' },
} as const satisfies Record<string, ErrorText>
