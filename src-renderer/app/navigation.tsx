/** The navigation: the views that features have, each with what it counts or what waits for the user. */
import { Fragment } from 'react'
import { Link } from 'react-aria-components'
import { formatCount } from '../../src-shared/text/format.ts'
import { frameText } from '../../src-shared/text/frame.ts'
import { Icon } from '../components/icon.tsx'
import { NavRing } from '../components/nav-ring.tsx'
import type { NavigationBadge, NavigationEntry } from './feature.ts'
import { navigationEntries } from './navigation-entries.ts'
import { useRoute } from './router.ts'

/** From this place on, entries stand below the line: they are about the application. */
const firstBelowLine = 5

function Badge({ badge }: { readonly badge: NavigationBadge }) {
  switch (badge.kind) {
    case 'count':
      return <span className="badge-place">{formatCount(badge.count)}</span>
    case 'review':
      return (
        <span className="badge-place">
          <b className="review-pill" role="img" aria-label={frameText.toReview(badge.count)}>
            {badge.count}
          </b>
        </span>
      )
    case 'progress':
      return (
        <span className="badge-place">
          <NavRing running={badge.running} fraction={badge.fraction} />
        </span>
      )
  }
}

const noBadge = (): null => null

function Entry({ entry, isHere }: { readonly entry: NavigationEntry; readonly isHere: boolean }) {
  // Entries never change, so neither does which hook this is.
  const { useBadge = noBadge } = entry
  const badge = useBadge()
  return (
    <Link href={entry.address} {...(isHere ? { 'aria-current': 'page' } : {})}>
      <Icon name={entry.icon} />
      <span>{entry.label}</span>
      {badge !== null && <Badge badge={badge} />}
    </Link>
  )
}

export function Navigation() {
  const route = useRoute()
  return (
    <>
      {navigationEntries.map((entry, index) => (
        <Fragment key={entry.address}>
          {entry.place >= firstBelowLine &&
            (navigationEntries[index - 1]?.place ?? firstBelowLine) < firstBelowLine && <hr />}
          <Entry entry={entry} isHere={entry.routes.includes(route.view)} />
        </Fragment>
      ))}
    </>
  )
}
