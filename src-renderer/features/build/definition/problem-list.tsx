/** The problems below the editor: where, what, and one correction each. Errors first, then by place. */
import type { DefinitionProblem } from '../../../../src-shared/definition/lint/problem.ts'
import { buildDefinitionText } from '../../../../src-shared/text/build-definition.ts'
import type { ProblemSeverity } from '../../../../src-shared/text/definition-problems.ts'
import { Button } from '../../../components/button.tsx'
import { Icon } from '../../../components/icon.tsx'
import { ScrollPane } from '../../../components/scroll-pane.tsx'
import { severityIcons } from '../editor/problem-marks.ts'

/** More are found with the keys of the editor; a list of thousands helps nobody. */
const mostShown = 50

const order: Readonly<Record<ProblemSeverity, number>> = { error: 0, warning: 1, hint: 2 }

export interface ProblemListProps {
  readonly problems: readonly DefinitionProblem[]
  readonly onGo: (problem: DefinitionProblem) => void
  readonly onFix: (problem: DefinitionProblem) => void
}

/** A code in a message stands between quotes; the first sentence is what happened, the rest what it means. */
function Message({ text }: { readonly text: string }) {
  const cut = /[.:] /.exec(text)
  if (cut === null) return <b className="medium">{text}</b>
  return (
    <>
      <b className="medium">{text.slice(0, cut.index + 1)}</b>
      {text.slice(cut.index + 1)}
    </>
  )
}

export function ProblemList({ problems, onGo, onFix }: ProblemListProps) {
  if (problems.length === 0) return null
  const shown = problems.toSorted((a, b) => order[a.severity] - order[b.severity]).slice(0, mostShown)
  return (
    <ScrollPane label={buildDefinitionText.problems} className="problem-list">
      <ul>
        {shown.map((problem) => (
          <li key={`${problem.code}-${problem.start}-${problem.message}`} data-severity={problem.severity}>
            <Icon name={severityIcons[problem.severity]} />
            <span className="for-screen-readers">{buildDefinitionText.severities[problem.severity]}</span>
            <button
              type="button"
              className="problem-place"
              aria-label={buildDefinitionText.goToProblem(problem.line, problem.column)}
              onClick={() => onGo(problem)}
            >
              <code>
                {problem.line}:{problem.column}
              </code>
            </button>
            <span className="problem-message" title={problem.message}>
              <Message text={problem.message} />
            </span>
            {problem.fix !== null && (
              <Button
                size="small"
                label={buildDefinitionText.fixName(problem.fix.title, problem.line)}
                onPress={() => onFix(problem)}
              >
                {problem.fix.title}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {problems.length > shown.length && (
        <p className="quiet small problem-more">{buildDefinitionText.moreProblems(problems.length - shown.length)}</p>
      )}
    </ScrollPane>
  )
}
