/** Disk in the window: *Storage* in Settings. */
import { diskText } from '../../../src-shared/text/disk.ts'
import type { Feature } from '../../app/feature.ts'
import { addSettingsSection } from '../../app/settings-sections.ts'
import { StorageSection } from './storage-section.tsx'

addSettingsSection({ id: 'storage', title: diskText.title, order: 30, component: StorageSection })

export const feature: Feature = { name: 'disk' }
