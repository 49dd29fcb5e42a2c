/** Own keys in the window: their sheets, which of them are unlocked, and the command that makes one. */
import { useEffect } from 'react'
import { ownKeysText } from '../../../src-shared/text/keyring-own.ts'
import { type CommandProvider, matchesWords } from '../../app/commands.ts'
import { useClient } from '../../app/connection.ts'
import type { Feature } from '../../app/feature.ts'
import { NewKeySheet } from './new-key-sheet.tsx'
import { OneKeySheet } from './own-key-sheets.tsx'
import { followUnlocked, openOwnKeySheet, useOwnKeys } from './own-keys-store.ts'

function OwnKeysOverlay() {
  const client = useClient()
  const sheet = useOwnKeys((state) => state.sheet)
  useEffect(() => followUnlocked(client), [client])
  if (sheet === null) return null
  return sheet.kind === 'new' ? <NewKeySheet /> : <OneKeySheet sheet={sheet} />
}

const newKeyCommand: CommandProvider = {
  id: 'own-keys',
  title: '',
  order: 50,
  find: (input) => ({
    commands:
      input.kind === 'words' && matchesWords(ownKeysText.newKey, input.text)
        ? [{ id: 'new', title: ownKeysText.newKey, icon: 'plus', run: () => openOwnKeySheet({ kind: 'new' }) }]
        : [],
  }),
}

export const feature: Feature = { name: 'own-keys', commands: [newKeyCommand], overlay: OwnKeysOverlay }
