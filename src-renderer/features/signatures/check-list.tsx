/** What was checked, one line each, with its result; a failed check takes the colour of its verdict. */
import './signatures.css'
import { assertNever } from '../../../src-shared/model/result.ts'
import type { Check, SignatureFinding } from '../../../src-shared/model/verification.ts'
import { inspectText } from '../../../src-shared/text/inspect.ts'
import { Icon, type IconName } from '../../components/icon.tsx'
import { verdictLooks } from '../../components/verdict-look.ts'
import { verdictOfCheck } from './check-view.ts'

const words: Readonly<Record<Check['result'], string>> = {
  done: inspectText.resultDone,
  failed: inspectText.resultFailed,
  open: inspectText.resultOpen,
  notPossible: inspectText.resultNotPossible,
}

function iconOf(result: Check['result']): IconName {
  switch (result) {
    case 'done':
      return 'check'
    case 'failed':
      return 'cross'
    case 'open':
      return 'verdict-unknown'
    case 'notPossible':
      return 'dash'
    default:
      return assertNever(result)
  }
}

export interface CheckListProps {
  readonly label: string
  readonly checks: readonly Check[]
  /** The signature they are about; null for those of the file. */
  readonly finding: SignatureFinding | null
}

export function CheckList({ label, checks, finding }: CheckListProps) {
  return (
    <ul className="check-list" aria-label={label}>
      {checks.map((check) => {
        const verdict = verdictOfCheck(check, finding)
        return (
          <li
            key={`${check.name} ${check.objectId ?? ''} ${check.detail}`}
            {...(verdict === null ? {} : { 'data-family': verdictLooks[verdict].family })}
          >
            <Icon name={iconOf(check.result)} />
            <span className="check-name">{check.name}</span>
            <span className={check.result === 'notPossible' ? 'quiet' : undefined}>{check.detail}</span>
            <span className="check-result">{words[check.result]}</span>
          </li>
        )
      })}
    </ul>
  )
}
