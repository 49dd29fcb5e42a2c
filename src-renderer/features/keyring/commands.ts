/** What the command bar offers for fingerprints, and which keys it finds for words. */
import type { Key } from '../../../src-shared/model/key.ts'
import { isNameKnown, keyStanding } from '../../../src-shared/model/key-standing.ts'
import { firstUserId } from '../../../src-shared/model/user-id.ts'
import { keyringText } from '../../../src-shared/text/keyring.ts'
import { addressOf } from '../../app/address.ts'
import type { Command, CommandProvider } from '../../app/commands.ts'
import { navigate } from '../../app/router.ts'
import { verdictLooks } from '../../components/verdict-look.ts'
import { groupKeys } from './key-view.ts'
import { openKeyringSheet, useKeyring } from './keyring-store.ts'

const nameOf = (key: Key): string => {
  const name = firstUserId(key.userIds)?.name
  if (name === undefined) return keyringText.noName
  return isNameKnown(key) ? name : `${keyringText.says} ${name}`
}

/** A fingerprint: the key itself with the comparison made, or the way to find it. */
export const fingerprintCommands: CommandProvider = {
  id: 'fingerprint',
  title: '',
  order: 10,
  find: (input) => {
    if (input.kind !== 'fingerprint') return { commands: [] }
    const { fingerprint } = input
    const key = useKeyring.getState().keys?.find((entry) => entry.fingerprint === fingerprint) ?? null
    const compare: Command = {
      id: 'compare',
      title: keyringText.commandCompare,
      icon: 'compare',
      ...(key === null ? {} : { note: nameOf(key) }),
      run: () => navigate(`${addressOf.key(fingerprint)}?given=${fingerprint}`),
    }
    const find: Command = {
      id: 'find',
      title: keyringText.commandFind,
      icon: 'search',
      run: () => openKeyringSheet({ kind: 'find', text: fingerprint }),
    }
    return { commands: key === null ? [find, { ...compare, title: keyringText.commandShowKey }] : [compare, find] }
  },
}

/** Keys whose name or address was typed. */
export const keyCommands: CommandProvider = {
  id: 'keys',
  title: keyringText.commandGroup,
  order: 40,
  find: (input, limit) => {
    if (input.kind !== 'words') return { commands: [] }
    const { yours, others } = groupKeys(useKeyring.getState().keys ?? [], input.text)
    return {
      commands: [...yours, ...others].slice(0, limit).map((key) => ({
        id: key.fingerprint,
        title: nameOf(key),
        icon: 'keys',
        note: verdictLooks[keyStanding(key)].word,
        run: () => navigate(addressOf.key(key.fingerprint)),
      })),
    }
  },
}
