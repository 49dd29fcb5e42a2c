/**
 * The push sheet: the reference is completed and looked up while it is typed, what is missing is named
 * before it is made, *Push* starts the job. Closing the sheet never stops a push.
 */
import './push.css'
import { useState } from 'react'
import type { AppError } from '../../../src-shared/model/error.ts'
import type { PushResult } from '../../../src-shared/model/push.ts'
import { formatSize } from '../../../src-shared/text/format.ts'
import { frameText } from '../../../src-shared/text/frame.ts'
import { pushText as text } from '../../../src-shared/text/push.ts'
import { transfersText } from '../../../src-shared/text/transfers.ts'
import { addressOf } from '../../app/address.ts'
import { useClient } from '../../app/connection.ts'
import { navigate } from '../../app/router.ts'
import { useCall } from '../../app/use-call.ts'
import { useJob } from '../../app/use-job.ts'
import { useSettled } from '../../app/use-settled.ts'
import { Button, IconButton } from '../../components/button.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { JobProgress } from '../../components/job-progress.tsx'
import { ReferenceBox } from '../../components/reference-box.tsx'
import { ReferenceText } from '../../components/reference-text.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { openSigning } from '../signing/signing-store.ts'
import { PushForm } from './push-form.tsx'
import { askToPush, usePushRequest } from './push-store.ts'
import { isWholeReference, obstacleOf, suggestionsFor } from './push-view.ts'

const close = (): void => askToPush(null)

function isPushResult(value: unknown): value is PushResult {
  return typeof value === 'object' && value !== null && 'pinned' in value && 'bytesUploaded' in value
}

function Outcome({ result }: { readonly result: PushResult }) {
  return (
    <div className="push-form" role="status">
      <p>{result.bytesUploaded === 0 ? text.wasThere : text.sent(result.bytesUploaded)}</p>
      <ReferenceBox label={text.moving} reference={result.reference} copyLabel={text.copyReference} />
      <ReferenceBox label={text.pinnedLabel} reference={result.pinned} copyLabel={text.copyPinned} />
      {result.created.length > 0 && <p className="quiet">{text.madeAll(result.created)}</p>}
      {result.quota !== null && <p className="quiet">{text.room(result.quota)}</p>}
    </div>
  )
}

interface UnderWayProps {
  readonly jobId: string
  readonly name: string
  readonly reference: string
  readonly remote: string
  readonly onBack: () => void
}

function UnderWay({ jobId, name, reference, remote, onBack }: UnderWayProps) {
  const client = useClient()
  const job = useJob(jobId)
  const result = job?.state === 'done' && isPushResult(job.result) ? job.result : null
  const isOver = job?.state === 'failed' || job?.state === 'cancelled' || job?.state === 'interrupted'
  const showInLibrary = (): void => {
    close()
    const [, path = ''] = /^library:\/\/([^:]+)/.exec(reference) ?? []
    navigate(addressOf.container(remote, path))
  }
  const footer =
    result !== null ? (
      <>
        <Button variant="ghost" className="first" onPress={close}>
          {text.done}
        </Button>
        <Button variant="primary" onPress={showInLibrary}>
          {text.showInLibrary}
        </Button>
      </>
    ) : isOver ? (
      <>
        <Button variant="ghost" className="first" onPress={close}>
          {transfersText.close}
        </Button>
        <Button onPress={() => navigate(addressOf.activity(jobId))}>{transfersText.showActivity}</Button>
        <Button onPress={onBack}>{text.change}</Button>
      </>
    ) : (
      <>
        <Button variant="ghost" className="first" onPress={() => void client.call('jobs.cancel', { id: jobId })}>
          {text.cancelPush}
        </Button>
        <Button autoFocus onPress={close}>
          {transfersText.keepInBackground}
        </Button>
      </>
    )
  const title = result !== null ? text.pushedTitle(name) : isOver ? text.failedTitle(name) : text.pushingTitle(name)
  return (
    <Sheet
      key={result === null ? 'progress' : 'result'}
      title={title}
      width="medium"
      isOpen
      onClose={close}
      headActions={<IconButton icon="cross" label={transfersText.close} onPress={close} />}
      footer={footer}
    >
      {result !== null ? (
        <Outcome result={result} />
      ) : isOver && job.error !== null ? (
        <ErrorState error={job.error} onRetry={() => void client.call('jobs.resume', { id: jobId })} />
      ) : isOver ? (
        <p className="quiet">{text.cancelledText}</p>
      ) : (
        <JobProgress job={job} label={text.pushing} note={text.tagsLast}>
          <ReferenceText reference={reference} />
        </JobProgress>
      )}
    </Sheet>
  )
}

