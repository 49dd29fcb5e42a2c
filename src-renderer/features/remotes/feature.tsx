/** Remotes in the window: the one in use in the status bar, and Accounts in Settings. */
import './remotes.css'
import { Link } from 'react-aria-components'
import { remotesText } from '../../../src-shared/text/remotes.ts'
import { addressOf } from '../../app/address.ts'
import type { Feature } from '../../app/feature.ts'
import { addSettingsSection } from '../../app/settings-sections.ts'
import { useCall } from '../../app/use-call.ts'
import { AccountsSection } from './accounts-section.tsx'

function RemoteStatus() {
  const { value } = useCall('remotes.list', {}, { refetchOn: ['remotes.changed'] })
  if (value === null) return null
  const active = value.find((remote) => remote.active)
  return (
    <Link
      className="plain remote-status"
      href={addressOf.settings('accounts')}
      {...(active === undefined ? {} : { 'aria-label': remotesText.statusRemote(active.name) })}
    >
      <i className={active === undefined ? 'status-dot off' : 'status-dot'} />
      {active?.name ?? remotesText.noRemote}
    </Link>
  )
}

addSettingsSection({ id: 'accounts', title: remotesText.accounts, order: 10, component: AccountsSection })

export const feature: Feature = {
  name: 'remotes',
  statusStart: RemoteStatus,
}
