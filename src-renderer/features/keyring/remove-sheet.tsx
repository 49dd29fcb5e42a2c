/** Removes a key, after saying what is lost with it. Never a default button. */
import { useState } from 'react'
import type { AppError } from '../../../src-shared/model/error.ts'
import type { Key } from '../../../src-shared/model/key.ts'
import { firstUserId } from '../../../src-shared/model/user-id.ts'
import { frameText } from '../../../src-shared/text/frame.ts'
import { keyringText } from '../../../src-shared/text/keyring.ts'
import { useClient } from '../../app/connection.ts'
import { Button } from '../../components/button.tsx'
import { Fingerprint } from '../../components/fingerprint.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { openKeyringSheet } from './keyring-store.ts'

const close = (): void => openKeyringSheet(null)

export function RemoveSheet({ keyHere }: { readonly keyHere: Key }) {
  const client = useClient()
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<AppError | null>(null)
  const remove = async (): Promise<void> => {
    setBusy(true)
    const result = await client.call('keyring.remove', { fingerprint: keyHere.fingerprint })
    setBusy(false)
    if (result.ok) close()
    else setError(result.error)
  }
  return (
    <Sheet
      title={keyringText.removeTitle(firstUserId(keyHere.userIds)?.name ?? keyringText.noName)}
      width="small"
      isOpen
      onClose={close}
      footer={
        <>
          <Button variant="ghost" className="first" onPress={close}>
            {frameText.cancel}
          </Button>
          <Button variant="danger" isPending={isBusy} onPress={() => void remove()}>
            {keyringText.removeAction}
          </Button>
        </>
      }
    >
      <p className="remove-key">
        <Fingerprint fingerprint={keyHere.fingerprint} form="line" />
      </p>
      <p>{keyringText.removeText}</p>
      {error !== null && <p role="alert">{error.message}</p>}
    </Sheet>
  )
}
