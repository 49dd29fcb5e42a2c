/** Takes one signature out of an image, after saying what is lost with it. Never a default button. */
import { useState } from 'react'
import type { AppError } from '../../../src-shared/model/error.ts'
import { frameText } from '../../../src-shared/text/frame.ts'
import { signingText } from '../../../src-shared/text/signing.ts'
import { useClient } from '../../app/connection.ts'
import { confirmBriefly } from '../../app/messages.ts'
import { Button } from '../../components/button.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { openSigning, type SigningSheet } from './signing-store.ts'

const close = (): void => openSigning(null)

export function RemoveSignatureSheet({
  about,
}: {
  readonly about: Extract<SigningSheet, { readonly kind: 'remove' }>
}) {
  const client = useClient()
  const { path, objectId, isLast } = about
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<AppError | null>(null)
  const remove = async (): Promise<void> => {
    setBusy(true)
    const answer = await client.call('signatures.remove', { path, objectId })
    setBusy(false)
    if (!answer.ok) return setError(answer.error)
    confirmBriefly(signingText.removed)
    close()
    void client.call('signatures.verify', { path })
  }
  return (
    <Sheet
      title={signingText.removeTitle(objectId)}
      width="small"
      isOpen
      onClose={close}
      footer={
        <>
          <Button variant="ghost" className="first" onPress={close}>
            {frameText.cancel}
          </Button>
          <Button variant="danger" isPending={isBusy} onPress={() => void remove()}>
            {signingText.removeAction}
          </Button>
        </>
      }
    >
      <p>{signingText.removeText}</p>
      {isLast && <p>{signingText.removeLast}</p>}
      {error !== null && <p role="alert">{error.message}</p>}
    </Sheet>
  )
}
