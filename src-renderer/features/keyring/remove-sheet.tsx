/** Removes a key, after naming the images that can no longer be checked without it. Never a default button. */
import type { Key } from '../../../src-shared/model/key.ts'
import { firstUserId } from '../../../src-shared/model/user-id.ts'
import { keyringText } from '../../../src-shared/text/keyring.ts'
import { useClient } from '../../app/connection.ts'
import { useCall } from '../../app/use-call.ts'
import { ActionSheet, useSheetRun } from '../../components/action-sheet.tsx'
import { Fingerprint } from '../../components/fingerprint.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { openKeyringSheet } from './keyring-store.ts'

const close = (): void => openKeyringSheet(null)
const mostNamed = 12

function Dependents({ fingerprint }: { readonly fingerprint: string }) {
  const { value, error, isLoading } = useCall('keyring.dependents', { fingerprint })
  if (isLoading) return <SkeletonRows count={2} />
  if (value === null) return error === null ? null : <p role="alert">{error.message}</p>
  const { images } = value
  if (images.length === 0) return <p className="quiet">{keyringText.removeNoImages}</p>
  return (
    <>
      <p>{keyringText.removeImages(images.length)}</p>
      <ul className="remove-images" aria-label={keyringText.removeImages(images.length)}>
        {images.slice(0, mostNamed).map(({ path, name }) => (
          <li key={path} className="cut" title={path}>
            {name}
          </li>
        ))}
        {images.length > mostNamed && <li className="quiet">{keyringText.moreImages(images.length - mostNamed)}</li>}
      </ul>
    </>
  )
}

export function RemoveSheet({ keyHere }: { readonly keyHere: Key }) {
  const client = useClient()
  const run = useSheetRun(() => client.call('keyring.remove', { fingerprint: keyHere.fingerprint }), close)
  return (
    <ActionSheet
      title={keyringText.removeTitle(firstUserId(keyHere.userIds)?.name ?? keyringText.noName)}
      width="small"
      onClose={close}
      variant="danger"
      action={keyringText.removeAction}
      isReady
      isBusy={run.isBusy}
      onAction={run.start}
      error={run.error}
    >
      <p className="remove-key">
        <Fingerprint fingerprint={keyHere.fingerprint} form="line" />
      </p>
      <p>{keyringText.removeText}</p>
      <Dependents fingerprint={keyHere.fingerprint} />
    </ActionSheet>
  )
}
