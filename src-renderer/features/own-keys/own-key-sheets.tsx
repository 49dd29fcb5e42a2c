/** Sheets about one own key: unlock, extend, change the passphrase, back up, revoke, remove. None is a default button. */
import './own-keys.css'
import { type ReactNode, useState } from 'react'
import { Form } from 'react-aria-components'
import type { AppError } from '../../../src-shared/model/error.ts'
import type { Key } from '../../../src-shared/model/key.ts'
import { assertNever, type Result } from '../../../src-shared/model/result.ts'
import { firstUserId } from '../../../src-shared/model/user-id.ts'
import { frameText } from '../../../src-shared/text/frame.ts'
import { keyringText } from '../../../src-shared/text/keyring.ts'
import { ownKeysText as text } from '../../../src-shared/text/keyring-own.ts'
import { useClient } from '../../app/connection.ts'
import { Button } from '../../components/button.tsx'
import { Check, RadioGroup } from '../../components/choice.tsx'
import { Field } from '../../components/field.tsx'
import { Fingerprint } from '../../components/fingerprint.tsx'
import { Segmented } from '../../components/segmented.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { SourceNotice } from '../../components/source-notice.tsx'
import { Backup } from './backup.tsx'
import { LifeChoice, NewPassphrase } from './new-key-sheet.tsx'
import { type OwnKeySheet, openOwnKeySheet, readUnlocked, useOwnKeys } from './own-keys-store.ts'
import { isPassphraseReady, type Life, lifeDays } from './passphrase.ts'

const close = (): void => openOwnKeySheet(null)
const nameOf = (key: Key): string => firstUserId(key.userIds)?.name ?? keyringText.noName

interface FrameProps {
  readonly keyHere: Key
  readonly title: string
  readonly subtitle: string
  readonly action: string
  readonly isReady: boolean
  readonly isDangerous?: boolean
  /** What the button does; the sheet closes when it succeeds. */
  readonly run: () => Promise<Result<unknown>>
  readonly children: ReactNode
}

function Frame(props: FrameProps) {
  const client = useClient()
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<AppError | null>(null)
  const run = async (): Promise<void> => {
    if (!props.isReady || isBusy) return
    setBusy(true)
    setError(null)
    const answer = await props.run()
    setBusy(false)
    await readUnlocked(client)
    if (answer.ok) close()
    else setError(answer.error)
  }
  return (
    <Sheet
      title={props.title}
      subtitle={props.subtitle}
      width="small"
      isOpen
      onClose={close}
      footer={
        <>
          <Button variant="ghost" className="first" onPress={close}>
            {frameText.cancel}
          </Button>
          <Button
            variant={props.isDangerous ? 'danger' : 'plain'}
            isPending={isBusy}
            isDisabled={!props.isReady}
            onPress={() => void run()}
          >
            {props.action}
          </Button>
        </>
      }
    >
      <Form className="own-form" onSubmit={(event) => event.preventDefault()}>
        <Fingerprint fingerprint={props.keyHere.fingerprint} form="line" />
        {props.children}
        {error !== null && <SourceNotice kind="failed" title={error.message} text={error.hint ?? ''} />}
      </Form>
    </Sheet>
  )
}

export type UnlockMinutes = '5' | '15' | '60'

export interface PassphraseFieldProps {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly autoFocus?: boolean
}

export function PassphraseField(props: PassphraseFieldProps) {
  return <Field {...props} type="password" icon="lock" autoComplete="current-password" />
}

export function StayUnlocked({
  value,
  onChange,
}: {
  readonly value: UnlockMinutes
  readonly onChange: (minutes: UnlockMinutes) => void
}) {
  return (
    <div className="own-life">
      <span className="field-label">{text.stayUnlocked}</span>
      <Segmented<UnlockMinutes>
        label={text.stayUnlocked}
        segments={(['5', '15', '60'] as const).map((minutes) => ({ value: minutes, label: text.minutes[minutes] }))}
        value={value}
        onChange={onChange}
      />
    </div>
  )
}

function Unlock({ keyHere }: { readonly keyHere: Key }) {
  const client = useClient()
  const [passphrase, setPassphrase] = useState('')
  const [minutes, setMinutes] = useState<UnlockMinutes>('15')
  return (
    <Frame
      keyHere={keyHere}
      title={text.unlockTitle(nameOf(keyHere))}
      subtitle={text.unlockText}
      action={text.unlockAction}
      isReady={passphrase !== ''}
      run={() =>
        client.call('keyring.unlock', { fingerprint: keyHere.fingerprint, passphrase, minutes: Number(minutes) })
      }
    >
      <PassphraseField label={text.passphrase} value={passphrase} onChange={setPassphrase} autoFocus />
      <StayUnlocked value={minutes} onChange={setMinutes} />
    </Frame>
  )
}

