/** The body of a section: a skeleton until the settings are known, and why something was not saved. */
import './settings.css'
import type { ReactNode } from 'react'
import type { Settings } from '../../../src-shared/contract/settings.ts'
import { settingsText } from '../../../src-shared/text/settings.ts'
import { ErrorState } from '../../components/error-state.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { SourceNotice } from '../../components/source-notice.tsx'
import type { SettingsState } from './use-settings.ts'

export interface SettingsBodyProps {
  readonly state: SettingsState
  readonly children: (settings: Settings) => ReactNode
}

export function SettingsBody({ state, children }: SettingsBodyProps) {
  const { settings, error } = state
  if (settings === null) {
    return error === null ? <SkeletonRows count={3} /> : <ErrorState error={error} title={settingsText.readFailed} />
  }
  return (
    <div className="settings-body">
      {error !== null && <SourceNotice kind="failed" title={settingsText.saveFailed} text={error.message} />}
      {children(settings)}
    </div>
  )
}
