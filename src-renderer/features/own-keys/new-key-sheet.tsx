/** The three steps of a new key, and what is to be done with it afterwards. Nothing is published here. */
import './own-keys.css'
import { type FormEvent, useState } from 'react'
import { Form } from 'react-aria-components'
import type { CallValue } from '../../../src-shared/contract/index.ts'
import type { AppError } from '../../../src-shared/model/error.ts'
import { ownKeysText as text } from '../../../src-shared/text/keyring-own.ts'
import { useClient } from '../../app/connection.ts'
import { ActionSheet } from '../../components/action-sheet.tsx'
import { Button } from '../../components/button.tsx'
import { RadioGroup } from '../../components/choice.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { Field } from '../../components/field.tsx'
import { Fingerprint } from '../../components/fingerprint.tsx'
import { Icon } from '../../components/icon.tsx'
import { Segmented } from '../../components/segmented.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { Backup } from './backup.tsx'
import { openOwnKeySheet } from './own-keys-store.ts'
import {
  emailProblem,
  isPassphraseReady,
  type Life,
  lifeDays,
  lifeEnd,
  passphraseProblem,
  repeatProblem,
  userIdOf,
} from './passphrase.ts'

const close = (): void => openOwnKeySheet(null)
const steps = ['who', 'strength', 'protect'] as const
type Kind = 'ed25519' | 'rsa4096'
type Made = CallValue<'keyring.make'>

function Steps({ at }: { readonly at: number }) {
  return (
    <ol className="own-steps">
      {steps.map((step, index) => (
        <li
          key={step}
          {...(index === at ? { 'aria-current': 'step' } : {})}
          className={index < at ? 'done' : undefined}
        >
          <b>{index < at ? <Icon name="check" size={12} /> : index + 1}</b>
          {text.steps[step]}
        </li>
      ))}
    </ol>
  )
}

function MadeSheet({ made }: { readonly made: Made }) {
  const { key, revocationFile } = made
  return (
    <Sheet
      title={text.madeTitle}
      subtitle={text.madeText}
      width="small"
      isOpen
      onClose={close}
      footer={
        <Button className="push-end" variant="primary" onPress={close}>
          {text.done}
        </Button>
      }
    >
      <div className="line own-fingerprint">
        <Fingerprint fingerprint={key.fingerprint} />
        <CopyButton text={key.fingerprint} />
      </div>
      <h3>{text.backUpTitle}</h3>
      <Backup keyHere={key} />
      <h3>{text.revocationTitle}</h3>
      <p className="own-note">{text.revocationText}</p>
      <p className="line">
        <code className="own-path">{revocationFile}</code>
        <CopyButton text={revocationFile} />
      </p>
      <p className="quiet own-note">{text.notPublished}</p>
    </Sheet>
  )
}

export function NewKeySheet() {
  const client = useClient()
  const [step, setStep] = useState(0)
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [comment, setComment] = useState('')
  const [kind, setKind] = useState<Kind>('ed25519')
  const [life, setLife] = useState<Life>('two')
  const [passphrase, setPassphrase] = useState('')
  const [again, setAgain] = useState('')
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<AppError | null>(null)
  const [made, setMade] = useState<Made | null>(null)
  if (made !== null) return <MadeSheet made={made} />

  const trimmed = { name: name.trim(), email: email.trim(), comment: comment.trim() }
  const isReady = [
    trimmed.name !== '' && emailProblem(trimmed.email) === null,
    true,
    isPassphraseReady(passphrase, again),
  ][step]
  const goOn = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    if (isReady !== true || isBusy) return
    if (step < 2) return setStep(step + 1)
    setBusy(true)
    setError(null)
    const answer = await client.call('keyring.make', { ...trimmed, kind, lifeDays: lifeDays[life], passphrase })
    setBusy(false)
    if (!answer.ok) return setError(answer.error)
    setPassphrase('')
    setAgain('')
    setMade(answer.value)
  }
  const end = lifeEnd(life, new Date())
  return (
    <ActionSheet
      title={text.newKeyTitle}
      subtitle={<Steps at={step} />}
      width="small"
      onClose={close}
      otherActions={step > 0 && <Button onPress={() => setStep(step - 1)}>{text.back}</Button>}
      variant="primary"
      action={step < 2 ? text.next : text.makeKey}
      isReady={isReady === true}
      isBusy={isBusy}
      onAction={() => document.querySelector<HTMLFormElement>('form.own-form')?.requestSubmit()}
      error={error}
    >
      <Form className="own-form" onSubmit={(event) => void goOn(event)}>
        {step === 0 && (
          <>
            <p className="quiet">{text.whoText}</p>
            <Field label={text.name} value={name} onChange={setName} autoFocus isRequired autoComplete="name" />
            <Field
              label={text.email}
              value={email}
              onChange={setEmail}
              autoComplete="email"
              problem={emailProblem(trimmed.email)}
            />
            <Field label={text.comment} value={comment} onChange={setComment} help={text.commentHelp} />
          </>
        )}
        {step === 1 && (
          <>
            <p className="quiet">{text.forWhom(userIdOf(trimmed.name, trimmed.email))}</p>
            <RadioGroup<Kind>
              label={text.kind}
              value={kind}
              onChange={setKind}
              choices={(['ed25519', 'rsa4096'] as const).map((value) => ({
                value,
                label: <span className="medium">{text.kinds[value]}</span>,
                note: text.kindNotes[value],
              }))}
            />
            <LifeChoice value={life} onChange={setLife} />
            <p className="quiet">{end === null ? text.lifeEndless : text.lifeUntil(end)}</p>
            <p className="quiet own-info">
              <Icon name="info" />
              {text.certificateNote}
            </p>
          </>
        )}
        {step === 2 && (
          <NewPassphrase
            label={text.passphrase}
            passphrase={passphrase}
            again={again}
            onPassphrase={setPassphrase}
            onAgain={setAgain}
            autoFocus
          />
        )}
        <button type="submit" hidden />
      </Form>
    </ActionSheet>
  )
}

export function LifeChoice({ value, onChange }: { readonly value: Life; readonly onChange: (life: Life) => void }) {
  return (
    <div className="own-life">
      <span className="field-label">{text.life}</span>
      <Segmented<Life>
        label={text.life}
        segments={(['year', 'two', 'five', 'endless'] as const).map((one) => ({ value: one, label: text.lives[one] }))}
        value={value}
        onChange={onChange}
      />
    </div>
  )
}

export interface NewPassphraseProps {
  readonly label: string
  readonly passphrase: string
  readonly again: string
  readonly onPassphrase: (value: string) => void
  readonly onAgain: (value: string) => void
  readonly autoFocus?: boolean
}

/** A passphrase that is chosen: typed twice, with its least length and plain advice. */
export function NewPassphrase(props: NewPassphraseProps) {
  const { label, passphrase, again } = props
  return (
    <>
      <Field
        label={label}
        type="password"
        icon="lock"
        value={passphrase}
        onChange={props.onPassphrase}
        autoFocus={props.autoFocus ?? false}
        autoComplete="new-password"
        help={text.passphraseHelp}
        problem={passphraseProblem(passphrase)}
      />
      <Field
        label={text.passphraseAgain}
        type="password"
        icon="lock"
        value={again}
        onChange={props.onAgain}
        autoComplete="new-password"
        problem={repeatProblem(passphrase, again)}
      />
    </>
  )
}
