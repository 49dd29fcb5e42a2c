/** Computers that may build over ssh: named, tested on request, removed. Nothing is asked of them otherwise. */
import { type FormEvent, useState } from 'react'
import { isSshHost } from '../../../src-shared/model/ssh-host.ts'
import { buildHostsText as text } from '../../../src-shared/text/build-hosts.ts'
import { useClient } from '../../app/connection.ts'
import { Button } from '../../components/button.tsx'
import { Field } from '../../components/field.tsx'
import { Icon } from '../../components/icon.tsx'
import { ViewHead } from '../../components/view-head.tsx'
import { SettingsBody } from './settings-body.tsx'
import { useSettings } from './use-settings.ts'

function HostRow({ host, onRemove }: { readonly host: string; readonly onRemove: () => void }) {
  const client = useClient()
  const [said, setSaid] = useState<{ readonly isGood: boolean; readonly text: string; readonly hint: string } | null>(
    null,
  )
  const [isBusy, setBusy] = useState(false)
  const test = async (): Promise<void> => {
    setBusy(true)
    const answer = await client.call('build.testHost', { host })
    setBusy(false)
    setSaid(
      answer.ok
        ? { isGood: true, text: text.found(answer.value.programs), hint: '' }
        : { isGood: false, text: answer.error.message, hint: answer.error.hint ?? '' },
    )
  }
  return (
    <li>
      <Icon name={said === null ? 'server' : said.isGood ? 'check' : 'cross'} />
      <div className="stack grow">
        <code className="cut" title={host}>
          {host}
        </code>
        <span className="quiet small" role="status">
          {isBusy ? text.testing : (said?.text ?? '')}
        </span>
        {!isBusy && said !== null && said.hint !== '' && <span className="quiet small">{said.hint}</span>}
      </div>
      <Button label={text.testOf(host)} isDisabled={isBusy} onPress={() => void test()}>
        {text.test}
      </Button>
      <Button label={text.removeOf(host)} onPress={onRemove}>
        {text.remove}
      </Button>
    </li>
  )
}

export function BuildHostsSection() {
  const state = useSettings()
  const [typed, setTyped] = useState('')
  const isHost = isSshHost(typed.trim())
  const add = async (event: FormEvent, hosts: readonly string[]): Promise<void> => {
    event.preventDefault()
    if (!isHost) return
    if (await state.change({ sshBuildHosts: [...new Set([...hosts, typed.trim()])] })) setTyped('')
  }
  return (
    <>
      <ViewHead title={text.title} />
      <SettingsBody state={state}>
        {({ sshBuildHosts: hosts }) => (
          <div className="settings-hosts">
            <p className="quiet">{text.about}</p>
            {hosts.length === 0 && <p className="quiet">{text.none}</p>}
            {hosts.length > 0 && (
              <ul>
                {hosts.map((host) => (
                  <HostRow
                    key={host}
                    host={host}
                    onRemove={() => void state.change({ sshBuildHosts: hosts.filter((other) => other !== host) })}
                  />
                ))}
              </ul>
            )}
            <form className="settings-row" onSubmit={(event) => void add(event, hosts)}>
              <Field
                label={text.host}
                value={typed}
                onChange={setTyped}
                help={text.hostHelp}
                problem={typed.trim() === '' || isHost ? null : text.hostProblem}
                isCode
              />
              <Button type="submit" icon="plus" isDisabled={!isHost}>
                {text.add}
              </Button>
            </form>
          </div>
        )}
      </SettingsBody>
    </>
  )
}
