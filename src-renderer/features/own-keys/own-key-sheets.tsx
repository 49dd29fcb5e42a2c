/** Sheets about one own key: unlock, extend, add a name, change the passphrase, back up. None has a default button. */
import './own-keys.css'
import { useState } from 'react'
import type { Key } from '../../../src-shared/model/key.ts'
import { assertNever } from '../../../src-shared/model/result.ts'
import { frameText } from '../../../src-shared/text/frame.ts'
import { ownKeysText as text } from '../../../src-shared/text/keyring-own.ts'
import { useClient } from '../../app/connection.ts'
import { Button } from '../../components/button.tsx'
import { Field } from '../../components/field.tsx'
import { Fingerprint } from '../../components/fingerprint.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { Backup } from './backup.tsx'
import { LifeChoice, NewPassphrase } from './new-key-sheet.tsx'
import { Publish, RemoveSecret, Revoke } from './own-key-end-sheets.tsx'
import {
  close,
  nameOf,
  OwnKeyFrame,
  PassphraseField,
  StayUnlocked,
  type UnlockTime,
  unlockMinutes,
} from './own-key-frame.tsx'
import type { OwnKeySheet } from './own-keys-store.ts'
import { emailProblem, isPassphraseReady, type Life, lifeDays } from './passphrase.ts'

function Unlock({ keyHere }: { readonly keyHere: Key }) {
  const client = useClient()
  const [passphrase, setPassphrase] = useState('')
  const [minutes, setMinutes] = useState<UnlockTime>('15')
  return (
    <OwnKeyFrame
      keyHere={keyHere}
      title={text.unlockTitle(nameOf(keyHere))}
      subtitle={text.unlockText}
      action={text.unlockAction}
      isReady={passphrase !== ''}
      run={() =>
        client.call('keyring.unlock', { fingerprint: keyHere.fingerprint, passphrase, minutes: unlockMinutes(minutes) })
      }
    >
      <PassphraseField label={text.passphrase} value={passphrase} onChange={setPassphrase} autoFocus />
      <StayUnlocked value={minutes} onChange={setMinutes} />
    </OwnKeyFrame>
  )
}

function Extend({ keyHere }: { readonly keyHere: Key }) {
  const client = useClient()
  const [passphrase, setPassphrase] = useState('')
  const [life, setLife] = useState<Life>('two')
  return (
    <OwnKeyFrame
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
    </OwnKeyFrame>
  )
}

function ChangePassphrase({ keyHere }: { readonly keyHere: Key }) {
  const client = useClient()
  const [before, setBefore] = useState('')
  const [after, setAfter] = useState('')
  const [again, setAgain] = useState('')
  return (
    <OwnKeyFrame
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
    </OwnKeyFrame>
  )
}

function AddName({ keyHere }: { readonly keyHere: Key }) {
  const client = useClient()
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [passphrase, setPassphrase] = useState('')
  const wanted = { name: name.trim(), email: email.trim() }
  return (
    <OwnKeyFrame
      keyHere={keyHere}
      title={text.addNameTitle(nameOf(keyHere))}
      subtitle={text.addNameText}
      action={text.addNameAction}
      isReady={wanted.name !== '' && emailProblem(wanted.email) === null && passphrase !== ''}
      run={() => client.call('keyring.addUserId', { fingerprint: keyHere.fingerprint, ...wanted, passphrase })}
    >
      <Field label={text.name} value={name} onChange={setName} autoFocus isRequired autoComplete="name" />
      <Field
        label={text.email}
        value={email}
        onChange={setEmail}
        autoComplete="email"
        problem={emailProblem(wanted.email)}
      />
      <PassphraseField label={text.passphrase} value={passphrase} onChange={setPassphrase} />
    </OwnKeyFrame>
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
    case 'addName':
      return <AddName keyHere={sheet.key} />
    case 'publish':
      return <Publish keyHere={sheet.key} />
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
