/** Sentences about definitions as a whole: what one means, and what became of it. */
import type { EditObstacle } from '../definition/edit/result.ts'

export const definitionText = {
  programsDiffer: (other: string) =>
    `${other === 'apptainer' ? 'Apptainer' : 'SingularityCE'} reads it differently: see --program ${other}, or --json for both.`,
  cannotBeRead: (message: string) => `It cannot be read: ${message}`,
  cannotBeBuilt: (message: string) => `No build can be made of it: ${message}`,
  nothingToBuild: 'there is no stage in it',
  warning: (message: string) => `Warning: ${message}`,
  unusedArguments: (names: readonly string[]) => `nothing uses ${names.join(', ')}`,
  stageTitle: (number: number, name: string) => (name === '' ? `Stage ${number}` : `Stage ${number} (${name})`),
  lineCount: (count: number) => (count === 1 ? '1 line' : `${count} lines`),
  noProblems: (file: string) => `${file}: no problems`,
  counts(errors: number, warnings: number, hints: number): string {
    const parts = [
      [errors, 'error', 'errors'],
      [warnings, 'warning', 'warnings'],
      [hints, 'hint', 'hints'],
    ] as const
    return parts.map(([count, one, many]) => `${count} ${count === 1 ? one : many}`).join(', ')
  },
  fixable: (count: number) =>
    count === 1 ? '1 of them can be fixed with --fix.' : `${count} of them can be fixed with --fix.`,
  fixed: (count: number, file: string) =>
    count === 1 ? `Fixed 1 problem in ${file}` : `Fixed ${count} problems in ${file}`,
  nothingToFix: (file: string) => `Nothing in ${file} can be fixed safely by itself.`,
} as const

/** Why a change of the form cannot be written into the text. */
export const editObstacleTexts = {
  'value-has-comment-sign': 'A header value cannot hold #, which begins a comment.',
  'value-ends-in-backslash': 'A header value cannot end in a backslash, which continues it on the next line.',
  'text-has-percent-line': 'A line cannot begin with %, which begins a section.',
  'text-has-bootstrap-line': 'A line cannot begin with “Bootstrap:”, which begins a stage.',
  'name-malformed': 'The name cannot hold blanks, or begin with #, % or =.',
  'name-empty': 'The name is empty.',
  'value-has-line-end': 'The value has to be one line.',
  'name-has-quotes': 'A file name with double quotes cannot be written in a definition.',
  'no-such-stage': 'The stage is not there any more.',
  'no-such-entry': 'The entry is not there any more.',
} as const satisfies Record<EditObstacle, string>
