/** Lints definitions beside the page, so that a long one does not hold up typing. Keeps nothing between questions. */
import { findProblems, type LintAnswer, type LintRequest } from './find-problems.ts'

self.onmessage = ({ data }: MessageEvent<LintRequest>) => {
  const answer: LintAnswer = { id: data.id, problems: findProblems(data) }
  self.postMessage(answer)
}
