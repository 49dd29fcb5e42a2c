/** Keys in the window: the view, the pill for what waits for review, the sheets, the commands. */
import { useEffect, useMemo } from 'react'
import { keyringText } from '../../../src-shared/text/keyring.ts'
import { keyserverText } from '../../../src-shared/text/keyserver.ts'
import { addressOf } from '../../app/address.ts'
import { useClient } from '../../app/connection.ts'
import type { Feature, NavigationBadge } from '../../app/feature.ts'
import { addSettingsSection } from '../../app/settings-sections.ts'
import { reviewEntries } from '../trust/review-entries.ts'
import { fingerprintCommands, keyCommands } from './commands.ts'
import { FindSheet } from './find-sheet.tsx'
import { ImportSheet } from './import-sheet.tsx'
import { isKeyFile } from './key-file.ts'
import { reviewItems } from './key-view.ts'
import { followKeyring, openKeyringSheet, useKeyring } from './keyring-store.ts'
import { KeysView } from './keys-view.tsx'
import { KeyserverSection } from './keyserver-section.tsx'
import { RemoveSheet } from './remove-sheet.tsx'

function useReviewPill(): NavigationBadge | null {
  const keys = useKeyring((state) => state.keys)
  const waiting = useKeyring((state) => state.waiting)
  const review = useKeyring((state) => state.review)
  const count = useMemo(
    () => reviewItems(waiting, keys ?? []).length + reviewEntries(review).length,
    [waiting, keys, review],
  )
  return keys === null || count === 0 ? null : { kind: 'review', count }
}

function KeyringOverlay() {
  const client = useClient()
  const sheet = useKeyring((state) => state.sheet)
  useEffect(() => followKeyring(client), [client])
  switch (sheet?.kind) {
    case 'import':
      return <ImportSheet initial={sheet.material} />
    case 'find':
      return <FindSheet initial={sheet.text} />
    case 'remove':
      return <RemoveSheet keyHere={sheet.key} />
    case undefined:
      return null
  }
}

addSettingsSection({ id: 'keyservers', title: keyserverText.title, order: 15, component: KeyserverSection })

export const feature: Feature = {
  name: 'keyring',
  navigation: {
    place: 3,
    label: keyringText.title,
    icon: 'keys',
    address: addressOf.keys(),
    routes: ['keys', 'key'],
    useBadge: useReviewPill,
  },
  views: { keys: KeysView },
  commands: [fingerprintCommands, keyCommands],
  overlay: KeyringOverlay,
  openPaths: (paths) => {
    const [path] = paths
    if (path === undefined || !paths.every(isKeyFile)) return false
    openKeyringSheet({ kind: 'import', material: { kind: 'file', path } })
    return true
  },
}
