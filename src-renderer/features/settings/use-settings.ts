/** The settings with the means to change them; a change is saved at once, and its failure is told. */
import { useState } from 'react'
import type { Settings } from '../../../src-shared/contract/settings.ts'
import type { AppError } from '../../../src-shared/model/error.ts'
import { useClient } from '../../app/connection.ts'
import { useCall } from '../../app/use-call.ts'

export interface SettingsState {
  /** Null until they are known. */
  readonly settings: Settings | null
  readonly error: AppError | null
  readonly change: (change: Partial<Settings>) => Promise<boolean>
}

export function useSettings(): SettingsState {
  const client = useClient()
  const { value, error } = useCall('settings.get', {}, { refetchOn: ['settings.changed'] })
  const [saveError, setSaveError] = useState<AppError | null>(null)
  const change = async (part: Partial<Settings>): Promise<boolean> => {
    const result = await client.call('settings.set', part)
    setSaveError(result.ok ? null : result.error)
    return result.ok
  }
  return { settings: value, error: saveError ?? error, change }
}
