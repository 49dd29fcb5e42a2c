/**
 * The pull sheet: a reference is resolved while it is typed, *Pull* starts the job, and when it is
 * done the image's page follows. Closing the sheet never stops a pull.
 */
import './transfers.css'
import { useEffect, useMemo, useState } from 'react'
import type { AppError } from '../../../src-shared/model/error.ts'
import { keysByFingerprint } from '../../../src-shared/text/signer-claim.ts'
import { transfersText } from '../../../src-shared/text/transfers.ts'
import { addressOf } from '../../app/address.ts'
import { useClient } from '../../app/connection.ts'
import { closePullRequest, type PullRequest } from '../../app/pull-request.ts'
import { navigate } from '../../app/router.ts'
import { useCall } from '../../app/use-call.ts'
import { useJob } from '../../app/use-job.ts'
import { Button, IconButton } from '../../components/button.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { SourceNotice } from '../../components/source-notice.tsx'
import { PullForm } from './pull-form.tsx'
import { PullProgress } from './pull-progress.tsx'
import { isPullable } from './pull-view.ts'
import { useResolved } from './use-resolved.ts'
import { useTarget } from './use-target.ts'

function pathOfResult(result: unknown): string | null {
  if (typeof result !== 'object' || result === null) return null
  const path: unknown = Reflect.get(result, 'path')
  return typeof path === 'string' ? path : null
}

export function PullSheet({ request }: { readonly request: PullRequest }) {
  const client = useClient()
  const [text, setText] = useState(request.reference)
  const [architecture, setArchitecture] = useState(request.architecture)
  const [round, setRound] = useState(0)
  const [isReplacing, setReplacing] = useState(false)
  const [jobId, setJobId] = useState<string | null>(null)
  const [isStarting, setStarting] = useState(false)
  const [error, setError] = useState<AppError | null>(null)
  const job = useJob(jobId)
  const { value: keyList } = useCall('keyring.list', {}, { refetchOn: ['keyring.changed', 'trust.changed'] })
  const keys = useMemo(() => keysByFingerprint(keyList ?? []), [keyList])
  const here = useCall('settings.capabilities', {}).value?.architecture ?? null
  const resolving = useResolved({ reference: text, architecture, remote: request.remote }, round)
  const { situation } = resolving
  const resolved = situation.kind === 'ready' && isPullable(situation.resolved) ? situation.resolved : null
  const target = useTarget(resolved)
  const canPull =
    resolved !== null && target.isKnown && !target.isSame && target.name !== '' && (!target.exists || isReplacing)
  const donePath = job?.state === 'done' ? pathOfResult(job.result) : null

  useEffect(() => {
    if (donePath !== null) navigate(addressOf.image(donePath))
  }, [donePath])

  const start = async (): Promise<void> => {
    if (!canPull || resolved === null || isStarting) return
    setStarting(true)
    const result = await client.call('transfers.pull', {
      reference: resolved.reference,
      architecture: resolved.architecture,
      output: target.absolute,
      force: isReplacing,
      ...(request.remote === null ? {} : { remote: request.remote }),
    })
    setStarting(false)
    setError(result.ok ? null : result.error)
    if (result.ok) setJobId(result.value.jobId)
  }
  const ask = (verb: 'jobs.cancel' | 'jobs.resume'): void => {
    if (jobId !== null) void client.call(verb, { id: jobId })
  }
  const backToForm = (): void => {
    setJobId(null)
    setRound((value) => value + 1)
  }
  const closeButton = <IconButton icon="cross" label={transfersText.close} onPress={closePullRequest} />

  if (jobId !== null) {
    const isOver = job?.state === 'failed' || job?.state === 'cancelled' || job?.state === 'interrupted'
    const title = !isOver
      ? transfersText.pullingTitle(target.name)
      : job.state === 'cancelled'
        ? transfersText.cancelledTitle
        : transfersText.failedTitle
    return (
      <Sheet
        // Another sheet than the form's, so that the focus is placed anew.
        key="progress"
        title={title}
        width="medium"
        isOpen
        onClose={closePullRequest}
        headActions={closeButton}
        footer={
          isOver ? (
            <>
              <Button variant="ghost" className="first" onPress={closePullRequest}>
                {transfersText.close}
              </Button>
              <Button onPress={() => navigate(addressOf.activity(jobId))}>{transfersText.showActivity}</Button>
              <Button onPress={backToForm}>{transfersText.chooseAnother}</Button>
            </>
          ) : (
            <>
              <Button variant="ghost" className="first" onPress={() => ask('jobs.cancel')}>
                {transfersText.cancelPull}
              </Button>
              <Button autoFocus onPress={closePullRequest}>
                {transfersText.keepInBackground}
              </Button>
            </>
          )
        }
      >
        <PullProgress job={job} reference={resolved?.reference ?? text} onRetry={() => ask('jobs.resume')} />
      </Sheet>
    )
  }
  return (
    <Sheet
      key="form"
      title={transfersText.title}
      isOpen
      width="medium"
      onClose={closePullRequest}
      headActions={closeButton}
      footer={
        <>
          <Button variant="ghost" className="first" onPress={closePullRequest}>
            {transfersText.cancel}
          </Button>
          {target.isSame && resolved !== null ? (
            <Button variant="primary" onPress={() => navigate(addressOf.image(target.absolute))}>
              {transfersText.openImage}
            </Button>
          ) : (
            <Button
              variant="primary"
              icon="pull"
              isDisabled={!canPull}
              isPending={isStarting}
              onPress={() => void start()}
            >
              {transfersText.pull(resolved?.sizeBytes ?? null)}
            </Button>
          )}
        </>
      }
    >
      <PullForm
        text={text}
        onText={(next) => {
          setText(next)
          setRound(0)
          setReplacing(false)
        }}
        onArchitecture={setArchitecture}
        resolving={resolving}
        target={target}
        keys={keys}
        here={here}
        isReplacing={isReplacing}
        onReplace={setReplacing}
        onRetry={() => setRound((value) => value + 1)}
        onSubmit={() => void start()}
        hasFocus
      />
      {error !== null && (
        <div className="pull-notice">
          <SourceNotice
            kind="failed"
            title={error.message}
            {...(error.hint === undefined ? {} : { text: error.hint })}
          />
        </div>
      )}
    </Sheet>
  )
}
