/** Remotes in the window: the one in use in the status bar, and Accounts in Settings. */
import './remotes.css'
import { useEffect, useState } from 'react'
import { Link } from 'react-aria-components'
import { networkText } from '../../../src-shared/text/network-settings.ts'
import { remotesText, tokenProblem } from '../../../src-shared/text/remotes.ts'
import { addressOf } from '../../app/address.ts'
import type { Feature } from '../../app/feature.ts'
import { addSettingsSection } from '../../app/settings-sections.ts'
import { useCall } from '../../app/use-call.ts'
import { Icon } from '../../components/icon.tsx'
import { AccountsSection } from './accounts-section.tsx'
import { DoctorOverlay } from './doctor-sheet.tsx'
import { ErrorAction } from './error-action.tsx'
import { WelcomeView } from './welcome-view.tsx'

/** Draws again at the moment when a token ends. */
function useAtTokenEnd(endsAt: string | null): void {
  const [, setEnded] = useState(false)
  useEffect(() => {
    const leftMs = endsAt === null ? Number.POSITIVE_INFINITY : Date.parse(endsAt) - Date.now()
    // Timers reach no further than 24 days; the application is opened again before.
    if (leftMs < 0 || leftMs > 2_000_000_000) return undefined
    const timer = setTimeout(() => setEnded(true), leftMs + 50)
    return () => clearTimeout(timer)
  }, [endsAt])
}

function RemoteStatus() {
  const { value } = useCall('remotes.list', {}, { refetchOn: ['remotes.changed'] })
  const { value: settings } = useCall('settings.get', {}, { refetchOn: ['settings.changed'] })
  useAtTokenEnd(value?.find((remote) => remote.active)?.tokenEndsAt ?? null)
  if (value === null) return null
  if (settings?.isOffline)
    return (
      <Link
        className="plain remote-status warn"
        href={addressOf.settings('network')}
        aria-label={networkText.offlineStatusLabel}
      >
        <Icon name="cloud-off" />
        {networkText.offlineStatus}
      </Link>
    )
  const active = value.find((remote) => remote.active)
  if (active === undefined)
    return (
      <Link className="plain remote-status" href={addressOf.settings('accounts')}>
        <i className="status-dot off" />
        {remotesText.noRemote}
      </Link>
    )
  if (tokenProblem(active, new Date()) !== null)
    return (
      <Link className="plain remote-status warn" href={addressOf.signIn(active.name)}>
        <Icon name="warning" />
        {remotesText.statusToken(active.name)}
      </Link>
    )
  return (
    <Link
      className="plain remote-status"
      href={addressOf.settings('accounts')}
      aria-label={remotesText.statusRemote(active.name)}
    >
      <i className="status-dot" />
      {active.name}
    </Link>
  )
}

addSettingsSection({ id: 'accounts', title: remotesText.accounts, order: 10, component: AccountsSection })

export const feature: Feature = {
  name: 'remotes',
  statusStart: RemoteStatus,
  errorAction: ErrorAction,
  overlay: DoctorOverlay,
  views: { welcome: WelcomeView },
}
