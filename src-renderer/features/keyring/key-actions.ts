/** What can be done with a key: the same list in every menu. */
import type { Client } from '../../../src-shared/contract/client.ts'
import type { Key } from '../../../src-shared/model/key.ts'
import { firstUserId } from '../../../src-shared/model/user-id.ts'
import { keyringText } from '../../../src-shared/text/keyring.ts'
import { keyserverText } from '../../../src-shared/text/keyserver.ts'
import { addressOf } from '../../app/address.ts'
import { confirmBriefly } from '../../app/messages.ts'
import { navigate } from '../../app/router.ts'
import { saveText } from '../../app/save-text.ts'
import type { MenuEntry } from '../../components/menu.tsx'
import { openKeyringSheet } from './keyring-store.ts'

async function armored(client: Client, key: Key): Promise<string | null> {
  const result = await client.call('keyring.export', { fingerprint: key.fingerprint })
  if (!result.ok) confirmBriefly(result.error.message)
  return result.ok ? result.value.armored : null
}

async function copyKey(client: Client, key: Key): Promise<void> {
  const text = await armored(client, key)
  if (text === null) return
  await navigator.clipboard.writeText(text)
  confirmBriefly(keyringText.keyCopied)
}

async function saveKey(client: Client, key: Key): Promise<void> {
  const text = await armored(client, key)
  if (text === null) return
  const name = (firstUserId(key.userIds)?.name ?? 'key').replace(/[^\p{L}\p{N}]+/gu, '-').slice(0, 40)
  const outcome = await saveText({
    name: `${name}-${key.fingerprint}.asc`,
    text,
    mediaType: 'application/pgp-keys',
    title: keyringText.exportTitle,
    isPrivate: false,
  })
  if (outcome.kind === 'saved') confirmBriefly(keyringText.exported)
  if (outcome.kind === 'failed') confirmBriefly(outcome.error.message)
}

async function refreshKey(client: Client, key: Key): Promise<void> {
  const result = await client.call('keyring.fetch', { fingerprint: key.fingerprint })
  if (!result.ok) return confirmBriefly(result.error.message)
  const isChanged = result.value.changes.some(({ effect }) => effect !== 'unchanged')
  confirmBriefly(isChanged ? keyringText.refreshed : keyringText.refreshedSame)
}

/** Asks about every key, as a job that goes on by itself. */
export async function refreshAll(client: Client): Promise<void> {
  const result = await client.call('keyring.refreshAll', {})
  confirmBriefly(result.ok ? keyserverText.refreshStarted : result.error.message)
}

export function keyMenu(client: Client, key: Key): readonly MenuEntry[] {
  return [
    {
      kind: 'action',
      id: 'show',
      label: key.hasSecret ? keyringText.showKey : keyringText.checkSigner,
      icon: 'keys',
      shortcut: 'Enter',
      onAction: () => navigate(addressOf.key(key.fingerprint)),
    },
    {
      kind: 'action',
      id: 'copy-fingerprint',
      label: keyringText.copyFingerprint,
      icon: 'copy',
      onAction: () => void navigator.clipboard.writeText(key.fingerprint),
    },
    {
      kind: 'action',
      id: 'copy-key',
      label: keyringText.copyKey,
      icon: 'copy',
      onAction: () => void copyKey(client, key),
    },
    {
      kind: 'action',
      id: 'save',
      label: keyringText.exportKey,
      icon: 'file',
      onAction: () => void saveKey(client, key),
    },
    {
      kind: 'action',
      id: 'refresh',
      label: keyringText.refreshKey,
      icon: 'refresh',
      onAction: () => void refreshKey(client, key),
    },
    ...(key.hasSecret
      ? []
      : ([
          { kind: 'separator', id: 'line' },
          {
            kind: 'action',
            id: 'remove',
            label: keyringText.removeKey,
            icon: 'trash',
            isDangerous: true,
            onAction: () => openKeyringSheet({ kind: 'remove', key }),
          },
        ] as const)),
  ]
}
