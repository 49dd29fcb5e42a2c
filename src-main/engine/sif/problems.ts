/** Collects what is wrong with one file, up to a bound: a hostile file must not fill the memory with complaints. */
import type { ErrorParams } from '../../../src-shared/model/error.ts'
import type { SifProblem } from '../../../src-shared/model/sif.ts'
import { type ImageProblemCode, imageProblem } from '../../../src-shared/text/image-problems.ts'

const maxProblems = 1000

export class ProblemList {
  readonly #problems: SifProblem[] = []
  #cut = false

  /** Notes a problem; the first {@link maxProblems} are kept, then one more that says so. */
  add(code: ImageProblemCode, at: string, params: ErrorParams = {}): void {
    if (this.#problems.length < maxProblems) {
      this.#problems.push(imageProblem(code, at, params))
    } else if (!this.#cut) {
      this.#cut = true
      this.#problems.push(imageProblem('PROBLEMS_CUT', 'file', { limit: maxProblems }))
    }
  }

  /** What was noted so far, in that order. */
  all(): readonly SifProblem[] {
    return [...this.#problems]
  }
}
