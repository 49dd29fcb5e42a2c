/** Hosts that prove themselves by an authority of their own, or that may be reached without encryption. */
import { useState } from 'react'
import { Form } from 'react-aria-components'
import type { Settings } from '../../../src-shared/contract/settings.ts'
import { networkText as text } from '../../../src-shared/text/network-settings.ts'
import { useClient } from '../../app/connection.ts'
import { ActionSheet, useSheetRun } from '../../components/action-sheet.tsx'
import { Button } from '../../components/button.tsx'
import { Check } from '../../components/choice.tsx'
import { Field } from '../../components/field.tsx'
import { Icon } from '../../components/icon.tsx'

type Host = Settings['hosts'][number]

const hostPattern = /^(?:[a-z0-9._-]+|\[[0-9a-f:]+\])(?::\d{1,5})?$/

interface HostSheetProps {
  readonly hosts: readonly Host[]
  /** Null for a new one. */
  readonly host: Host | null
  readonly onClose: () => void
}

function HostSheet({ hosts, host, onClose }: HostSheetProps) {
  const client = useClient()
  const [name, setName] = useState(host?.host ?? '')
  const [authorities, setAuthorities] = useState(host?.authorities ?? '')
  const [allowsPlain, setAllowsPlain] = useState(host?.allowsPlain ?? false)
  const typed = name
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/\/+$/, '')
  const isName = hostPattern.test(typed)
  const isReady = isName && (authorities.trim() !== '' || allowsPlain)
  const run = useSheetRun(
    () =>
      client.call('settings.set', {
        hosts: [
          ...hosts.filter((other) => other.host !== typed && other.host !== host?.host),
          { host: typed, authorities: authorities.trim() === '' ? null : authorities, allowsPlain },
        ],
      }),
    onClose,
  )
  return (
    <ActionSheet
      title={host === null ? text.addHostTitle : text.changeHostTitle(host.host)}
      width="small"
      onClose={onClose}
      variant="primary"
      action={host === null ? text.add : text.change}
      isReady={isReady}
      isBusy={run.isBusy}
      onAction={run.start}
      error={run.error}
    >
      <Form className="settings-form" onSubmit={(event) => event.preventDefault()}>
        <Field
          label={text.host}
          value={name}
          onChange={setName}
          help={text.hostHelp}
          problem={typed === '' || isName ? null : text.hostProblem}
          isCode
          autoFocus
        />
        <Field
          label={text.authority}
          value={authorities}
          onChange={setAuthorities}
          help={text.authorityHelp}
          lines={4}
          isCode
        />
        <Check isChecked={allowsPlain} onChange={setAllowsPlain} note={text.allowsPlainNote}>
          {text.allowsPlain}
        </Check>
      </Form>
    </ActionSheet>
  )
}

interface HostsPartProps {
  readonly hosts: readonly Host[]
  readonly onChange: (hosts: Host[]) => void
}

export function HostsPart({ hosts, onChange }: HostsPartProps) {
  const [sheet, setSheet] = useState<{ readonly host: Host | null } | null>(null)
  const sorted = hosts.toSorted((one, other) => (one.host < other.host ? -1 : 1))
  return (
    <section className="settings-hosts" aria-labelledby="hosts-title">
      <div className="line">
        <h2 id="hosts-title" className="grow">
          {text.hosts}
        </h2>
        <Button icon="plus" onPress={() => setSheet({ host: null })}>
          {text.addHost}
        </Button>
      </div>
      <p className="quiet">{hosts.length === 0 ? text.noHosts : text.hostsText}</p>
      {hosts.length > 0 && (
        <ul>
          {sorted.map((host) => (
            <li key={host.host}>
              <Icon name={host.allowsPlain ? 'warning' : 'lock'} />
              <code className="cut" title={host.host}>
                {host.host}
              </code>
              <span className="line grow">
                {host.authorities !== null && <span className="tag">{text.ownAuthority}</span>}
                {host.allowsPlain && <span className="tag warn">{text.plain}</span>}
              </span>
              <Button label={`${text.changeHost} ${host.host}`} onPress={() => setSheet({ host })}>
                {text.changeHost}
              </Button>
              <Button
                label={`${text.removeHost} ${host.host}`}
                onPress={() => onChange(hosts.filter((other) => other.host !== host.host))}
              >
                {text.removeHost}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {sheet !== null && <HostSheet hosts={hosts} host={sheet.host} onClose={() => setSheet(null)} />}
    </section>
  )
}
