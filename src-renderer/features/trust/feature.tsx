/** Trust in the window: the page of a signer. */
import type { Feature } from '../../app/feature.ts'
import { SignerView } from './signer-view.tsx'

export const feature: Feature = {
  name: 'trust',
  views: { key: SignerView },
}
