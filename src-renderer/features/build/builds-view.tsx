/**
 * Builds: what was begun and built at the left, and at the right one of them on its way from the definition
 * to the image. The address says which; without one, a new build begins.
 */
import './build.css'
import { useEffect } from 'react'
import { buildWizardText } from '../../../src-shared/text/build-wizard.ts'
import { addressOf, type RouteOf } from '../../app/address.ts'
import { useClient } from '../../app/connection.ts'
import { navigate } from '../../app/router.ts'
import { IconButton } from '../../components/button.tsx'
import { useMediaQuery } from '../../components/use-media-query.ts'
import { ViewHead } from '../../components/view-head.tsx'
import { BuildHead } from './build-head.tsx'
import { CompareBuilds } from './compare/compare-builds.tsx'
import { HistoryList } from './history/history-list.tsx'
import { followHistory } from './history/history-store.ts'
import { LinksEntry } from './links/links-entry.tsx'
import { LinksPage } from './links/links-page.tsx'
import { BuildRun } from './run/build-run.tsx'

type BuildsRoute = RouteOf<'builds'>

function Main({ route }: { readonly route: BuildsRoute }) {
  switch (route.open) {
    case 'draft':
      return <BuildHead title={buildWizardText.newBuild} step="definition" />
    case 'build':
      return <BuildRun key={route.id} id={route.id} />
    case 'compare':
      return <CompareBuilds route={route} />
    case 'links':
      return <LinksPage />
    case 'new':
      return (
        <>
          <ViewHead title={buildWizardText.startTitle} />
          <p className="build-start-text">{buildWizardText.startText}</p>
        </>
      )
  }
}

export function BuildsView({ route }: { readonly route: BuildsRoute }) {
  const client = useClient()
  const isWide = useMediaQuery('(min-width: 1101px)')
  // Sheets and linked definitions need the history too, where there is no room for its list.
  useEffect(() => followHistory(client), [client])
  return (
    <div className="builds">
      {(isWide || route.open === 'new') && (
        <aside className="builds-list" aria-label={buildWizardText.title} data-region="builds">
          <div className="line builds-list-head">
            <h2 className="grow">{buildWizardText.title}</h2>
            <IconButton icon="plus" label={buildWizardText.newBuild} onPress={() => navigate(addressOf.builds())} />
          </div>
          <HistoryList
            selected={route.open === 'draft' || route.open === 'build' ? { kind: route.open, id: route.id } : null}
          />
          <LinksEntry isHere={route.open === 'links'} />
        </aside>
      )}
      <section className="builds-main">
        <Main route={route} />
      </section>
    </div>
  )
}
