/** The steps of a build with the log of the open one, and the bar below it. */
import { type KeyboardEvent, useCallback, useId, useState } from 'react'
import { Group } from 'react-aria-components'
import type { BuildDetail } from '../../../../src-shared/contract/build.ts'
import type { BuildStep } from '../../../../src-shared/model/build-log.ts'
import { buildRunText as text } from '../../../../src-shared/text/build-run.ts'
import { stepText } from '../../../../src-shared/text/builders.ts'
import { useClient } from '../../../app/connection.ts'
import { confirmBriefly } from '../../../app/messages.ts'
import { openBuildSheet } from '../build-sheets.ts'
import { mostCopied, readLog } from './copy-log.ts'
import { findStepOf, LogBar } from './log-bar.tsx'
import { LogPane } from './log-pane.tsx'
import { NoticeList } from './notice-list.tsx'
import { StepList } from './step-list.tsx'
import {
  isUnderWay,
  linesOf,
  noticeCount,
  type OpenChoice,
  openStep,
  stepInQuestion,
  stepOfLine,
  stepRows,
} from './steps.ts'
import type { LogView } from './use-log.ts'

export interface RunLogProps {
  readonly build: BuildDetail
  readonly log: LogView
  readonly nowMs: number
}

export function RunLog({ build, log, nowMs }: RunLogProps) {
  const client = useClient()
  const logId = useId()
  const { steps } = build
  const { request, goTo } = log
  const [choice, setChoice] = useState<OpenChoice>({ kind: 'byItself' })
  const [isEndWanted, setEndWanted] = useState(true)
  const [isListing, setListing] = useState(false)
  const [isCopying, setCopying] = useState(false)
  const isGrowing = isUnderWay(build)
  const open = openStep(build, choice)
  const isFollowing = isEndWanted && open !== null && open.id === stepInQuestion(build)?.id
  const range = open === null ? { first: 1, last: log.total } : linesOf(open, steps, log.total)

  // A line that was asked for is shown where it is: in its step, which the end must not take away again.
  const [seen, setSeen] = useState<typeof request>(null)
  if (request !== seen) {
    const step = request === null ? null : stepOfLine(steps, request.line)
    setSeen(request)
    setEndWanted(false)
    setListing(false)
    if (step !== null) setChoice({ kind: 'step', id: step.id })
  }

  const toggle = (step: BuildStep): void => {
    setListing(false)
    if (step.id === open?.id) {
      setChoice({ kind: 'none' })
      return
    }
    const isInQuestion = step.id === stepInQuestion(build)?.id
    setChoice(isInQuestion ? { kind: 'byItself' } : { kind: 'step', id: step.id })
    setEndWanted(isInQuestion)
  }
  const follow = useCallback((isOn: boolean) => {
    setEndWanted(isOn)
    if (!isOn) return
    setListing(false)
    setChoice({ kind: 'byItself' })
  }, [])
  const scrolled = useCallback(
    (isAtEnd: boolean) => {
      // The end of a part that is over says nothing about the end of the log.
      if (!isAtEnd || (isGrowing && open?.state === 'running')) setEndWanted(isAtEnd)
    },
    [isGrowing, open?.state],
  )
  const copy = async (): Promise<void> => {
    const first = Math.max(range.first, range.last - mostCopied + 1)
    setCopying(true)
    const read = await readLog(client, build.id, { first, last: range.last })
    setCopying(false)
    if (!read.ok) return openBuildSheet({ kind: 'problem', error: read.error })
    await navigator.clipboard.writeText(read.value)
    const count = range.last - first + 1
    confirmBriefly(first === range.first ? text.copied(count) : text.copiedLast(count))
  }
  const press = (event: KeyboardEvent): void => {
    const by = findStepOf(event)
    if (by === null || log.found.lines.length === 0) return
    event.preventDefault()
    log.onStep(by)
  }

  const rows = stepRows(steps)
  const cut = isListing || open === null ? rows.length : rows.findIndex(({ step }) => step.id === open.id) + 1
  const list = { openId: isListing ? null : (open?.id ?? null), logId, nowMs, isUnderWay: isGrowing, onToggle: toggle }
  return (
    <Group className="run-body" aria-label={text.steps} onKeyDown={press}>
      <StepList rows={rows.slice(0, cut)} {...list} />
      {(isListing || open !== null) && (
        <div className="log-place" id={logId} style={{ '--log-digits': String(log.total).length }}>
          {isListing ? (
            <NoticeList id={build.id} count={noticeCount(steps)} onOpen={goTo} />
          ) : (
            open !== null && (
              <LogPane
                key={open.id}
                label={text.logOf(stepText(open))}
                store={log.store}
                range={range}
                isGrowing={isGrowing && open.state === 'running'}
                isFollowing={isFollowing}
                onFollow={scrolled}
                wanted={log.found.text}
                request={request}
                onPlace={log.onPlace}
              />
            )
          )}
        </div>
      )}
      <LogBar
        isFollowing={isGrowing ? isFollowing && !isListing : null}
        onFollow={follow}
        notices={noticeCount(steps)}
        isListingNotices={isListing}
        onListNotices={setListing}
        typed={log.typed}
        onType={log.onType}
        found={log.found}
        onStep={log.onStep}
        isCopying={isCopying}
        onCopy={range.last < range.first ? null : () => void copy()}
      />
      <StepList rows={rows.slice(cut)} {...list} />
    </Group>
  )
}
