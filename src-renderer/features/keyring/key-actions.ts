/** What can be done with a key: the same list in every menu. */
import type { Client } from '../../../src-shared/contract/client.ts'
import type { Key } from '../../../src-shared/model/key.ts'
import { firstUserId } from '../../../src-shared/model/user-id.ts'
import { keyringText } from '../../../src-shared/text/keyring.ts'
import { addressOf } from '../../app/address.ts'
import { useConnection } from '../../app/connection.ts'
import { confirmBriefly } from '../../app/messages.ts'
import { navigate } from '../../app/router.ts'
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

/** Hands the key to the browser as a download. */
async function saveKey(client: Client, key: Key): Promise<void> {
  const text = await armored(client, key)
  if (text === null) return
  const url = URL.createObjectURL(new Blob([text], { type: 'application/pgp-keys' }))
  const link = document.createElement('a')
  link.href = url
  const name = (firstUserId(key.userIds)?.name ?? 'key').replace(/[^\p{L}\p{N}]+/gu, '-').slice(0, 40)
  link.download = `${name}-${key.fingerprint}.asc`
  link.click()
  URL.revokeObjectURL(url)
}

async function refreshKey(client: Client, key: Key): Promise<void> {
  const result = await client.call('keyring.fetch', { fingerprint: key.fingerprint })
  const changed = result.ok && result.value.changes.some(({ effect }) => effect !== 'unchanged')
  confirmBriefly(result.ok ? (changed ? keyringText.refreshed : keyringText.refreshedSame) : result.error.message)
}

export function keyMenu(client: Client, key: Key): readonly MenuEntry[] {
  const isBrowser = useConnection.getState().shell === null
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
    ...(isBrowser
      ? ([
          {
            kind: 'action',
            id: 'save',
            label: keyringText.exportKey,
            icon: 'file',
            onAction: () => void saveKey(client, key),
          },
        ] as const)
      : []),
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
