/** Builds in the window: the view, from the definition to the image. */
import { lazy } from 'react'
import { buildWizardText } from '../../../src-shared/text/build-wizard.ts'
import { addressOf } from '../../app/address.ts'
import type { Feature } from '../../app/feature.ts'
import { BuildOverlay } from './build-overlay.tsx'

const BuildsView = lazy(async () => ({ default: (await import('./builds-view.tsx')).BuildsView }))

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
  overlay: BuildOverlay,
}
