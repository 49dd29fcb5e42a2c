/** Trust in the window: the page of a signer, and in Settings the policies and the control lists. */
import { controlListView } from '../../../src-shared/text/control-list-view.ts'
import { policiesView } from '../../../src-shared/text/policies-view.ts'
import type { Feature } from '../../app/feature.ts'
import { addSettingsSection } from '../../app/settings-sections.ts'
import { ControlListSection } from './control-list-section.tsx'
import { PoliciesSection } from './policies-section.tsx'
import { SignerView } from './signer-view.tsx'

addSettingsSection({ id: 'trust', title: policiesView.title, order: 20, component: PoliciesSection })
addSettingsSection({ id: 'control-lists', title: controlListView.title, order: 25, component: ControlListSection })

export const feature: Feature = {
  name: 'trust',
  views: { key: SignerView },
}
