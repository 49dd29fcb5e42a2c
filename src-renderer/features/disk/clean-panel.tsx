/** The preview of a clean-up: what would go, line by line, and why that is safe. Nothing goes without a question. */
import './disk.css'
import { useState } from 'react'
import type { CleanLine, CleanPlan } from '../../../src-shared/model/disk.ts'
import { diskText } from '../../../src-shared/text/disk.ts'
import { formatSize } from '../../../src-shared/text/format.ts'
import { ActionSheet } from '../../components/action-sheet.tsx'
import { Button } from '../../components/button.tsx'
import { Check } from '../../components/choice.tsx'
import { Icon } from '../../components/icon.tsx'
import { MiddleCut } from '../../components/middle-cut.tsx'
import { SourceNotice } from '../../components/source-notice.tsx'
import type { Clean } from './use-clean.ts'

export interface CleanPanelProps {
  readonly plan: CleanPlan
  readonly clean: Clean
}

const sumOf = (lines: readonly CleanLine[]): number => lines.reduce((sum, { freedBytes }) => sum + freedBytes, 0)

export function CleanPanel({ plan, clean }: CleanPanelProps) {
  // What the user said of a line holds for its next preview too.
  const [said, setSaid] = useState<ReadonlyMap<string, boolean>>(new Map())
  const [isAsking, setAsking] = useState(false)
  const isChosen = (line: CleanLine): boolean => said.get(line.id) ?? line.isChosen
  const chosen = plan.lines.filter(isChosen)
  const size = formatSize(sumOf(chosen))
  return (
    <div className="disk-clean">
      <h2>{diskText.cleanUp}</h2>
      <p className="quiet">{diskText.cleanUpNote}</p>
      {clean.error !== null && <SourceNotice kind="failed" title={diskText.cleanFailed} text={clean.error.message} />}
      {clean.result !== null && (
        <SourceNotice
          kind="information"
          title={diskText.cleaned(clean.result)}
          {...(clean.result.kept.length === 0 ? {} : { text: diskText.kept(clean.result.kept.length) })}
        />
      )}
      {plan.lines.length === 0 ? (
        <p className="disk-nothing">
          {diskText.nothingToClean} <span className="quiet">{diskText.nothingMore}</span>
        </p>
      ) : (
        <>
          <ul className="disk-lines" aria-label={diskText.cleanUp}>
            {plan.lines.map((line) => (
              <li key={line.id}>
                <Check
                  isChecked={isChosen(line)}
                  onChange={(isOn) => setSaid(new Map([...said, [line.id, isOn]]))}
                  note={diskText.lineWhy(line, plan.olderThanDays)}
                  isDisabled={clean.isBusy}
                >
                  <span className="medium">{diskText.lineTitle(line.kind, line.product)}</span>
                </Check>
                <span className={isChosen(line) ? 'number' : 'number quiet'}>{formatSize(line.freedBytes)}</span>
              </li>
            ))}
          </ul>
          <div className="disk-sum">
            <span className="grow">
              {chosen.length === 0 ? (
                <span className="quiet">{diskText.nothingChosen}</span>
              ) : (
                <>
                  <b className="medium">{size}</b> <span className="quiet">{diskText.inLines(chosen.length)}</span>
                </>
              )}
            </span>
            <Button
              variant="danger"
              isDisabled={chosen.length === 0}
              isPending={clean.isBusy}
              onPress={() => setAsking(true)}
            >
              {diskText.freeButton(size)}
            </Button>
          </div>
        </>
      )}
      <p className="disk-never">
        <Icon name="lock" />
        <span>{diskText.neverTouched}</span>
      </p>
      {isAsking && (
        <ActionSheet
          title={diskText.confirmTitle(size)}
          subtitle={diskText.confirmNote}
          action={diskText.confirmAction(size)}
          variant="danger"
          isReady={chosen.length > 0}
          onClose={() => setAsking(false)}
          onAction={() => {
            setAsking(false)
            const ids = chosen.map(({ id }) => id)
            void clean.start(plan.id, ids)
          }}
        >
          <FileList lines={chosen} />
        </ActionSheet>
      )}
    </div>
  )
}

/** The files that would go, the largest of each line. */
export function FileList({ lines }: { readonly lines: readonly CleanLine[] }) {
  return (
    <div className="disk-files">
      {lines.map((line) => (
        <section key={line.id} aria-label={diskText.lineTitle(line.kind, line.product)}>
          <h3>{diskText.lineTitle(line.kind, line.product)}</h3>
          <ul>
            {line.examples.map(({ path, freedBytes }) => (
              <li key={path}>
                <code>
                  <MiddleCut text={path} />
                </code>
                <span className="number quiet">{formatSize(freedBytes)}</span>
              </li>
            ))}
          </ul>
          {line.count > line.examples.length && (
            <p className="quiet">{diskText.andMore(line.count - line.examples.length)}</p>
          )}
        </section>
      ))}
    </div>
  )
}