function Extend({ keyHere }: { readonly keyHere: Key }) {
  const client = useClient()
  const [passphrase, setPassphrase] = useState('')
  const [life, setLife] = useState<Life>('two')
  return (
    <Frame
      keyHere={keyHere}
      title={text.extendTitle(nameOf(keyHere))}
      subtitle={text.extendText}
      action={text.extendAction}
      isReady={passphrase !== ''}
      run={() =>
        client.call('keyring.extend', { fingerprint: keyHere.fingerprint, passphrase, lifeDays: lifeDays[life] })
      }
    >
      <LifeChoice value={life} onChange={setLife} />
      <PassphraseField label={text.passphrase} value={passphrase} onChange={setPassphrase} autoFocus />
    </Frame>
  )
}

function ChangePassphrase({ keyHere }: { readonly keyHere: Key }) {
  const client = useClient()
  const [before, setBefore] = useState('')
  const [after, setAfter] = useState('')
  const [again, setAgain] = useState('')
  return (
    <Frame
      keyHere={keyHere}
      title={text.changeTitle(nameOf(keyHere))}
      subtitle={text.changeText}
      action={text.changeAction}
      isReady={before !== '' && isPassphraseReady(after, again)}
      run={() => client.call('keyring.changePassphrase', { fingerprint: keyHere.fingerprint, before, after })}
    >
      <PassphraseField label={text.oldPassphrase} value={before} onChange={setBefore} autoFocus />
      <NewPassphrase
        label={text.newPassphrase}
        passphrase={after}
        again={again}
        onPassphrase={setAfter}
        onAgain={setAgain}
      />
    </Frame>
  )
}

type Reason = keyof typeof text.reasons
const reasons: readonly Reason[] = ['compromised', 'superseded', 'retired', 'none']

function Revoke({ keyHere }: { readonly keyHere: Key }) {
  const client = useClient()
  const { fingerprint } = keyHere
  const isUnlocked = useOwnKeys((state) => state.unlocked.includes(fingerprint))
  const [reason, setReason] = useState<Reason | null>(null)
  const [words, setWords] = useState('')
  const [passphrase, setPassphrase] = useState('')
  const [isUnderstood, setUnderstood] = useState(false)
  const run = async (): Promise<Result<unknown>> => {
    if (!isUnlocked) {
      const opened = await client.call('keyring.unlock', { fingerprint, passphrase, minutes: 1 })
      if (!opened.ok) return opened
    }
    const answer = await client.call('keyring.revoke', { fingerprint, reason: reason ?? 'none', text: words.trim() })
    if (answer.ok) await client.call('keyring.lock', { fingerprint })
    return answer
  }
  return (
    <Frame
      keyHere={keyHere}
      title={text.revokeTitle(nameOf(keyHere))}
      subtitle={text.revokeText}
      action={text.revokeAction}
      isDangerous
      isReady={reason !== null && isUnderstood && (isUnlocked || passphrase !== '')}
      run={run}
    >
      <RadioGroup<Reason>
        label={text.reason}
        value={reason}
        onChange={setReason}
        choices={reasons.map((value) => ({ value, label: text.reasons[value], note: text.reasonNotes[value] }))}
      />
      <Field label={text.reasonText} value={words} onChange={setWords} />
      {!isUnlocked && <PassphraseField label={text.passphrase} value={passphrase} onChange={setPassphrase} />}
      <Check isChecked={isUnderstood} onChange={setUnderstood}>
        {text.revokeUnderstood}
      </Check>
    </Frame>
  )
}

function RemoveSecret({ keyHere }: { readonly keyHere: Key }) {
  const client = useClient()
  const [isUnderstood, setUnderstood] = useState(false)
  return (
    <Frame
      keyHere={keyHere}
      title={text.removeSecretTitle(nameOf(keyHere))}
      subtitle={text.removeSecretText}
      action={text.removeSecretAction}
      isDangerous
      isReady={isUnderstood}
      run={() => client.call('keyring.removeSecret', { fingerprint: keyHere.fingerprint })}
    >
      <Check isChecked={isUnderstood} onChange={setUnderstood}>
        {text.removeSecretUnderstood}
      </Check>
    </Frame>
  )
}

function BackUp({ keyHere }: { readonly keyHere: Key }) {
  return (
    <Sheet
      title={text.backUpSheetTitle(nameOf(keyHere))}
      width="small"
      isOpen
      onClose={close}
      footer={
        <Button variant="ghost" className="first" onPress={close}>
          {frameText.close}
        </Button>
      }
    >
      <Fingerprint fingerprint={keyHere.fingerprint} form="line" />
      <Backup keyHere={keyHere} />
    </Sheet>
  )
}

export function OneKeySheet({ sheet }: { readonly sheet: Exclude<OwnKeySheet, { readonly kind: 'new' }> }) {
  switch (sheet.kind) {
    case 'unlock':
      return <Unlock keyHere={sheet.key} />
    case 'extend':
      return <Extend keyHere={sheet.key} />
    case 'changePassphrase':
      return <ChangePassphrase keyHere={sheet.key} />
    case 'backUp':
      return <BackUp keyHere={sheet.key} />
    case 'revoke':
      return <Revoke keyHere={sheet.key} />
    case 'removeSecret':
      return <RemoveSecret keyHere={sheet.key} />
    default:
      return assertNever(sheet.kind)
  }
}
