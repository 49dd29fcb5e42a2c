import type { ErrorText } from './entry.ts'

/** Errors of the terminal face. */
export const cliErrors = {
  USAGE: { area: 'cli', kind: 'wrongUsage', message: '{problem}', hint: 'See: sif-desktop {command} --help' },
  CLI_NO_IMAGES: {
    area: 'cli',
    kind: 'notFound',
    message: 'There is no image in {path}.',
    hint: 'Images are files whose names end in .sif.',
  },
  ARGUMENT_NOT_UTF8: {
    area: 'cli',
    kind: 'unsupported',
    message: 'An argument is not UTF-8, so the file that it names cannot be reached.',
    hint: 'Rename the file, or give another name to it with ln.',
  },
} as const satisfies Record<string, ErrorText>
