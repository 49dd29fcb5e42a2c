/**
 * The sheet that extracts files of an image: questions, the job under way, and what came of it with
 * everything that was left out by name. Closing it never stops the job, which Activity shows too.
 */
import './files.css'
import { useState } from 'react'
import type { AppError } from '../../../src-shared/model/error.ts'
import { filesText } from '../../../src-shared/text/files.ts'
import { formatNoun, formatSize } from '../../../src-shared/text/format.ts'
import { frameText } from '../../../src-shared/text/frame.ts'
import { printable } from '../../../src-shared/text/printable.ts'
import { addressOf } from '../../app/address.ts'
import { useClient, useConnection } from '../../app/connection.ts'
import { isAbsolute, withoutTilde } from '../../app/local-path.ts'
import { navigate } from '../../app/router.ts'
import { useCall } from '../../app/use-call.ts'
import { useJob } from '../../app/use-job.ts'
import { Button, IconButton } from '../../components/button.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { JobProgress } from '../../components/job-progress.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { type ExtractAnswers, ExtractForm } from './extract-form.tsx'
import { type ExtractOutcome, extractOutcome, suggestedFolder } from './extract-view.ts'
import { baseName } from './file-tree.ts'

export interface ExtractSheetProps {
  /** Of the image. */
  readonly path: string
  /** What was selected; empty for everything. */
  readonly paths: readonly string[]
  readonly onClose: () => void
}

const mostProblems = 200

function Outcome({ outcome }: { readonly outcome: ExtractOutcome }) {
  const { entries, bytes, to, leftOut, ownersRefused, problemCount, problems } = outcome
  return (
    <div className="extract-outcome">
      <p>{filesText.extractedInto(formatNoun(entries, 'entry', 'entries'), formatSize(bytes))}</p>
      <div className="line">
        <code className="cut grow" title={to}>
          {to}
        </code>
        <CopyButton text={to} label={filesText.copyPath} />
      </div>
      {leftOut > 0 && <p>{filesText.leftOutHere(leftOut)}</p>}
      {ownersRefused > 0 && <p>{filesText.ownersRefused(ownersRefused)}</p>}
      {problemCount > 0 && (
        <section aria-label={filesText.notWritten(problemCount)}>
          <h3>{filesText.notWritten(problemCount)}</h3>
          <ul className="extract-problems">
            {problems.slice(0, mostProblems).map((problem) => (
              <li key={problem.path}>
                <code className="breaking-code">{printable(problem.path)}</code>{' '}
                <span className="quiet">{problem.message}</span>
              </li>
            ))}
            {problemCount > mostProblems && <li className="quiet">{filesText.andMore(problemCount - mostProblems)}</li>}
          </ul>
        </section>
      )}
    </div>
  )
}

function JobSheet({
  jobId,
  onBack,
  onClose,
}: {
  readonly jobId: string
  readonly onBack: () => void
  readonly onClose: () => void
}) {
  const client = useClient()
  const shell = useConnection((state) => state.shell)
  const job = useJob(jobId)
  const outcome = job === null ? null : extractOutcome(job)
  const state = job?.state ?? 'queued'
  const isFailed = state === 'failed' || state === 'interrupted'
  const isOver = isFailed || state === 'cancelled' || state === 'done'
  const title = isFailed
    ? filesText.extractFailed
    : state === 'cancelled'
      ? filesText.extractCancelled
      : state === 'done'
        ? filesText.extractDone
        : filesText.extractingTitle
  return (
    <Sheet
      title={title}
      isOpen
      onClose={onClose}
      headActions={<IconButton icon="cross" label={frameText.close} onPress={onClose} />}
      footer={
        isOver ? (
          <>
            <Button variant="ghost" className="first" onPress={() => navigate(addressOf.activity(jobId))}>
              {filesText.showActivity}
            </Button>
            {state !== 'done' && <Button onPress={onBack}>{filesText.extractAgain}</Button>}
            {outcome !== null && shell !== null && (
              <Button onPress={() => void shell.ask({ verb: 'revealFile', path: outcome.to })}>
                {filesText.showFolder}
              </Button>
            )}
            <Button variant="primary" autoFocus onPress={onClose}>
              {filesText.done}
            </Button>
          </>
        ) : (
          <>
            <Button variant="ghost" className="first" onPress={() => void client.call('jobs.cancel', { id: jobId })}>
              {filesText.extractStop}
            </Button>
            <Button autoFocus onPress={onClose}>
              {filesText.keepInBackground}
            </Button>
          </>
        )
      }
    >
      {outcome !== null ? (
        <Outcome outcome={outcome} />
      ) : isFailed && job !== null && job.error !== null ? (
        <ErrorState error={job.error} />
      ) : state === 'cancelled' ? (
        <p>{filesText.extractCancelledText}</p>
      ) : (
        <JobProgress
          job={job}
          label={filesText.extractingLabel}
          starting={filesText.extractStarts}
          note={filesText.extractGoesOn}
        />
      )}
    </Sheet>
  )
}

export function ExtractSheet({ path, paths, onClose }: ExtractSheetProps) {
  const client = useClient()
  const home = useCall('settings.capabilities', {}).value?.homeFolder ?? null
  const usage = useCall('files.usage', { path, depth: 0 })
  const [answers, setAnswers] = useState<ExtractAnswers>({
    what: paths.length === 0 ? 'all' : 'some',
    to: suggestedFolder('~', path),
    owners: false,
    special: false,
  })
  const [jobId, setJobId] = useState<string | null>(null)
  const [isStarting, setStarting] = useState(false)
  const [error, setError] = useState<AppError | null>(null)
  const folder = withoutTilde(answers.to.trim(), home)
  const canStart = isAbsolute(folder) && !isStarting
  const [whole] = usage.value?.directories ?? []
  const [first] = paths

  const start = async (): Promise<void> => {
    if (!canStart) return
    setStarting(true)
    const { owners, special, what } = answers
    const result = await client.call('files.extract', {
      path,
      paths: what === 'all' ? [] : [...paths],
      to: folder,
      owners,
      special,
    })
    setStarting(false)
    setError(result.ok ? null : result.error)
    if (result.ok) setJobId(result.value.id)
  }

  // Another sheet than the form's, so that the focus is placed anew.
  if (jobId !== null) return <JobSheet key={jobId} jobId={jobId} onBack={() => setJobId(null)} onClose={onClose} />
  return (
    <Sheet
      key="form"
      title={filesText.extractTitle(baseName(path))}
      subtitle={filesText.extractSubtitle}
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button variant="ghost" className="first" onPress={onClose}>
            {frameText.cancel}
          </Button>
          <Button
            variant="primary"
            icon="pull"
            isDisabled={!canStart}
            isPending={isStarting}
            onPress={() => void start()}
          >
            {filesText.extractNow}
          </Button>
        </>
      }
    >
      <ExtractForm
        answers={answers}
        onAnswers={setAnswers}
        some={
          first === undefined
            ? null
            : paths.length === 1
              ? filesText.extractOne(printable(first))
              : filesText.extractSelected(paths.length)
        }
        all={whole === undefined ? null : filesText.wholeImage(whole.files, formatSize(whole.totalBytes))}
        folder={folder}
        onSubmit={() => void start()}
      />
      <ErrorNotice error={error} />
    </Sheet>
  )
}
