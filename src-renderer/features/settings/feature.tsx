/** Settings in the window. */
import { buildHostsText } from '../../../src-shared/text/build-hosts.ts'
import { notificationsText } from '../../../src-shared/text/notifications.ts'
import { settingsText } from '../../../src-shared/text/settings.ts'
import { addressOf } from '../../app/address.ts'
import type { Feature } from '../../app/feature.ts'
import { addSettingsSection } from '../../app/settings-sections.ts'
import { AboutSection } from './about-section.tsx'
import { AppearanceSection } from './appearance-section.tsx'
import { BuildHostsSection } from './build-hosts-section.tsx'
import { NetworkSection } from './network-section.tsx'
import { NotificationsSection } from './notifications-section.tsx'
import { SettingsView } from './settings-view.tsx'

addSettingsSection({ id: 'network', title: settingsText.network, order: 40, component: NetworkSection })
addSettingsSection({ id: 'build-hosts', title: buildHostsText.title, order: 42, component: BuildHostsSection })
addSettingsSection({ id: 'notifications', title: notificationsText.title, order: 45, component: NotificationsSection })
addSettingsSection({ id: 'appearance', title: settingsText.appearance, order: 50, component: AppearanceSection })
addSettingsSection({ id: 'about', title: settingsText.about, order: 60, component: AboutSection })

export const feature: Feature = {
  name: 'settings',
  navigation: {
    place: 6,
    label: settingsText.title,
    icon: 'settings',
    address: addressOf.settings(),
    routes: ['settings'],
  },
  views: { settings: SettingsView },
}
