/** Secret halves that were found in some material: each becomes the user's own with its passphrase, and is then protected whole. */
import { type FormEvent, useState } from 'react'
import { Form } from 'react-aria-components'
import type { OfferedSecret } from '../../../src-shared/model/key.ts'
import { firstUserId, printUserId } from '../../../src-shared/model/user-id.ts'
import { keyringText } from '../../../src-shared/text/keyring.ts'
import { useClient } from '../../app/connection.ts'
import { confirmBriefly } from '../../app/messages.ts'
import { useSheetRun } from '../../components/action-sheet.tsx'
import { Button } from '../../components/button.tsx'
import { Field } from '../../components/field.tsx'
import { Fingerprint } from '../../components/fingerprint.tsx'
import { Icon } from '../../components/icon.tsx'
import type { Material } from './keyring-store.ts'

interface SecretRowProps {
  readonly material: Material
  readonly secret: OfferedSecret
}

function SecretRow({ material, secret }: SecretRowProps) {
  const client = useClient()
  const [passphrase, setPassphrase] = useState('')
  const { fingerprint, isHere, protection } = secret
  const claim = firstUserId(secret.userIds)
  const name = claim === null ? keyringText.noName : printUserId(claim)
  const isOpenToAll = protection === 'none'
  const run = useSheetRun(
    () => client.call('keyring.importSecret', { material, passphrase, only: [fingerprint] }),
    () => {
      setPassphrase('')
      confirmBriefly(keyringText.secretImported(name))
    },
  )
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (passphrase !== '') run.start()
  }
  return (
    <li className="key-change">
      <Icon name="lock" />
      <div className="stack">
        <span className="medium cut">{name}</span>
        <Fingerprint fingerprint={fingerprint} form="line" />
        <span className="quiet">{isHere ? keyringText.secretHere : keyringText.protections[protection]}</span>
        {!isHere && protection !== 'unusable' && (
          <Form className="secret-form" onSubmit={submit}>
            <Field
              label={isOpenToAll ? keyringText.secretNewPassphrase : keyringText.secretPassphrase}
              type="password"
              icon="lock"
              value={passphrase}
              onChange={setPassphrase}
              autoComplete="current-password"
              problem={run.error?.message ?? null}
            />
            <Button type="submit" isDisabled={passphrase === ''} isPending={run.isBusy}>
              {keyringText.makeOwn}
            </Button>
          </Form>
        )}
      </div>
    </li>
  )
}

export interface ImportSecretsProps {
  readonly material: Material
  readonly offered: readonly OfferedSecret[]
}

export function ImportSecrets({ material, offered }: ImportSecretsProps) {
  if (offered.length === 0) return null
  return (
    <section className="section" aria-label={keyringText.secretsTitle}>
      <h3>{keyringText.secretsTitle}</h3>
      <p className="quiet">{keyringText.secretsText}</p>
      <ul className="key-changes">
        {offered.slice(0, 50).map((secret) => (
          <SecretRow key={secret.fingerprint} material={material} secret={secret} />
        ))}
      </ul>
    </section>
  )
}
