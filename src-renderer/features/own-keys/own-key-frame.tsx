/** What the sheets about one own key share: which key it is, its passphrase, and how long it stays unlocked. */
import './own-keys.css'
import type { ReactNode } from 'react'
import { Form } from 'react-aria-components'
import type { Key } from '../../../src-shared/model/key.ts'
import type { Result } from '../../../src-shared/model/result.ts'
import { firstUserId } from '../../../src-shared/model/user-id.ts'
import { keyringText } from '../../../src-shared/text/keyring.ts'
import { ownKeysText as text } from '../../../src-shared/text/keyring-own.ts'
import { useClient } from '../../app/connection.ts'
import { ActionSheet, useSheetRun } from '../../components/action-sheet.tsx'
import { Field } from '../../components/field.tsx'
import { Fingerprint } from '../../components/fingerprint.tsx'
import { Segmented } from '../../components/segmented.tsx'
import { openOwnKeySheet, readUnlocked } from './own-keys-store.ts'

export const close = (): void => openOwnKeySheet(null)
export const nameOf = (key: Key): string => firstUserId(key.userIds)?.name ?? keyringText.noName

export interface OwnKeyFrameProps {
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

/** A sheet about one own key. Its button is never the default one. */
export function OwnKeyFrame(props: OwnKeyFrameProps) {
  const client = useClient()
  const { isBusy, error, start } = useSheetRun(async () => {
    const answer = await props.run()
    await readUnlocked(client)
    return answer
  }, close)
  return (
    <ActionSheet
      title={props.title}
      subtitle={props.subtitle}
      width="small"
      onClose={close}
      variant={props.isDangerous ? 'danger' : 'plain'}
      action={props.action}
      isReady={props.isReady}
      isBusy={isBusy}
      onAction={start}
      error={error}
    >
      <Form className="own-form" onSubmit={(event) => event.preventDefault()}>
        <Fingerprint fingerprint={props.keyHere.fingerprint} form="line" />
        {props.children}
      </Form>
    </ActionSheet>
  )
}

export interface PassphraseFieldProps {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly autoFocus?: boolean
}

export function PassphraseField(props: PassphraseFieldProps) {
  return <Field {...props} type="password" icon="lock" autoComplete="current-password" />
}

export type UnlockTime = keyof typeof text.unlockTimes
const unlockTimes: readonly UnlockTime[] = ['5', '15', '60', '0']

/** As the engine takes it: minutes after the last use; 0: as long as the engine runs. */
export const unlockMinutes = (time: UnlockTime): number => Number(time)

export interface StayUnlockedProps {
  readonly value: UnlockTime
  readonly onChange: (time: UnlockTime) => void
}

export function StayUnlocked({ value, onChange }: StayUnlockedProps) {
  return (
    <div className="own-life">
      <span className="field-label">{text.stayUnlocked}</span>
      <Segmented<UnlockTime>
        label={text.stayUnlocked}
        segments={unlockTimes.map((time) => ({ value: time, label: text.unlockTimes[time] }))}
        value={value}
        onChange={onChange}
      />
    </div>
  )
}
