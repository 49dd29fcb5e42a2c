/**
 * Builds: what was begun and built at the left, and at the right one of them on its way from the definition
 * to the image. The address says which; without one, a new build begins.
 */
import './build.css'
import { type DragEvent, useEffect, useState } from 'react'
import { buildStartText } from '../../../src-shared/text/build-start.ts'
import { buildWizardText } from '../../../src-shared/text/build-wizard.ts'
import { addressOf, type RouteOf } from '../../app/address.ts'
import { useClient, useConnection } from '../../app/connection.ts'
import { navigate } from '../../app/router.ts'
import { IconButton } from '../../components/button.tsx'
import { useMediaQuery } from '../../components/use-media-query.ts'
import { CompareBuilds } from './compare/compare-builds.tsx'
import { DefinitionStep } from './definition/definition-step.tsx'
import { HistoryList } from './history/history-list.tsx'
import { followHistory } from './history/history-store.ts'
import { LinksEntry } from './links/links-entry.tsx'
import { LinksPage } from './links/links-page.tsx'
import { BuildRun } from './run/build-run.tsx'
import { startFromFile } from './start/new-draft.ts'
import { StartPage } from './start/start-page.tsx'

type BuildsRoute = RouteOf<'builds'>

function Main({ route }: { readonly route: BuildsRoute }) {
  switch (route.open) {
    case 'draft':
      return <DefinitionStep key={route.id} id={route.id} />
    case 'build':
      return <BuildRun key={route.id} id={route.id} />
    case 'compare':
      return <CompareBuilds route={route} />
    case 'links':
      return <LinksPage />
    case 'new':
      return <StartPage />
  }
}

/** Files dropped here are opened; where the face knows their paths, the window does that itself. */
function useDrop() {
  const knowsPaths = useConnection((state) => state.shell !== null)
  const [isOver, setOver] = useState(false)
  if (knowsPaths) return { isOver: false, handlers: {} }
  const hasFiles = (event: DragEvent): boolean => event.dataTransfer.types.includes('Files')
  return {
    isOver,
    handlers: {
      onDragOver: (event: DragEvent): void => {
        if (hasFiles(event)) setOver(true)
      },
      onDragLeave: (event: DragEvent<HTMLElement>): void => {
        const to = event.relatedTarget
        if (!(to instanceof Node) || !event.currentTarget.contains(to)) setOver(false)
      },
      onDrop: (event: DragEvent): void => {
        setOver(false)
        const [file] = event.dataTransfer.files
        if (file === undefined) return
        event.preventDefault()
        void startFromFile(file)
      },
    },
  }
}

export function BuildsView({ route }: { readonly route: BuildsRoute }) {
  const client = useClient()
  const isWide = useMediaQuery('(min-width: 1101px)')
  // Sheets and linked definitions need the history too, where there is no room for its list.
  useEffect(() => followHistory(client), [client])
  const drop = useDrop()
  return (
    <div className="builds" {...drop.handlers}>
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
      {drop.isOver && <div className="builds-drop">{buildStartText.fileDrop}</div>}
    </div>
  )
}
