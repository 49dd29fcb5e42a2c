/** What the command bar finds in the library for words, and what can be done with a reference. */
import { libraryText } from '../../../src-shared/text/library.ts'
import { addressOf } from '../../app/address.ts'
import type { CommandProvider } from '../../app/commands.ts'
import { currentClient } from '../../app/connection.ts'
import { navigate } from '../../app/router.ts'
import { shortestQuery } from './library-view.ts'

const searchAddress = (words: string): string => `${addressOf.library()}?q=${encodeURIComponent(words)}`

/** Containers whose names contain the words, and the search itself. */
export const libraryCommands: CommandProvider = {
  id: 'library',
  title: libraryText.commandGroup,
  order: 30,
  find: async (input, limit, signal) => {
    if (input.kind !== 'words' || input.text.length < shortestQuery) return { commands: [] }
    const words = input.text
    const search = {
      id: 'search',
      title: libraryText.commandSearch(words),
      icon: 'search',
      run: () => navigate(searchAddress(words)),
    } as const
    const result = await currentClient().call('library.search', { query: words }, { signal })
    if (!result.ok) return { commands: [search] }
    const found = result.value.containers.slice(0, Math.max(0, limit - 1)).map((container) => ({
      id: container.path,
      title: container.path.split('/').join(' / '),
      icon: 'box' as const,
      ...(container.newestTag === null ? {} : { note: container.newestTag }),
      run: () => navigate(addressOf.container(container.remote, container.path)),
    }))
    return { commands: [...found, search] }
  },
}
