/** Sheets that end something about an own key, or give it away: revoke, remove the secret half, publish. */
import './own-keys.css'
import { useState } from 'react'
import type { Key } from '../../../src-shared/model/key.ts'
import type { Result } from '../../../src-shared/model/result.ts'
import { ownKeysText as text } from '../../../src-shared/text/keyring-own.ts'
import { keyserverText } from '../../../src-shared/text/keyserver.ts'
import { useClient } from '../../app/connection.ts'
import { confirmBriefly } from '../../app/messages.ts'
import { useCall } from '../../app/use-call.ts'
import { Check, RadioGroup } from '../../components/choice.tsx'
import { Field } from '../../components/field.tsx'
import { nameOf, OwnKeyFrame, PassphraseField } from './own-key-frame.tsx'
import { useOwnKeys } from './own-keys-store.ts'

type Reason = keyof typeof text.reasons
const reasons: readonly Reason[] = ['compromised', 'superseded', 'retired', 'none']

export function Revoke({ keyHere }: { readonly keyHere: Key }) {
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
    <OwnKeyFrame
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
    </OwnKeyFrame>
  )
}

export function RemoveSecret({ keyHere }: { readonly keyHere: Key }) {
  const client = useClient()
  const [isUnderstood, setUnderstood] = useState(false)
  return (
    <OwnKeyFrame
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
    </OwnKeyFrame>
  )
}

/** Publishing cannot be taken back, so it is explained and never ticked beforehand. */
export function Publish({ keyHere }: { readonly keyHere: Key }) {
  const client = useClient()
  const { value: servers } = useCall('keyring.servers', {})
  const [isUnderstood, setUnderstood] = useState(false)
  const first = servers?.find(({ isSkipped, url }) => !isSkipped && url !== null)?.url ?? null
  return (
    <OwnKeyFrame
      keyHere={keyHere}
      title={keyserverText.publishTitle(nameOf(keyHere))}
      subtitle={first === null ? keyserverText.publishUnknown : keyserverText.publishText(first)}
      action={keyserverText.publishAction}
      isReady={isUnderstood}
      run={async () => {
        const answer = await client.call('keyring.publish', { fingerprint: keyHere.fingerprint })
        if (answer.ok) confirmBriefly(keyserverText.published(answer.value.server))
        return answer
      }}
    >
      <Check isChecked={isUnderstood} onChange={setUnderstood}>
        {keyserverText.publishUnderstood}
      </Check>
    </OwnKeyFrame>
  )
}
