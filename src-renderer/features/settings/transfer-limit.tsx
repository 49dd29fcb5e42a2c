/** The limit of all transfers, typed as people write rates; saved when it is one. */
import { type FormEvent, useState } from 'react'
import type { Settings } from '../../../src-shared/contract/settings.ts'
import { printRate, readRate } from '../../../src-shared/model/rate.ts'
import { settingsText } from '../../../src-shared/text/settings.ts'
import { Button } from '../../components/button.tsx'
import { Field } from '../../components/field.tsx'
import type { SettingsState } from './use-settings.ts'

export interface TransferLimitProps {
  readonly settings: Settings
  readonly change: SettingsState['change']
}

export function TransferLimit({ settings, change }: TransferLimitProps) {
  const current = settings.transferLimitBytesPerSecond
  const [typed, setTyped] = useState(printRate(current))
  const [isSaved, setSaved] = useState(false)
  const rate = typed.trim() === '' ? 0 : readRate(typed)

  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    if (rate !== null) setSaved(await change({ transferLimitBytesPerSecond: rate }))
  }

  return (
    <form className="settings-row" onSubmit={(event) => void save(event)}>
      <Field
        label={settingsText.limit}
        value={typed}
        onChange={(text) => {
          setTyped(text)
          setSaved(false)
        }}
        placeholder={settingsText.noLimit}
        help={isSaved ? settingsText.saved : settingsText.limitHelp}
        problem={rate === null ? settingsText.limitForms : null}
      />
      <Button type="submit" isDisabled={rate === null || rate === current}>
        {settingsText.save}
      </Button>
    </form>
  )
}
