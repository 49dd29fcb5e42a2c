/** The steps of a build as rows that open onto their part of the log. */
import type { BuildStep } from '../../../../src-shared/model/build-log.ts'
import { assertNever } from '../../../../src-shared/model/result.ts'
import { buildRunText as text } from '../../../../src-shared/text/build-run.ts'
import { classNames } from '../../../components/class-names.ts'
import { Icon } from '../../../components/icon.tsx'
import { NavRing } from '../../../components/nav-ring.tsx'
import { type StepRow, stepTime } from './steps.ts'

/** As the user sees it: what was under way when a build was stopped is neither running nor done. */
type ShownState = BuildStep['state'] | 'cutOff'

const stateWords: Readonly<Record<ShownState, string>> = {
  cutOff: text.stepCutOff,
  waiting: text.stepWaiting,
  running: text.stepRunning,
  done: text.stepDone,
  failed: text.stepFailed,
}

function StepMark({ state }: { readonly state: ShownState }) {
  switch (state) {
    case 'done':
      return <Icon name="check" />
    case 'failed':
      return <Icon name="stop" className="step-failed" />
    case 'running':
      return <NavRing running={1} fraction={null} />
    case 'cutOff':
      return <Icon name="cross" />
    case 'waiting':
      return <span className="step-waits" aria-hidden="true" />
    default:
      return assertNever(state)
  }
}

export interface StepListProps {
  readonly rows: readonly StepRow[]
  /** Id of the step whose log is shown. */
  readonly openId: number | null
  /** Id of the element that holds the log. */
  readonly logId: string
  readonly nowMs: number
  /** Steps can still go on. */
  readonly isUnderWay: boolean
  readonly onToggle: (step: BuildStep) => void
}

export function StepList({ rows, openId, logId, nowMs, isUnderWay, onToggle }: StepListProps) {
  if (rows.length === 0) return null
  return (
    <ul className="step-list">
      {rows.map(({ step, name, detail }) => {
        const isOpen = step.id === openId
        const state = step.state === 'running' && !isUnderWay ? 'cutOff' : step.state
        const cells = (
          <>
            <span className="step-mark">
              <StepMark state={state} />
            </span>
            <span className="step-name cut" title={name}>
              {name}
              <span className="for-screen-readers">, {stateWords[state]}</span>
            </span>
            <span className="step-detail quiet cut" title={detail}>
              {detail}
            </span>
            <span className="quiet number">
              {step.startedAt !== null && (step.finishedAt !== null || isUnderWay) ? stepTime(step, nowMs) : ''}
            </span>
          </>
        )
        return (
          <li key={step.id} className={classNames('step-row', step.state)}>
            {step.state === 'waiting' ? (
              <div className="step-cells">{cells}</div>
            ) : (
              <button
                type="button"
                className="step-cells"
                aria-expanded={isOpen}
                aria-controls={logId}
                onClick={() => onToggle(step)}
              >
                {cells}
                <Icon name={isOpen ? 'down' : 'right'} />
              </button>
            )}
          </li>
        )
      })}
    </ul>
  )
}
