/** What every rule of the linter is given. */
import { trimSpan } from '../program-text.ts'
import type { LineIndex, Span } from '../span.ts'
import { linesIn } from '../span.ts'
import type { DefinitionTree, Section, Stage } from '../tree.ts'
import type { Reporter } from './problem.ts'

export interface LintOptions {
  /** Names that a value is given for, on the command line or in a form. */
  readonly givenArguments?: ReadonlySet<string>
  /**
   * Whether a source of `%files` exists; null when that cannot be said.
   * @param path as it is written, relative to where the build is started
   */
  readonly fileExists?: (path: string) => boolean | null
}

export interface LintContext {
  readonly text: string
  readonly tree: DefinitionTree
  readonly lines: LineIndex
  /** Where each name of a stage is first given. */
  readonly stagePlaces: ReadonlyMap<string, number>
  readonly reporter: Reporter
  readonly options: LintOptions
}

export interface StageContext extends LintContext {
  readonly stage: Stage
  /** From 0. */
  readonly place: number
  readonly isLast: boolean
  /** Defaults of this stage by name. */
  readonly defaults: ReadonlyMap<string, string>
}

/** A trimmed line of a section that is neither blank nor a comment. */
export function* contentLinesOf(text: string, section: Section): Generator<Span> {
  for (const line of linesIn(text, section.body.start, section.body.end)) {
    const { start, end } = trimSpan(text, line.start, line.end)
    if (start < end && text.charAt(start) !== '#') yield { start, end }
  }
}

/** The nearest of some names, at most two letters away; null when none is. */
export function nearest(name: string, known: readonly string[]): string | null {
  if (name.length < 3 || name.length > 30) return null
  const best = known
    .map((candidate) => ({ candidate, distance: distanceOf(name.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance)[0]
  return best !== undefined && best.distance <= 2 && best.distance < name.length - 1 ? best.candidate : null
}

/** How many letters have to be changed, added, removed or swapped with their neighbour. */
function distanceOf(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, index) => index)]
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row]
    const previous = rows[row - 1] ?? []
    for (let column = 1; column <= b.length; column += 1) {
      const cost = a[row - 1] === b[column - 1] ? 0 : 1
      const swapped =
        a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1] ? (rows[row - 2]?.[column - 2] ?? row) + 1 : 99
      current.push(
        Math.min(
          (previous[column] ?? 0) + 1,
          (current[column - 1] ?? 0) + 1,
          (previous[column - 1] ?? 0) + cost,
          swapped,
        ),
      )
    }
    rows.push(current)
  }
  return rows[a.length]?.[b.length] ?? 99
}
