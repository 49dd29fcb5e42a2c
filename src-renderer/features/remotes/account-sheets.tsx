/** The sheets about remotes: add one, sign in, remove one. Tokens go in and never come back out. */
import { useState } from 'react'
import { Form } from 'react-aria-components'
import type { AppError } from '../../../src-shared/model/error.ts'
import type { Remote } from '../../../src-shared/model/remote.ts'
import { remotesText } from '../../../src-shared/text/remotes.ts'
import { useClient } from '../../app/connection.ts'
import { Button } from '../../components/button.tsx'
import { Check } from '../../components/choice.tsx'
import { Field } from '../../components/field.tsx'
import { Frame } from './sheet-frame.tsx'

export type AccountSheet =
  | { readonly kind: 'add' }
  | { readonly kind: 'signIn'; readonly remote: Remote }
  | { readonly kind: 'remove'; readonly remote: Remote }

interface SheetProps {
  readonly onClose: () => void
}

function AddSheet({ onClose }: SheetProps) {
  const client = useClient()
  const [name, setName] = useState('')
  const [uri, setUri] = useState('')
  const [token, setToken] = useState('')
  const [isPlain, setPlain] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<AppError | null>(null)
  const isReady = name.trim() !== '' && uri.trim() !== ''
  const add = async (): Promise<void> => {
    if (!isReady) return
    setBusy(true)
    const result = await client.call('remotes.add', {
      name: name.trim(),
      uri: uri.trim(),
      insecure: isPlain,
      ...(token.trim() === '' ? {} : { token: token.trim() }),
    })
    setBusy(false)
    if (result.ok) onClose()
    else setError(result.error)
  }
  return (
    <Frame
      title={remotesText.addTitle}
      error={error}
      onClose={onClose}
      action={
        <Button variant="primary" isDisabled={!isReady} isPending={isBusy} onPress={() => void add()}>
          {remotesText.addAction}
        </Button>
      }
    >
      <Form
        className="account-form"
        onSubmit={(event) => {
          event.preventDefault()
          void add()
        }}
      >
        <Field label={remotesText.name} value={name} onChange={setName} help={remotesText.nameHelp} autoFocus />
        <Field label={remotesText.uri} value={uri} onChange={setUri} help={remotesText.uriHelp} isCode />
        <Field
          label={remotesText.tokenOptional}
          value={token}
          onChange={setToken}
          type="password"
          help={remotesText.tokenHelp}
        />
        <Check isChecked={isPlain} onChange={setPlain} note={remotesText.allowPlainNote}>
          {remotesText.allowPlain}
        </Check>
        {/* Enter in a field adds; browsers want a button of the form for that. */}
        <button type="submit" hidden />
      </Form>
    </Frame>
  )
}

function SignInSheet({ remote, onClose }: SheetProps & { readonly remote: Remote }) {
  const client = useClient()
  const [token, setToken] = useState('')
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<AppError | null>(null)
  const signIn = async (): Promise<void> => {
    if (token.trim() === '') return
    setBusy(true)
    const result = await client.call('remotes.login', { name: remote.name, token: token.trim() })
    setBusy(false)
    if (result.ok) onClose()
    else setError(result.error)
  }
  return (
    <Frame
      title={remotesText.signInTitle(remote.name)}
      error={error}
      onClose={onClose}
      action={
        <Button variant="primary" isDisabled={token.trim() === ''} isPending={isBusy} onPress={() => void signIn()}>
          {remotesText.signInAction}
        </Button>
      }
    >
      <Form
        className="account-form"
        onSubmit={(event) => {
          event.preventDefault()
          void signIn()
        }}
      >
        <Field
          label={remotesText.token}
          value={token}
          onChange={setToken}
          type="password"
          help={remotesText.tokenHelp}
          autoFocus
        />
        <button type="submit" hidden />
      </Form>
    </Frame>
  )
}

function RemoveSheet({ remote, onClose }: SheetProps & { readonly remote: Remote }) {
  const client = useClient()
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<AppError | null>(null)
  const remove = async (): Promise<void> => {
    setBusy(true)
    const result = await client.call('remotes.remove', { name: remote.name })
    setBusy(false)
    if (result.ok) onClose()
    else setError(result.error)
  }
  return (
    <Frame
      title={remotesText.removeTitle(remote.name)}
      error={error}
      onClose={onClose}
      action={
        <Button variant="danger" isPending={isBusy} onPress={() => void remove()}>
          {remotesText.removeAction}
        </Button>
      }
    >
      <p>{remotesText.removeText}</p>
    </Frame>
  )
}

export function AccountSheets({ sheet, onClose }: SheetProps & { readonly sheet: AccountSheet | null }) {
  switch (sheet?.kind) {
    case 'add':
      return <AddSheet onClose={onClose} />
    case 'signIn':
      return <SignInSheet remote={sheet.remote} onClose={onClose} />
    case 'remove':
      return <RemoveSheet remote={sheet.remote} onClose={onClose} />
    case undefined:
      return null
  }
}
