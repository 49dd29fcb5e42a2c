/** Theme and density; both apply at once. */
import type { Settings } from '../../../src-shared/contract/settings.ts'
import { settingsText } from '../../../src-shared/text/settings.ts'
import { RadioGroup } from '../../components/choice.tsx'
import { ViewHead } from '../../components/view-head.tsx'
import { SettingsBody } from './settings-body.tsx'
import { useSettings } from './use-settings.ts'

const themes: readonly Settings['theme'][] = ['system', 'light', 'dark']
const densities: readonly Settings['density'][] = ['comfortable', 'compact']

export function AppearanceSection() {
  const state = useSettings()
  return (
    <>
      <ViewHead title={settingsText.appearance} />
      <SettingsBody state={state}>
        {(settings) => (
          <>
            <RadioGroup
              label={settingsText.theme}
              choices={themes.map((theme) => ({ value: theme, label: settingsText.themes[theme] }))}
              value={settings.theme}
              onChange={(theme) => void state.change({ theme })}
            />
            <RadioGroup
              label={settingsText.density}
              choices={densities.map((density) => ({ value: density, label: settingsText.densities[density] }))}
              value={settings.density}
              onChange={(density) => void state.change({ density })}
            />
          </>
        )}
      </SettingsBody>
    </>
  )
}
