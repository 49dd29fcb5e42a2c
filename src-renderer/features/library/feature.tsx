/** The library in the window: search, containers, and what the command bar finds in it. */
import { libraryText } from '../../../src-shared/text/library.ts'
import { addressOf, type RouteOf } from '../../app/address.ts'
import type { Feature } from '../../app/feature.ts'
import { libraryCommands } from './commands.ts'
import { ContainerView } from './container-view.tsx'
import { PlaceView } from './place-view.tsx'
import { SearchView } from './search-view.tsx'

/** A container's path has an owner, a collection and a name; less is a place where containers are. */
function LibraryView({ route }: { readonly route: RouteOf<'library'> }) {
  const { remote, path } = route
  if (remote === null || path === null) return <SearchView />
  const key = `${remote} ${path}`
  return path.split('/').length < 3 ? (
    <PlaceView key={key} remote={remote} path={path} />
  ) : (
    <ContainerView key={key} remote={remote} path={path} />
  )
}

export const feature: Feature = {
  name: 'library',
  navigation: {
    place: 1,
    label: libraryText.title,
    icon: 'library',
    address: addressOf.library(),
    routes: ['library'],
  },
  views: { library: LibraryView },
  commands: [libraryCommands],
}
