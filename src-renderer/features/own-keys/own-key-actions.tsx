/** On the page of an own key: whether it is unlocked, and what can be done with it. */
import './own-keys.css'
import type { Key } from '../../../src-shared/model/key.ts'
import { ownKeysText } from '../../../src-shared/text/keyring-own.ts'
import { useClient } from '../../app/connection.ts'
import { Button } from '../../components/button.tsx'
import { MoreMenu } from '../../components/menu.tsx'
import { lockKey, ownKeyMenu } from './own-key-menu.ts'
import { openOwnKeySheet, useOwnKeys } from './own-keys-store.ts'

export function OwnKeyActions({ keyHere }: { readonly keyHere: Key }) {
  const client = useClient()
  const isUnlocked = useOwnKeys((state) => state.unlocked.includes(keyHere.fingerprint))
  return (
    <div className="own-actions">
      {keyHere.revoked === null && (
        <>
          <span className="quiet" role="status">
            {isUnlocked ? ownKeysText.unlocked : ownKeysText.locked}
          </span>
          {isUnlocked ? (
            <Button icon="lock" onPress={() => void lockKey(client, keyHere)}>
              {ownKeysText.lock}
            </Button>
          ) : (
            <Button icon="lock" onPress={() => openOwnKeySheet({ kind: 'unlock', key: keyHere })}>
              {ownKeysText.unlock}
            </Button>
          )}
        </>
      )}
      <MoreMenu label={ownKeysText.actions} entries={ownKeyMenu(client, keyHere).slice(1)} />
    </div>
  )
}
