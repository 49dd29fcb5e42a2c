/**
 * With which key is signed: own keys that are kept here, those that live in the user's GnuPG, which asks for
 * passphrase or PIN itself, and where the sheet can do that a private key in a file. Holds the choice and a passphrase while a sheet is open; nothing of it stays.
 */
import '../own-keys/own-keys.css'
import { type ReactNode, useState } from 'react'
import type { AppError } from '../../../src-shared/model/error.ts'
import type { Key } from '../../../src-shared/model/key.ts'
import type { GnupgKey } from '../../../src-shared/model/sign.ts'
import { firstUserId } from '../../../src-shared/model/user-id.ts'
import { formatDate } from '../../../src-shared/text/format.ts'
import { algorithmName, keyringText } from '../../../src-shared/text/keyring.ts'
import { ownKeysText } from '../../../src-shared/text/keyring-own.ts'
import { signingText as text } from '../../../src-shared/text/signing.ts'
import { signingFileText } from '../../../src-shared/text/signing-file.ts'
import { useClient } from '../../app/connection.ts'
import { useCall } from '../../app/use-call.ts'
import { Button } from '../../components/button.tsx'
import { RadioGroup } from '../../components/choice.tsx'
import { Fingerprint } from '../../components/fingerprint.tsx'
import { useKeyring } from '../keyring/keyring-store.ts'
import { PassphraseField, StayUnlocked, type UnlockTime, unlockMinutes } from '../own-keys/own-key-frame.tsx'
import { openOwnKeySheet, readUnlocked, useOwnKeys } from '../own-keys/own-keys-store.ts'
import { type KeyFile, KeyFileFields } from './key-file.tsx'
import { signingKeys } from './signing-view.ts'

export interface ChosenKey {
  readonly fingerprint: string
  readonly keeper: 'here' | 'gnupg'
}

export interface SigningKeys {
  readonly choices: readonly (ChosenKey & { readonly label: ReactNode })[]
  readonly chosen: ChosenKey | null
  /** Whether the chosen key can sign as soon as the user wants it. */
  readonly isReady: boolean
  readonly isUnlocked: boolean
  readonly passphrase: string
  readonly minutes: UnlockTime
  readonly error: AppError | null
  readonly choose: (key: ChosenKey) => void
  readonly setPassphrase: (text: string) => void
  readonly setMinutes: (minutes: UnlockTime) => void
  /** Unlocks the chosen key where that is needed; answers why it could not. */
  readonly unlock: () => Promise<AppError | null>
}

function label(key: Pick<Key, 'fingerprint' | 'userIds' | 'algorithm' | 'expiresAt'>, note: string | null): ReactNode {
  const end = key.expiresAt === null ? text.noEnd : text.until(formatDate(key.expiresAt))
  return (
    <span className="stack">
      <span className="cut">
        <b className="medium">{firstUserId(key.userIds)?.name ?? keyringText.noName}</b>{' '}
        <span className="quiet">
          {[algorithmName(key.algorithm), end, ...(note === null ? [] : [note])].join(' · ')}
        </span>
      </span>
      <Fingerprint fingerprint={key.fingerprint} form="line" />
    </span>
  )
}

const gnupgNote = ({ card }: GnupgKey): string => (card === null ? text.inGnupg : text.onCard(card))

