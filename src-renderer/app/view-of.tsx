/** Picks a feature's component for a route; apart, because the two types have to be narrowed together. */
import type { ReactNode } from 'react'
import type { Route } from './address.ts'
import type { ViewTable } from './feature.ts'

export function viewOf(views: ViewTable, route: Route): ReactNode | null {
  switch (route.view) {
    case 'library':
      return views.library === undefined ? null : <views.library route={route} />
    case 'images':
      return views.images === undefined ? null : <views.images route={route} />
    case 'image':
      return views.image === undefined ? null : <views.image route={route} />
    case 'compare':
      return views.compare === undefined ? null : <views.compare route={route} />
    case 'keys':
      return views.keys === undefined ? null : <views.keys route={route} />
    case 'key':
      return views.key === undefined ? null : <views.key route={route} />
    case 'builds':
      return views.builds === undefined ? null : <views.builds route={route} />
    case 'activity':
      return views.activity === undefined ? null : <views.activity route={route} />
    case 'settings':
      return views.settings === undefined ? null : <views.settings route={route} />
    case 'welcome':
      return views.welcome === undefined ? null : <views.welcome route={route} />
    case 'unknown':
      return null
  }
}
