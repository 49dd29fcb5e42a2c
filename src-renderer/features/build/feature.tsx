/** Builds in the window: the view, the ways to begin from anywhere, definitions that are dropped or opened. */
import { lazy, Suspense } from 'react'
import { sourceKindOfName } from '../../../src-shared/definition/translate/open-source.ts'
import { buildWizardText } from '../../../src-shared/text/build-wizard.ts'
import { addressOf } from '../../app/address.ts'
import type { Feature } from '../../app/feature.ts'
import { splitFile } from '../../app/local-path.ts'
import { BuildOverlay } from './build-overlay.tsx'
import { buildCommands, definitionPathCommands } from './commands.ts'
import { startFromPath, useStart } from './start/new-draft.ts'

const BuildsView = lazy(async () => ({ default: (await import('./builds-view.tsx')).BuildsView }))
const QuestionSheet = lazy(async () => ({ default: (await import('./start/question-sheet.tsx')).QuestionSheet }))
const OpenSheet = lazy(async () => ({ default: (await import('./start/open-sheet.tsx')).OpenSheet }))

/** The sheets that begin a build; the command bar opens them over any view. */
function StartSheets() {
  const sheet = useStart((state) => state.sheet)
  return (
    <Suspense fallback={null}>
      {sheet === 'question' && <QuestionSheet />}
      {sheet === 'open' && <OpenSheet />}
    </Suspense>
  )
}

function Overlay() {
  return (
    <>
      <BuildOverlay />
      <StartSheets />
    </>
  )
}

export const feature: Feature = {
  name: 'build',
  navigation: {
    place: 4,
    label: buildWizardText.title,
    icon: 'builds',
    address: addressOf.builds(),
    routes: ['builds'],
  },
  views: { builds: BuildsView },
  commands: [buildCommands, definitionPathCommands],
  overlay: Overlay,
  openPaths(paths) {
    const [path] = paths
    if (paths.length !== 1 || path === undefined || sourceKindOfName(splitFile(path).name) === null) return false
    void startFromPath(path)
    return true
  },
}