export function useSigningKeys(): SigningKeys {
  const client = useClient()
  const own = signingKeys(useKeyring((state) => state.keys) ?? [])
  const unlocked = useOwnKeys((state) => state.unlocked)
  const { value: gnupg, error } = useCall('signatures.gnupgKeys', {})
  const [picked, setPicked] = useState<ChosenKey | null>(null)
  const [passphrase, setPassphrase] = useState('')
  const [minutes, setMinutes] = useState<UnlockTime>('5')
  const choices = [
    ...own.map((key) => ({ fingerprint: key.fingerprint, keeper: 'here' as const, label: label(key, null) })),
    ...(gnupg ?? [])
      .filter(({ fingerprint }) => !own.some((key) => key.fingerprint === fingerprint))
      .map((key) => ({ fingerprint: key.fingerprint, keeper: 'gnupg' as const, label: label(key, gnupgNote(key)) })),
  ]
  const chosen =
    choices.find(({ fingerprint, keeper }) => fingerprint === picked?.fingerprint && keeper === picked.keeper) ??
    choices[0] ??
    null
  const isUnlocked = chosen !== null && (chosen.keeper === 'gnupg' || unlocked.includes(chosen.fingerprint))
  return {
    choices,
    chosen,
    isUnlocked,
    isReady: chosen !== null && (isUnlocked || passphrase !== ''),
    passphrase,
    minutes,
    error,
    choose: setPicked,
    setPassphrase,
    setMinutes,
    unlock: async () => {
      if (chosen === null || isUnlocked) return null
      const { fingerprint } = chosen
      const opened = await client.call('keyring.unlock', { fingerprint, passphrase, minutes: unlockMinutes(minutes) })
      void readUnlocked(client)
      if (!opened.ok) return opened.error
      setPassphrase('')
      return null
    },
  }
}

function NoKeys({ onLeave }: { readonly onLeave: () => void }) {
  return (
    <div className="line">
      <span className="grow">{text.noKeys}</span>
      <Button
        icon="plus"
        onPress={() => {
          onLeave()
          openOwnKeySheet({ kind: 'new' })
        }}
      >
        {ownKeysText.newKey}
      </Button>
    </div>
  )
}

function KeyUnlock({ keys, chosen }: { readonly keys: SigningKeys; readonly chosen: ChosenKey }) {
  if (chosen.keeper === 'gnupg') return <p className="quiet">{text.gnupgAsks}</p>
  if (keys.isUnlocked) return <p className="quiet">{text.isUnlocked}</p>
  return (
    <div className="sign-unlock">
      <PassphraseField label={text.passphrase} value={keys.passphrase} onChange={keys.setPassphrase} />
      <StayUnlocked value={keys.minutes} onChange={keys.setMinutes} />
    </div>
  )
}

const nameOfChoice = ({ fingerprint, keeper }: ChosenKey): string => `${keeper} ${fingerprint}`
const fileChoice = 'file'

export interface SigningKeyFieldsProps {
  readonly keys: SigningKeys
  /** Where a key in a file can sign as well. */
  readonly file?: KeyFile
  /** Why the file's key did not sign the last time. */
  readonly fileError?: AppError | null
  /** Called before the sheet for a new key opens. */
  readonly onLeave: () => void
}

/** Choice of the key, and its passphrase where one is needed. */
export function SigningKeyFields({ keys, file, fileError = null, onLeave }: SigningKeyFieldsProps) {
  const { choices, chosen } = keys
  const isFile = file?.isChosen === true
  const fileLabel = {
    value: fileChoice,
    label: <b className="medium">{signingFileText.choice}</b>,
    note: signingFileText.choiceNote,
  }
  return (
    <>
      {chosen === null && <NoKeys onLeave={onLeave} />}
      {(chosen !== null || file !== undefined) && (
        <RadioGroup
          label={text.whichKey}
          value={isFile ? fileChoice : chosen && nameOfChoice(chosen)}
          onChange={(value) => {
            file?.choose(value === fileChoice)
            const found = choices.find((choice) => nameOfChoice(choice) === value)
            if (found !== undefined) keys.choose(found)
          }}
          choices={[
            ...choices.map((choice) => ({ value: nameOfChoice(choice), label: choice.label })),
            ...(file === undefined ? [] : [fileLabel]),
          ]}
        />
      )}
      {isFile ? (
        <KeyFileFields file={file} signError={fileError} />
      ) : (
        chosen !== null && <KeyUnlock keys={keys} chosen={chosen} />
      )}
    </>
  )
}
