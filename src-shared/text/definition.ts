/** Sentences about definitions as a whole: what one means, and what became of it. */
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
