/** Which proxy is used: the system's, none, or one that is named here with its exceptions and login. */
import { useState } from 'react'
import { Form } from 'react-aria-components'
import type { Settings } from '../../../src-shared/contract/settings.ts'
import type { AppError } from '../../../src-shared/model/error.ts'
import { networkText as text } from '../../../src-shared/text/network-settings.ts'
import { useClient } from '../../app/connection.ts'
import { confirmBriefly } from '../../app/messages.ts'
import { useCall } from '../../app/use-call.ts'
import { Button } from '../../components/button.tsx'
import { RadioGroup } from '../../components/choice.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { Field } from '../../components/field.tsx'

type Proxy = Settings['proxy']
type Mode = Proxy['mode']

const modes: readonly Mode[] = ['system', 'none', 'manual']

interface NamedProxyProps {
  readonly proxy: Proxy
  readonly keptUsername: string | null
  readonly onSaved: () => void
}

function NamedProxy({ proxy, keptUsername, onSaved }: NamedProxyProps) {
  const client = useClient()
  const [server, setServer] = useState(proxy.server)
  const [except, setExcept] = useState(proxy.except.join('\n'))
  const [username, setUsername] = useState(keptUsername ?? '')
  const [password, setPassword] = useState('')
  const [error, setError] = useState<AppError | null>(null)
  const save = async (): Promise<void> => {
    const exceptions = except.split(/[\s,]+/).filter((entry) => entry !== '')
    const set = await client.call('settings.set', {
      proxy: { mode: 'manual', server: server.trim(), except: exceptions },
    })
    const isLoginChanged = username.trim() !== (keptUsername ?? '') || password !== ''
    const login = username.trim() === '' ? null : { username: username.trim(), password }
    const kept = set.ok && isLoginChanged ? await client.call('settings.setProxyLogin', { login }) : set
    setError(kept.ok ? null : kept.error)
    if (!kept.ok) return
    setPassword('')
    confirmBriefly(text.saved)
    onSaved()
  }
  return (
    <Form
      className="settings-form"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <Field label={text.server} value={server} onChange={setServer} help={text.serverHelp} isCode />
      <Field label={text.except} value={except} onChange={setExcept} help={text.exceptHelp} lines={3} isCode />
      <div className="settings-pair">
        <Field
          label={text.username}
          value={username}
          onChange={setUsername}
          help={keptUsername === null ? text.loginHelp : text.loginKept(keptUsername)}
        />
        <Field label={text.password} value={password} onChange={setPassword} type="password" />
      </div>
      <ErrorNotice error={error} />
      <div>
        <Button type="submit" isDisabled={server.trim() === ''}>
          {text.save}
        </Button>
      </div>
    </Form>
  )
}

interface ProxyPartProps {
  readonly proxy: Proxy
  readonly onChange: (proxy: Proxy) => void
}

export function ProxyPart({ proxy, onChange }: ProxyPartProps) {
  const { value: capabilities } = useCall('settings.capabilities', {})
  const { value: login, reload } = useCall('settings.proxyLogin', {}, { refetchOn: ['settings.changed'] })
  // One that is being named counts once it is saved.
  const [isNaming, setNaming] = useState(false)
  const mode = isNaming ? 'manual' : proxy.mode
  const notes: Readonly<Record<Mode, string>> = {
    ...text.modeNotes,
    system: text.modeNotes.system[capabilities?.face === 'window' ? 'window' : 'other'],
  }
  const choose = (chosen: Mode): void => {
    setNaming(chosen === 'manual')
    if (chosen !== 'manual') onChange({ ...proxy, mode: chosen })
  }
  return (
    <>
      <RadioGroup
        label={text.proxy}
        choices={modes.map((value) => ({ value, label: text.modes[value], note: notes[value] }))}
        value={mode}
        onChange={choose}
      />
      {mode === 'manual' && login !== null && (
        <NamedProxy
          key={login.username ?? ''}
          proxy={proxy}
          keptUsername={login.username}
          onSaved={() => {
            setNaming(false)
            reload()
          }}
        />
      )}
    </>
  )
}
