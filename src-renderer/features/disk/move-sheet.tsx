/** Moving the image folder: what goes along and what it needs is shown first, then how far it is. Closing stops nothing. */
import { useState } from 'react'
import type { MovePlan, MoveResult } from '../../../src-shared/model/disk.ts'
import type { AppError } from '../../../src-shared/model/error.ts'
import { isFinished } from '../../../src-shared/model/job.ts'
import { diskText } from '../../../src-shared/text/disk.ts'
import { frameText } from '../../../src-shared/text/frame.ts'
import { transfersText } from '../../../src-shared/text/transfers.ts'
import { useClient } from '../../app/connection.ts'
import { useCall } from '../../app/use-call.ts'
import { useJob } from '../../app/use-job.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { type Fact, FactList } from '../../components/fact-list.tsx'
import { JobProgress } from '../../components/job-progress.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { SourceNotice } from '../../components/source-notice.tsx'

function isMoveResult(value: unknown): value is MoveResult {
  return typeof value === 'object' && value !== null && 'moved' in value && 'stayed' in value
}

/** As many of those that stay are named. */
const mostNamed = 8

function Stays({ stays }: { readonly stays: MoveResult['stayed'] }) {
  if (stays.length === 0) return null
  return (
    <div className="disk-move-stays">
      <p>{diskText.moveStays(stays.length)}</p>
      <ul>
        {stays.slice(0, mostNamed).map((stay) => (
          <li key={stay.path} className="quiet">
            {diskText.stay(stay)}
          </li>
        ))}
      </ul>
      {stays.length > mostNamed && <p className="quiet">{diskText.andMore(stays.length - mostNamed)}</p>}
    </div>
  )
}

function Preview({ plan }: { readonly plan: MovePlan }) {
  const facts: readonly Fact[] = [
    { name: diskText.moveFrom, value: <code className="disk-whole-path">{plan.from}</code> },
    { name: diskText.moveTo, value: <code className="disk-whole-path">{plan.to}</code> },
  ]
  const isTight = !plan.isSameDisk && plan.freeBytes !== null && plan.freeBytes < plan.neededBytes
  return (
    <div className="disk-move">
      <FactList facts={facts} isNarrow />
      <p>{diskText.moveHow(plan)}</p>
      {!plan.isSameDisk &&
        plan.count > 0 &&
        (isTight ? (
          <SourceNotice kind="failed" title={diskText.moveRoom(plan)} />
        ) : (
          <p className="quiet">{diskText.moveRoom(plan)}</p>
        ))}
      <p className="quiet">{diskText.moveKeeps}</p>
      {plan.others > 0 && <p className="quiet">{diskText.moveOthers(plan.others)}</p>}
      <Stays stays={plan.stays} />
    </div>
  )
}

function UnderWay({ jobId, onClose }: { readonly jobId: string; readonly onClose: () => void }) {
  const client = useClient()
  const job = useJob(jobId)
  const isOver = job !== null && isFinished(job.state)
  const result = job?.state === 'done' && isMoveResult(job.result) ? job.result : null
  return (
    <Sheet
      title={diskText.moveTitle}
      isOpen
      onClose={onClose}
      footer={
        isOver ? (
          <Button className="first" onPress={onClose}>
            {diskText.close}
          </Button>
        ) : (
          <>
            <Button variant="ghost" className="first" onPress={() => void client.call('jobs.cancel', { id: jobId })}>
              {frameText.cancel}
            </Button>
            <Button autoFocus onPress={onClose}>
              {transfersText.keepInBackground}
            </Button>
          </>
        )
      }
    >
      {result !== null ? (
        <div className="disk-move" role="status">
          <p>{diskText.movedAll(result)}</p>
          <Stays stays={result.stayed} />
        </div>
      ) : isOver && job.error !== null ? (
        <ErrorState
          error={job.error}
          title={diskText.moveFailed}
          onRetry={() => void client.call('jobs.resume', { id: jobId })}
        />
      ) : isOver ? (
        <p>{diskText.moveStopped}</p>
      ) : (
        <JobProgress job={job} label={diskText.moving} note={diskText.movingNote} />
      )}
    </Sheet>
  )
}

export function MoveSheet({ to, onClose }: { readonly to: string; readonly onClose: () => void }) {
  const client = useClient()
  const { value: plan, error } = useCall('disk.planMove', { to })
  const [jobId, setJobId] = useState<string | null>(null)
  const [startError, setStartError] = useState<AppError | null>(null)
  const [isStarting, setStarting] = useState(false)
  if (jobId !== null) return <UnderWay jobId={jobId} onClose={onClose} />
  const start = async (): Promise<void> => {
    setStarting(true)
    const started = await client.call('disk.move', { to })
    setStarting(false)
    setStartError(started.ok ? null : started.error)
    if (started.ok) setJobId(started.value.jobId)
  }
  return (
    <Sheet
      title={diskText.moveTitle}
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button variant="ghost" className="first" onPress={onClose}>
            {frameText.cancel}
          </Button>
          <Button variant="primary" isDisabled={plan === null} isPending={isStarting} onPress={() => void start()}>
            {plan === null || plan.count === 0 ? diskText.moveNone : diskText.moveButton(plan.count)}
          </Button>
        </>
      }
    >
      {plan !== null ? (
        <Preview plan={plan} />
      ) : error === null ? (
        <p className="quiet">{diskText.moveCounting}</p>
      ) : null}
      <ErrorNotice error={startError ?? (plan === null ? error : null)} />
    </Sheet>
  )
}
