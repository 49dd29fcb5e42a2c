/** One registry: who is signed in, how it is reached, and what can be done about it. */
import { useState } from 'react'
import type { AppError } from '../../../src-shared/model/error.ts'
import type { OciRegistry } from '../../../src-shared/model/oci.ts'
import { ociText, registryNotes } from '../../../src-shared/text/oci.ts'
import { remotesText } from '../../../src-shared/text/remotes.ts'
import { useClient } from '../../app/connection.ts'
import { askDoctor } from '../../app/doctor-request.ts'
import { Button } from '../../components/button.tsx'
import { Icon } from '../../components/icon.tsx'
import { type MenuEntry, MoreMenu } from '../../components/menu.tsx'
import { AccountProblem } from './account-problem.tsx'
import type { RegistrySheet } from './registry-sheets.tsx'

export interface RegistryRowProps {
  readonly registry: OciRegistry
  readonly onSheet: (sheet: RegistrySheet) => void
}

export function RegistryRow({ registry, onSheet }: RegistryRowProps) {
  const client = useClient()
  const [error, setError] = useState<AppError | null>(null)
  const { host, username, file } = registry
  const hasOwnLogin = username !== null && file === null
  const signOut = async (): Promise<void> => {
    const result = await client.call('oci.logout', { host })
    setError(result.ok ? null : result.error)
  }
  const more: readonly MenuEntry[] = [
    ...(hasOwnLogin
      ? [
          {
            kind: 'action' as const,
            id: 'sign-out',
            label: ociText.logOut,
            icon: 'user' as const,
            onAction: () => void signOut(),
          },
        ]
      : []),
    {
      kind: 'action',
      id: 'remove',
      label: ociText.remove,
      icon: 'trash',
      isDangerous: true,
      onAction: () => onSheet({ kind: 'remove', registry }),
    },
  ]
  const notes = registryNotes({ ...registry, insecure: false }).join(' · ')
  return (
    <li className="account">
      <div className="account-head">
        <span className="account-icon">
          <Icon name="globe" />
        </span>
        <div className="stack">
          <div className="line">
            <h3 className="cut">{host}</h3>
            {registry.insecure && <span className="tag warn">{remotesText.insecure}</span>}
          </div>
          <div className="quiet cut" title={notes}>
            {notes}
          </div>
        </div>
        <div className="line">
          <Button label={`${remotesText.test}: ${host}`} onPress={() => askDoctor({ kind: 'registry', name: host })}>
            {remotesText.test}
          </Button>
          <Button onPress={() => onSheet({ kind: 'signIn', registry })}>
            {hasOwnLogin ? ociText.changeLogin : ociText.logIn}
          </Button>
          {/* What another program set up is forgotten there. */}
          {file === null && <MoreMenu label={`${ociText.moreActions}: ${host}`} entries={more} />}
        </div>
      </div>
      <AccountProblem error={error} />
    </li>
  )
}
