/**
 * A build under way or over: how far it is, its steps with the log of the one that matters, what came of it,
 * and what follows. It follows what the engine tells and asks only for the lines that are seen.
 */
import './run.css'
import { useEffect, useRef, useState } from 'react'
import type { BuildDetail } from '../../../../src-shared/contract/build.ts'
import type { AppError } from '../../../../src-shared/model/error.ts'
import { buildRunText as text } from '../../../../src-shared/text/build-run.ts'
import { formatClock, formatRelative } from '../../../../src-shared/text/format.ts'
import { addressOf } from '../../../app/address.ts'
import { useClient } from '../../../app/connection.ts'
import { isAbsolute, splitFile } from '../../../app/local-path.ts'
import { navigate } from '../../../app/router.ts'
import { useJob } from '../../../app/use-job.ts'
import { Button, LinkButton } from '../../../components/button.tsx'
import { ErrorNotice } from '../../../components/error-notice.tsx'
import { ErrorState } from '../../../components/error-state.tsx'
import { MoreMenu } from '../../../components/menu.tsx'
import { Progress } from '../../../components/progress.tsx'
import { SkeletonRows } from '../../../components/skeleton.tsx'
import { AfterStrip } from '../after/after-strip.tsx'
import { BuildHead } from '../build-head.tsx'
import { buildMenu } from '../build-menu.ts'
import { draftOf } from '../open-draft.ts'
import { BuiltImage } from './built-image.tsx'
import { RunLog } from './run-log.tsx'
import { RunOutcome } from './run-outcome.tsx'
import { buildTime, isUnderWay, runPhase } from './steps.ts'
import { StopSheet } from './stop-sheet.tsx'
import { useBuild } from './use-build.ts'
import { useLog } from './use-log.ts'
import { useNow } from './use-now.ts'

/** The present, told anew while the build needs it. */
function Phase({ build, nowMs }: { readonly build: BuildDetail; readonly nowMs: number }) {
  const job = useJob(build.jobId)
  const phase = runPhase(build, job)
  return (
    <div className="run-phase">
      <div className="line">
        <span className="medium nowrap">{phase.doing}</span>
        <span className="quiet cut grow tabular">{phase.amount}</span>
        <span className="quiet nowrap tabular">
          {[buildTime(build, nowMs), phase.left].filter((part) => part !== '').join(' · ')}
        </span>
      </div>
      <Progress label={text.progress} fraction={phase.share} />
      <span className="for-screen-readers" role="status">
        {phase.doing}
      </span>
    </div>
  )
}

function noteOf(build: BuildDetail): string {
  const { builder, startedAt, finishedAt, commit } = build
  const when = finishedAt === null ? text.started(formatClock(startedAt)) : formatRelative(finishedAt)
  const took = finishedAt === null ? [] : [text.took(buildTime(build, Date.parse(finishedAt)))]
  const of = commit === null ? [] : [text.ofCommit(commit.revision, commit.subject)]
  return [builder.label, when, ...took, ...of].join(' · ')
}

function Run({ build }: { readonly build: BuildDetail }) {
  const client = useClient()
  const isRunning = isUnderWay(build)
  const nowMs = useNow(isRunning)
  const log = useLog(build.id, build.logLines, isRunning)
  const [isStopping, setStopping] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<AppError | null>(null)
  const wasRunning = useRef(isRunning)
  const [isWitnessed, setWitnessed] = useState(false)
  useEffect(() => {
    if (wasRunning.current && build.state === 'done') setWitnessed(true)
    wasRunning.current = isRunning
  }, [isRunning, build.state])
  const { goTo } = log
  const failedLine = build.failedCommand?.line ?? null
  const firstLook = useRef(isRunning ? null : failedLine)
  useEffect(() => {
    if (firstLook.current !== null) goTo(firstLook.current)
    firstLook.current = null
  }, [goTo])

  /** Does something that leads to an address, or says why not. */
  const go = async (ask: () => Promise<string | AppError>): Promise<void> => {
    setBusy(true)
    setError(null)
    const answer = await ask()
    setBusy(false)
    if (typeof answer === 'string') navigate(answer)
    else setError(answer)
  }
  const change = (): Promise<void> =>
    go(async () => {
      const draft = await draftOf(client, build)
      return draft.ok ? addressOf.draft(draft.value) : draft.error
    })
  const again = (): Promise<void> =>
    go(async () => {
      const started = await client.call('build.start', build.params)
      return started.ok ? addressOf.build(started.value.buildId) : started.error
    })
  const attach = async (): Promise<void> => {
    setBusy(true)
    const attached = await client.call('build.attach', { id: build.id })
    setBusy(false)
    setError(attached.ok ? null : attached.error)
  }
  const leave = async (): Promise<void> => {
    setBusy(true)
    const left = await client.call('build.detach', { id: build.id })
    setBusy(false)
    setError(left.ok ? null : left.error)
  }
  // What is still being sent is not there yet.
  const isThere = build.steps.some(({ key, state }) => key === 'queue' && state !== 'waiting')
  const canLeave = isRunning && isThere && build.builder.id.startsWith('remote:')
  const name = splitFile(build.output).name || build.name
  return (
    <>
      <BuildHead
        title={name}
        step={build.state === 'done' ? 'publish' : 'build'}
        note={noteOf(build)}
        {...(build.text === '' ? {} : { onStep: () => void change() })}
        actions={
          <>
            {canLeave && (
              <Button isPending={isBusy} onPress={() => void leave()}>
                {text.leave}
              </Button>
            )}
            {isRunning && <Button onPress={() => setStopping(true)}>{text.stop}</Button>}
            <MoreMenu label={text.moreActions} entries={buildMenu(client, build)} />
          </>
        }
      />
      {isRunning ? (
        <Phase build={build} nowMs={nowMs} />
      ) : (
        <RunOutcome
          build={build}
          deeds={{
            onChange: () => void change(),
            onAgain: () => void again(),
            onAttach: () => void attach(),
            onShowLine: goTo,
            isBusy,
          }}
        />
      )}
      <ErrorNotice error={error} />
      {build.result !== null && isAbsolute(build.result.path) && <BuiltImage path={build.result.path} />}
      <RunLog build={build} log={log} nowMs={nowMs} />
      <AfterStrip build={build} isWitnessed={isWitnessed} />
      {isStopping && isRunning && <StopSheet build={build} onClose={() => setStopping(false)} />}
    </>
  )
}

export function BuildRun({ id }: { readonly id: string }) {
  const { build, error, reload } = useBuild(id)
  if (build !== null) return <Run key={id} build={build} />
  if (error === null) return <SkeletonRows />
  return (
    <ErrorState
      error={error}
      title={text.loadFailed}
      onRetry={reload}
      actions={<LinkButton href={addressOf.builds()}>{text.toBuilds}</LinkButton>}
    />
  )
}
