/**
 * The backup of a secret key: what it holds, in plain words, the button that hands it over, and the check that
 * it would bring the key back.
 */
import { useState } from 'react'
import { FileTrigger } from 'react-aria-components'
import type { AppError } from '../../../src-shared/model/error.ts'
import type { Key } from '../../../src-shared/model/key.ts'
import { formatDate } from '../../../src-shared/text/format.ts'
import { keyringText } from '../../../src-shared/text/keyring.ts'
import { ownKeysText as text } from '../../../src-shared/text/keyring-own.ts'
import { useClient } from '../../app/connection.ts'
import { saveText } from '../../app/save-text.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { Icon } from '../../components/icon.tsx'
import { SourceNotice } from '../../components/source-notice.tsx'
import { type KeyText, readKeyFile } from '../keyring/key-file.ts'
import { PassphraseField } from './own-key-frame.tsx'

function SaveBackup({ keyHere }: { readonly keyHere: Key }) {
  const client = useClient()
  const [said, setSaid] = useState<string | null>(null)
  const handOver = async (): Promise<void> => {
    const answer = await client.call('keyring.exportSecret', { fingerprint: keyHere.fingerprint })
    if (!answer.ok) return setSaid(answer.error.message)
    const outcome = await saveText({
      name: `secret-key-${keyHere.fingerprint}.asc`,
      text: answer.value.armored,
      mediaType: 'application/pgp-keys',
      title: text.backupTitle,
      isPrivate: true,
    })
    switch (outcome.kind) {
      case 'saved':
        return setSaid(text.backupSaved(outcome.path))
      case 'handedOver':
        return setSaid(text.backupHandedOver)
      case 'failed':
        return setSaid(outcome.error.message)
      case 'cancelled':
        return setSaid(null)
    }
  }
  return (
    <div className="line">
      <Button onPress={() => void handOver()}>{text.saveBackup}</Button>
      <span role="status" className="quiet own-path">
        {said}
      </span>
    </div>
  )
}

type Checked =
  | { readonly kind: 'restores'; readonly parts: number }
  | { readonly kind: 'not'; readonly error: AppError }

function CheckBackup({ keyHere }: { readonly keyHere: Key }) {
  const client = useClient()
  const [chosen, setChosen] = useState<{ readonly name: string; readonly material: KeyText | null } | null>(null)
  const [passphrase, setPassphrase] = useState('')
  const [isBusy, setBusy] = useState(false)
  const [checked, setChecked] = useState<Checked | null>(null)

  const take = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return
    setChecked(null)
    setChosen({ name: file.name, material: await readKeyFile(file) })
  }
  const check = async (): Promise<void> => {
    if (chosen?.material == null) return
    setBusy(true)
    const { fingerprint } = keyHere
    const answer = await client.call('keyring.checkBackup', { fingerprint, material: chosen.material, passphrase })
    setBusy(false)
    if (answer.ok) setPassphrase('')
    setChecked(answer.ok ? { kind: 'restores', parts: answer.value.secretParts } : { kind: 'not', error: answer.error })
  }
  const last = keyHere.backedUpAt
  return (
    <section aria-label={text.backupCheckTitle}>
      <h3>{text.backupCheckTitle}</h3>
      <p className="own-note">
        {text.backupCheckText}{' '}
        <span className="quiet">{last === null ? text.backupNever : text.backupLast(formatDate(last))}</span>
      </p>
      <div className="own-check">
        <FileTrigger onSelect={(files) => void take(files?.[0])}>
          <Button icon="file">{text.backupChoose}</Button>
        </FileTrigger>
        {chosen !== null && <code className="cut">{chosen.name}</code>}
        {chosen !== null && chosen.material === null && <SourceNotice kind="failed" title={keyringText.fileTooLarge} />}
        {chosen?.material != null && (
          <>
            <PassphraseField label={text.passphrase} value={passphrase} onChange={setPassphrase} />
            <Button isDisabled={passphrase === ''} isPending={isBusy} onPress={() => void check()}>
              {text.backupCheck}
            </Button>
          </>
        )}
        {checked?.kind === 'restores' && (
          <p className="line" role="status">
            <Icon name="check" />
            {text.backupRestores(checked.parts)}
          </p>
        )}
        {checked?.kind === 'not' && <ErrorNotice error={checked.error} />}
      </div>
    </section>
  )
}

export function Backup({ keyHere }: { readonly keyHere: Key }) {
  return (
    <>
      <p className="own-note">{text.backUpText}</p>
      <SaveBackup keyHere={keyHere} />
      <CheckBackup keyHere={keyHere} />
    </>
  )
}
