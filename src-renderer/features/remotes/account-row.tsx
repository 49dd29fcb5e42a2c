/** One remote: what it is, whether the user is signed in, its services, and the test of them step by step. */
import { useState } from 'react'
import type { AppError } from '../../../src-shared/model/error.ts'
import type { Remote, ServiceStatus } from '../../../src-shared/model/remote.ts'
import { diagnosisText } from '../../../src-shared/text/diagnosis.ts'
import { formatClock, formatDuration } from '../../../src-shared/text/format.ts'
import { accountState, remotesText, statusLine } from '../../../src-shared/text/remotes.ts'
import { useClient } from '../../app/connection.ts'
import { askDoctor } from '../../app/doctor-request.ts'
import { Button } from '../../components/button.tsx'
import { classNames } from '../../components/class-names.ts'
import { Icon } from '../../components/icon.tsx'
import { type MenuEntry, MoreMenu } from '../../components/menu.tsx'
import { AccountProblem } from './account-problem.tsx'
import type { AccountSheet } from './account-sheets.tsx'

const hostOf = (uri: string): string => uri.replace(/^https?:\/\//, '').replace(/\/+$/, '')

interface Test {
  readonly at: string
  readonly seconds: number
  readonly statuses: readonly ServiceStatus[]
}

interface TestResultProps {
  readonly name: string
  readonly test: Test
  readonly onFindOut: () => void
}

function TestResult({ name, test, onFindOut }: TestResultProps) {
  const failing = test.statuses.filter(({ state }) => state !== 'ok').length
  const took = test.seconds < 1 ? '' : `, ${formatDuration(test.seconds)}`
  return (
    <div className="account-test" role="status">
      <div className="line">
        <span className="medium">{remotesText.testOf(name)}</span>
        <span className="quiet">
          {formatClock(test.at)}
          {took}
        </span>
      </div>
      <ol>
        {test.statuses.map((status) => {
          const { title, note } = statusLine(status)
          const isOk = status.state === 'ok'
          return (
            <li key={status.service} className={classNames(!isOk && 'failing')}>
              <Icon name={isOk ? 'check' : 'cross'} />
              <span className={isOk ? 'nowrap' : 'medium nowrap'}>{title}</span>
              <span className="quiet">{note}</span>
            </li>
          )
        })}
      </ol>
      <div className="line account-test-end">
        <p className="quiet grow">{failing === 0 ? remotesText.allWork : remotesText.someFail(failing)}</p>
        {failing > 0 && <Button onPress={onFindOut}>{diagnosisText.findOut}</Button>}
      </div>
    </div>
  )
}

function Services({ remote }: { readonly remote: Remote }) {
  const services = [
    { name: remotesText.services.library, uri: remote.libraryUri },
    { name: remotesText.services.keyserver, uri: remote.keyserverUri },
    { name: remotesText.services.builder, uri: remote.builderUri },
    { name: remotesText.services.token, uri: remote.tokenUri },
  ].filter(({ uri }) => uri !== null)
  if (services.length === 0) return <p className="quiet account-services">{remotesText.servicesUnknown}</p>
  return (
    <dl className="account-services" aria-label={remotesText.servicesOf(remote.name)}>
      {services.map(({ name, uri }) => (
        <div key={name}>
          <dt className="medium">{name}</dt>
          <dd>
            <code className="quiet" title={uri ?? ''}>
              {hostOf(uri ?? '')}
            </code>
          </dd>
        </div>
      ))}
    </dl>
  )
}

export interface AccountRowProps {
  readonly remote: Remote
  readonly onSheet: (sheet: AccountSheet) => void
}

export function AccountRow({ remote, onSheet }: AccountRowProps) {
  const client = useClient()
  const [test, setTest] = useState<Test | null>(null)
  const [isTesting, setTesting] = useState(false)
  const [error, setError] = useState<AppError | null>(null)

  const run = async (): Promise<void> => {
    setTesting(true)
    const begin = performance.now()
    const result = await client.call('remotes.status', { name: remote.name })
    setTesting(false)
    setError(result.ok ? null : result.error)
    setTest(
      result.ok
        ? { at: new Date().toISOString(), seconds: (performance.now() - begin) / 1000, statuses: result.value }
        : null,
    )
  }
  const ask = async (verb: 'remotes.use' | 'remotes.logout'): Promise<void> => {
    const result = await client.call(verb, { name: remote.name })
    setError(result.ok ? null : result.error)
  }
  const findOut = (): void => askDoctor({ kind: 'remote', name: remote.name })
  const more: readonly MenuEntry[] = [
    { kind: 'action', id: 'test', label: diagnosisText.test, icon: 'activity', onAction: findOut },
    ...(remote.hasToken
      ? ([
          {
            kind: 'action',
            id: 'sign-out',
            label: remotesText.signOut,
            icon: 'user',
            onAction: () => void ask('remotes.logout'),
          },
        ] as const)
      : []),
    {
      kind: 'action',
      id: 'remove',
      label: remotesText.remove,
      icon: 'trash',
      isDangerous: true,
      onAction: () => onSheet({ kind: 'remove', remote }),
    },
  ]
  const state = accountState(remote, new Date())

  return (
    <li className="account">
      <div className="account-head">
        <span className={remote.active ? 'account-icon active' : 'account-icon'}>
          <Icon name="server" />
        </span>
        <div className="stack">
          <div className="line">
            <h3 className="cut">{remote.name}</h3>
            {remote.active && <span className="tag">{remotesText.inUse}</span>}
            {remote.insecure && <span className="tag warn">{remotesText.insecure}</span>}
          </div>
          <code className="quiet cut" title={remote.uri}>
            {remote.uri}
          </code>
          <div className={state.isWarning ? 'account-state warn' : 'account-state quiet'}>
            {state.isWarning && <Icon name="warning" />}
            <span className="cut">{state.text}</span>
          </div>
        </div>
        <div className="line">
          {!remote.active && <Button onPress={() => void ask('remotes.use')}>{remotesText.use}</Button>}
          <Button isPending={isTesting} onPress={() => void run()}>
            {isTesting ? remotesText.testing : test === null ? remotesText.test : remotesText.testAgain}
          </Button>
          <Button onPress={() => onSheet({ kind: 'signIn', remote })}>
            {remote.hasToken ? remotesText.renew : remotesText.signIn}
          </Button>
          <MoreMenu label={`${remotesText.moreActions}: ${remote.name}`} entries={more} />
        </div>
      </div>
      {remote.active && <Services remote={remote} />}
      <AccountProblem error={error} />
      {test !== null && <TestResult name={remote.name} test={test} onFindOut={findOut} />}
    </li>
  )
}
