/** What an extraction is asked for and what came of it, as it is shown. Pure. */
import type { FileProblem } from '../../../src-shared/contract/files.ts'
import type { Job } from '../../../src-shared/model/job.ts'

export interface ExtractOutcome {
  readonly to: string
  readonly entries: number
  readonly bytes: number
  readonly leftOut: number
  readonly ownersRefused: number
  readonly problemCount: number
  readonly problems: readonly FileProblem[]
}

const isProblem = (value: unknown): value is FileProblem =>
  typeof value === 'object' &&
  value !== null &&
  typeof Reflect.get(value, 'path') === 'string' &&
  typeof Reflect.get(value, 'message') === 'string'

/** The result of a finished extraction; null where it has none. */
export function extractOutcome(job: Job): ExtractOutcome | null {
  const { kind, state, result } = job
  if (kind !== 'extract' || state !== 'done' || typeof result !== 'object' || result === null) return null
  const number = (name: string): number => {
    const value: unknown = Reflect.get(result, name)
    return typeof value === 'number' ? value : 0
  }
  const to: unknown = Reflect.get(result, 'to')
  const problems: unknown = Reflect.get(result, 'problems')
  return {
    to: typeof to === 'string' ? to : '',
    entries: number('entries'),
    bytes: number('bytes'),
    leftOut: number('leftOut'),
    ownersRefused: number('ownersRefused'),
    problemCount: number('problemCount'),
    problems: Array.isArray(problems) ? problems.filter(isProblem) : [],
  }
}

/** A folder of its own for the files of an image, below the home folder. */
export function suggestedFolder(home: string, imagePath: string): string {
  const name = imagePath.split(/[\\/]/).at(-1) ?? ''
  return `${home.replace(/[\\/]+$/, '')}/${name.replace(/\.(?:sif|sqfs|squashfs|img)$/i, '')}`
}
