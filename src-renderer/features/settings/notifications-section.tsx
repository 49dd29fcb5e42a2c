/** Whether the user is told of what ends while another window is in front. */
import { useState } from 'react'
import { notificationsText } from '../../../src-shared/text/notifications.ts'
import { askForNotifications, notificationPermit } from '../../app/notify.ts'
import { Check } from '../../components/choice.tsx'
import { ViewHead } from '../../components/view-head.tsx'
import { SettingsBody } from './settings-body.tsx'
import { useSettings } from './use-settings.ts'

export function NotificationsSection() {
  const state = useSettings()
  const [permit, setPermit] = useState(notificationPermit)
  const isAllowed = permit === 'window' || permit === 'granted'
  const change = async (isWanted: boolean): Promise<void> => {
    // The browser asks the user; nothing is asked before somebody wants it.
    if (isWanted) setPermit(await askForNotifications())
    await state.change({ notifications: isWanted })
  }
  return (
    <>
      <ViewHead title={notificationsText.title} />
      <SettingsBody state={state}>
        {(settings) => (
          <div>
            <Check
              isChecked={settings.notifications && isAllowed}
              onChange={(isWanted) => void change(isWanted)}
              isDisabled={permit === 'denied' || permit === 'unsupported'}
              note={notificationsText.tellNote}
            >
              {notificationsText.tell}
            </Check>
            {permit === 'denied' && <p className="quiet small">{notificationsText.refused}</p>}
            {permit === 'unsupported' && <p className="quiet small">{notificationsText.unsupported}</p>}
          </div>
        )}
      </SettingsBody>
    </>
  )
}
