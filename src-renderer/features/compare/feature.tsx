/** Two images beside each other, in the window. */
import { lazy } from 'react'
import type { Feature } from '../../app/feature.ts'

const CompareView = lazy(async () => ({ default: (await import('./compare-view.tsx')).CompareView }))

export const feature: Feature = {
  name: 'compare',
  views: { compare: CompareView },
}
