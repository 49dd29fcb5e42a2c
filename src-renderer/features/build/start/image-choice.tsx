/** Local images, to begin from the definition that one of them carries. */
import { useState } from 'react'
import { buildStartText } from '../../../../src-shared/text/build-start.ts'
import { formatSize } from '../../../../src-shared/text/format.ts'
import { useCall } from '../../../app/use-call.ts'
import { useSettled } from '../../../app/use-settled.ts'
import { ErrorNotice } from '../../../components/error-notice.tsx'
import { SearchField } from '../../../components/field.tsx'
import { Icon } from '../../../components/icon.tsx'
import { MiddleCut } from '../../../components/middle-cut.tsx'
import { VerdictBadge } from '../../../components/verdict-badge.tsx'
import { startFromImage } from './new-draft.ts'

const shownAtOnce = 6

export function ImageChoice() {
  const [typed, setTyped] = useState('')
  const text = useSettled(typed, 150)
  const { value, error } = useCall('images.list', { text, limit: shownAtOnce }, { refetchOn: ['images.changed'] })
  if (value === null) return <ErrorNotice error={error} />
  if (value.total === 0 && text === '') return <p className="quiet">{buildStartText.imageNone}</p>
  return (
    <>
      <SearchField
        label={buildStartText.imageFind}
        placeholder={buildStartText.imageFind}
        value={typed}
        onChange={setTyped}
      />
      <ul className="start-list">
        {value.images.map(({ id, name, path, sizeBytes, verdict }) => (
          <li key={id}>
            <button type="button" onClick={() => void startFromImage(path)}>
              <Icon name="images" />
              <span className="grow cut">
                <MiddleCut text={name} />
              </span>
              {verdict !== null && <VerdictBadge verdict={verdict} />}
              <span className="quiet small nowrap tabular">{formatSize(sizeBytes)}</span>
            </button>
          </li>
        ))}
      </ul>
      {value.images.length === 0 && <p className="quiet">{buildStartText.imageNotFound}</p>}
      {value.total > value.images.length && (
        <p className="quiet small">{buildStartText.imageMore(value.total - value.images.length)}</p>
      )}
    </>
  )
}