export function PushSheet({ path }: { readonly path: string }) {
  const client = useClient()
  const name = path.split(/[\\/]/).at(-1) ?? path
  const { value: image } = useCall('images.byPath', { path })
  const { value: library } = useCall('images.list', { sort: 'addedAt', descending: true, limit: 100 })
  const [reference, setReference] = useState(() => usePushRequest.getState().reference)
  const [description, setDescription] = useState('')
  const [isWithoutSignature, setWithoutSignature] = useState(false)
  const [jobId, setJobId] = useState<string | null>(null)
  const [startError, setStartError] = useState<AppError | null>(null)
  const others = (library?.images ?? []).flatMap(({ reference }) => (reference === null ? [] : [reference]))
  const facts = { fileName: name, origin: image?.reference ?? null, others }
  const settled = useSettled(reference.trim(), 250)
  const asked = isWholeReference(settled) ? { path, reference: settled } : null
  const planning = useCall('transfers.planPush', asked, {
    refetchOn: ['signatures.verified', 'trust.changed', 'remotes.changed'],
  })
  const plan = asked !== null && settled === reference.trim() ? planning.value : null
  const suggestions = suggestionsFor({ ...facts, text: reference, plan })
  const obstacle = plan === null ? null : obstacleOf(plan)
  // The plan of another reference stays until the one of this reference is there.
  const canPush =
    plan !== null && !planning.isRefreshing && (obstacle === null || (obstacle === 'notSigned' && isWithoutSignature))

  const start = async (): Promise<void> => {
    if (!canPush) return
    const started = await client.call('transfers.push', {
      path,
      reference: settled,
      description,
      allowUnsigned: obstacle === 'notSigned' && isWithoutSignature,
    })
    setStartError(started.ok ? null : started.error)
    if (started.ok) setJobId(started.value.jobId)
  }

  if (jobId !== null)
    return (
      <UnderWay
        jobId={jobId}
        name={name}
        reference={plan?.reference ?? settled}
        remote={plan?.remote ?? ''}
        onBack={() => setJobId(null)}
      />
    )
  const about = image === null ? undefined : `${formatSize(image.sizeBytes)} · ${image.architecture}`
  const pushLabel =
    isWithoutSignature && obstacle === 'notSigned' ? text.pushAnyway : text.push(plan?.file.sizeBytes ?? null)
  return (
    <Sheet
      title={text.title(name)}
      {...(about === undefined ? {} : { subtitle: about })}
      width="normal"
      isOpen
      onClose={close}
      headActions={<IconButton icon="cross" label={transfersText.close} onPress={close} />}
      footer={
        <>
          <Button variant="ghost" className="first" onPress={close}>
            {frameText.cancel}
          </Button>
          {obstacle === 'notSigned' && !isWithoutSignature && (
            <Button variant="ghost" onPress={() => setWithoutSignature(true)}>
              {text.withoutSignature}
            </Button>
          )}
          <Button
            variant={isWithoutSignature && obstacle === 'notSigned' ? 'danger' : 'primary'}
            icon="push"
            isDisabled={!canPush}
            onPress={() => void start()}
          >
            {pushLabel}
          </Button>
        </>
      }
    >
      <PushForm
        reference={reference}
        onReference={(next) => {
          setReference(next)
          setWithoutSignature(false)
          setStartError(null)
        }}
        description={description}
        onDescription={setDescription}
        suggestions={suggestions}
        plan={plan}
        isAsking={asked !== null}
        error={startError ?? (asked === null ? null : planning.error)}
        onSign={() => {
          close()
          openSigning({ kind: 'sign', path })
        }}
        onLogIn={() => {
          close()
          navigate(addressOf.settings('accounts'))
        }}
        onRetry={planning.reload}
      />
      {isWithoutSignature && obstacle === 'notSigned' && <p className="push-warning">{text.withoutSignatureText}</p>}
    </Sheet>
  )
}
