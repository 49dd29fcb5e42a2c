/** What can be done with an own key: the same list in the table's menu and on its page. */
import type { Client } from '../../../src-shared/contract/client.ts'
import type { Key } from '../../../src-shared/model/key.ts'
import { ownKeysText } from '../../../src-shared/text/keyring-own.ts'
import { keyserverText } from '../../../src-shared/text/keyserver.ts'
import type { MenuEntry } from '../../components/menu.tsx'
import { type OwnKeySheet, openOwnKeySheet, readUnlocked, useOwnKeys } from './own-keys-store.ts'

/** Forgets an unlocked key. */
export async function lockKey(client: Client, key: Key): Promise<void> {
  await client.call('keyring.lock', { fingerprint: key.fingerprint })
  await readUnlocked(client)
}

export function ownKeyMenu(client: Client, key: Key): readonly MenuEntry[] {
  if (!key.hasSecret) return []
  const text = ownKeysText
  const isUnlocked = useOwnKeys.getState().unlocked.includes(key.fingerprint)
  const sheet = (opened: OwnKeySheet) => (): void => openOwnKeySheet(opened)
  const isRevoked = key.revoked !== null
  const unlocking: MenuEntry = isUnlocked
    ? { kind: 'action', id: 'lock', label: text.lock, icon: 'lock', onAction: () => void lockKey(client, key) }
    : { kind: 'action', id: 'unlock', label: text.unlock, icon: 'lock', onAction: sheet({ kind: 'unlock', key }) }
  const whileGood: readonly MenuEntry[] = isRevoked
    ? []
    : [
        unlocking,
        { kind: 'action', id: 'extend', label: text.extend, onAction: sheet({ kind: 'extend', key }) },
        { kind: 'action', id: 'add-name', label: text.addName, onAction: sheet({ kind: 'addName', key }) },
      ]
  return [
    { kind: 'separator', id: 'own' },
    ...whileGood,
    {
      kind: 'action',
      id: 'passphrase',
      label: text.changePassphrase,
      onAction: sheet({ kind: 'changePassphrase', key }),
    },
    { kind: 'action', id: 'back-up', label: text.backUp, onAction: sheet({ kind: 'backUp', key }) },
    { kind: 'action', id: 'publish', label: keyserverText.publish, onAction: sheet({ kind: 'publish', key }) },
    { kind: 'separator', id: 'ends' },
    ...(isRevoked
      ? []
      : ([
          {
            kind: 'action',
            id: 'revoke',
            label: text.revoke,
            isDangerous: true,
            onAction: sheet({ kind: 'revoke', key }),
          },
        ] as const)),
    {
      kind: 'action',
      id: 'remove-secret',
      label: text.removeSecret,
      icon: 'trash',
      isDangerous: true,
      onAction: sheet({ kind: 'removeSecret', key }),
    },
  ]
}
