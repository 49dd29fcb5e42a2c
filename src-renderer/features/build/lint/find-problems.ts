/** The problems of a definition with what the form and the folder of its files say. Runs in the page and beside it. */
import { lintDefinition } from '../../../../src-shared/definition/lint/lint.ts'
import type { DefinitionProblem } from '../../../../src-shared/definition/lint/problem.ts'

export interface LintInput {
  readonly text: string
  /** Names that the form gives a value for. */
  readonly given: readonly string[]
  /** Sources of `%files` of which is known whether they exist. */
  readonly files: readonly (readonly [path: string, exists: boolean])[]
}

export interface LintRequest extends LintInput {
  readonly id: number
}

export interface LintAnswer {
  readonly id: number
  readonly problems: readonly DefinitionProblem[]
}

export function findProblems({ text, given, files }: LintInput): readonly DefinitionProblem[] {
  const exists = new Map(files)
  return lintDefinition(text, { givenArguments: new Set(given), fileExists: (path) => exists.get(path) ?? null })
}
