/** Accounts: the remotes, which one short names mean, and signing in. */
import './remotes.css'
import { useState } from 'react'
import { firstRunText } from '../../../src-shared/text/first-run.ts'
import { remotesText } from '../../../src-shared/text/remotes.ts'
import { addressOf } from '../../app/address.ts'
import { useQueryValue } from '../../app/router.ts'
import { useCall } from '../../app/use-call.ts'
import { Button, LinkButton } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { Icon } from '../../components/icon.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { ViewHead } from '../../components/view-head.tsx'
import { AccountRow } from './account-row.tsx'
import { type AccountSheet, AccountSheets } from './account-sheets.tsx'
import { ElsewherePart } from './elsewhere-part.tsx'
import { RegistriesPart } from './registries-part.tsx'

export function AccountsSection() {
  const { value, error, isLoading, reload } = useCall('remotes.list', {}, { refetchOn: ['remotes.changed'] })
  const [chosen, setSheet] = useState<AccountSheet | null>(null)
  const [signIn, setSignIn] = useQueryValue('sign-in')
  const toSignIn = value?.find(({ name }) => name === signIn)
  const sheet = chosen ?? (toSignIn === undefined ? null : ({ kind: 'signIn', remote: toSignIn } as const))
  const keptIn = useCall('settings.capabilities', {}).value?.secretsAreIn ?? null
  const close = (): void => {
    setSheet(null)
    if (signIn !== null) setSignIn(null)
  }
  const add = (
    <Button variant="primary" icon="plus" onPress={() => setSheet({ kind: 'add' })}>
      {remotesText.add}
    </Button>
  )
  return (
    <>
      <ViewHead title={remotesText.accounts} actions={value !== null && value.length === 0 ? undefined : add} />
      {isLoading ? (
        <SkeletonRows count={3} />
      ) : value === null ? (
        error !== null && <ErrorState error={error} title={remotesText.listFailed} onRetry={reload} />
      ) : value.length === 0 ? (
        <EmptyState title={remotesText.empty} text={remotesText.emptyText} action={add} />
      ) : (
        <div className="accounts">
          <h2>{remotesText.remotes}</h2>
          <p className="quiet">{remotesText.explain}</p>
          <ul>
            {value.map((remote) => (
              <AccountRow key={remote.name} remote={remote} onSheet={setSheet} />
            ))}
          </ul>
          <p className="quiet accounts-foot">
            <Icon name={keptIn === 'files' ? 'warning' : 'lock'} />
            <span className="grow">{keptIn === null ? null : remotesText.tokensKept[keptIn]}</span>
            <LinkButton href={addressOf.welcome()}>{firstRunText.again}</LinkButton>
          </p>
        </div>
      )}
      {!isLoading && <RegistriesPart />}
      {!isLoading && <ElsewherePart />}
      <AccountSheets sheet={sheet} onClose={close} />
    </>
  )
}
