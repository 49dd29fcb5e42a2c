/**
 * Signs many images one after the other, each as a whole, with one key: what will happen, how far it is, and
 * what became of each. One that fails leaves the others alone. Only its button signs.
 */
import '../own-keys/own-keys.css'
import './signing.css'
import { useEffect, useRef, useState } from 'react'
import { Form } from 'react-aria-components'
import type { AppError } from '../../../src-shared/model/error.ts'
import { isFinished, type Job } from '../../../src-shared/model/job.ts'
import { formatCount } from '../../../src-shared/text/format.ts'
import { frameText } from '../../../src-shared/text/frame.ts'
import { signingText as text } from '../../../src-shared/text/signing.ts'
import { useClient } from '../../app/connection.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { Icon } from '../../components/icon.tsx'
import { Progress } from '../../components/progress.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { SigningKeyFields, useSigningKeys } from './signing-keys.tsx'
import { openSigning } from './signing-store.ts'

type Outcome =
  | { readonly kind: 'waiting' | 'signing' | 'signed' }
  | { readonly kind: 'failed'; readonly error: AppError }

const waiting: Outcome = { kind: 'waiting' }
const nameOf = (path: string): string => path.split(/[\\/]/).at(-1) ?? path

function OutcomeMark({ outcome }: { readonly outcome: Outcome }) {
  switch (outcome.kind) {
    case 'waiting':
      return <span className="quiet">{text.willBeSigned}</span>
    case 'signing':
      return <span>{text.signing}…</span>
    case 'signed':
      return (
        <span className="line">
          <Icon name="check" />
          {text.signedOne}
        </span>
      )
    case 'failed':
      return <span title={outcome.error.hint}>{outcome.error.message}</span>
  }
}

export function SignManySheet({ paths }: { readonly paths: readonly string[] }) {
  const client = useClient()
  const keys = useSigningKeys()
  const [outcomes, setOutcomes] = useState<ReadonlyMap<string, Outcome>>(new Map())
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<AppError | null>(null)
  const stopped = useRef(false)
  const current = useRef<string | null>(null)
  useEffect(
    () => () => {
      stopped.current = true
      if (current.current !== null) void client.call('jobs.cancel', { id: current.current })
    },
    [client],
  )
  const done = paths.filter((path) => ['signed', 'failed'].includes(outcomes.get(path)?.kind ?? '')).length
  const put = (path: string, outcome: Outcome): void => setOutcomes((before) => new Map(before).set(path, outcome))

  const signOne = async (path: string, fingerprint: string, keeper: 'here' | 'gnupg'): Promise<Outcome> => {
    const ends = new Map<string, Job>()
    let wake: () => void = () => undefined
    const stop = client.on('jobs.changed', (job) => {
      if (job.kind !== 'sign' || !isFinished(job.state)) return
      ends.set(job.id, job)
      wake()
    })
    try {
      const started = await client.call('signatures.sign', { path, scope: { kind: 'image' }, fingerprint, keeper })
      if (!started.ok) return { kind: 'failed', error: started.error }
      const { jobId } = started.value
      current.current = jobId
      // The sheet was closed while the job was being started.
      if (stopped.current) void client.call('jobs.cancel', { id: jobId })
      for (;;) {
        const job = ends.get(jobId)
        if (job?.state === 'done') return { kind: 'signed' }
        if (job !== undefined) return job.error === null ? waiting : { kind: 'failed', error: job.error }
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    } finally {
      current.current = null
      stop()
    }
  }

  const sign = async (): Promise<void> => {
    const { chosen } = keys
    if (chosen === null || isBusy) return
    setBusy(true)
    stopped.current = false
    const locked = await keys.unlock()
    setError(locked)
    if (locked === null) {
      for (const path of paths) {
        if (stopped.current) break
        if (outcomes.get(path)?.kind === 'signed') continue
        put(path, { kind: 'signing' })
        const outcome = await signOne(path, chosen.fingerprint, chosen.keeper)
        put(path, outcome)
        if (outcome.kind === 'signed') void client.call('signatures.verify', { path })
      }
    }
    setBusy(false)
  }
  const close = (): void => openSigning(null)
  const isOver = !isBusy && done === paths.length
  return (
    <Sheet
      title={text.titleMany(paths.length)}
      subtitle={text.subtitle}
      width="medium"
      isOpen
      onClose={close}
      footer={
        <>
          <Button variant="ghost" className="first" onPress={close}>
            {isOver ? frameText.close : frameText.cancel}
          </Button>
          {isBusy && <Progress label={text.signedOf(done, paths.length)} fraction={done / Math.max(1, paths.length)} />}
          {!isOver && (
            <Button icon="sign" isPending={isBusy} isDisabled={!keys.isReady} onPress={() => void sign()}>
              {text.signMany(paths.length - done)}
            </Button>
          )}
        </>
      }
    >
      <Form className="own-form" onSubmit={(event) => event.preventDefault()}>
        <SigningKeyFields keys={keys} onLeave={close} />
        <p className="quiet own-info">
          <Icon name="info" />
          {text.effectMany}
        </p>
        <ErrorNotice error={error ?? keys.error} />
        <p role="status" className="for-screen-readers">
          {done > 0 ? text.signedOf(done, paths.length) : ''}
        </p>
        <ul className="sign-many" aria-label={text.images(formatCount(paths.length))}>
          {paths.map((path) => (
            <li key={path} className="line">
              <span className="cut grow" title={path}>
                {nameOf(path)}
              </span>
              <OutcomeMark outcome={outcomes.get(path) ?? waiting} />
            </li>
          ))}
        </ul>
      </Form>
    </Sheet>
  )
}
