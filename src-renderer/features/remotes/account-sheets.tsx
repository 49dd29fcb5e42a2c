/** The sheets about remotes: add one, sign in, remove one. Tokens go in and never come back out. */
import './remotes.css'
import { useState } from 'react'
import { Form } from 'react-aria-components'
import type { Remote } from '../../../src-shared/model/remote.ts'
import { remotesText } from '../../../src-shared/text/remotes.ts'
import { useClient } from '../../app/connection.ts'
import { ActionSheet, useSheetRun } from '../../components/action-sheet.tsx'
import { Check } from '../../components/choice.tsx'
import { Field } from '../../components/field.tsx'
import { TokenPage } from './token-page.tsx'

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
  const isReady = name.trim() !== '' && uri.trim() !== ''
  const run = useSheetRun(
    () =>
      client.call('remotes.add', {
        name: name.trim(),
        uri: uri.trim(),
        insecure: isPlain,
        ...(token.trim() === '' ? {} : { token: token.trim() }),
      }),
    onClose,
  )
  return (
    <ActionSheet
      title={remotesText.addTitle}
      width="small"
      onClose={onClose}
      variant="primary"
      action={remotesText.addAction}
      isReady={isReady}
      isBusy={run.isBusy}
      onAction={run.start}
      error={run.error}
    >
      <Form
        className="account-form"
        onSubmit={(event) => {
          event.preventDefault()
          if (isReady) run.start()
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
    </ActionSheet>
  )
}

function SignInSheet({ remote, onClose }: SheetProps & { readonly remote: Remote }) {
  const client = useClient()
  const [token, setToken] = useState('')
  const isReady = token.trim() !== ''
  const run = useSheetRun(() => client.call('remotes.login', { name: remote.name, token: token.trim() }), onClose)
  return (
    <ActionSheet
      title={remotesText.signInTitle(remote.name)}
      width="small"
      onClose={onClose}
      variant="primary"
      action={remotesText.signInAction}
      isReady={isReady}
      isBusy={run.isBusy}
      onAction={run.start}
      error={run.error}
    >
      <Form
        className="account-form"
        onSubmit={(event) => {
          event.preventDefault()
          if (isReady) run.start()
        }}
      >
        <TokenPage remote={remote} />
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
    </ActionSheet>
  )
}

function RemoveSheet({ remote, onClose }: SheetProps & { readonly remote: Remote }) {
  const client = useClient()
  const run = useSheetRun(() => client.call('remotes.remove', { name: remote.name }), onClose)
  return (
    <ActionSheet
      title={remotesText.removeTitle(remote.name)}
      width="small"
      onClose={onClose}
      variant="danger"
      action={remotesText.removeAction}
      isReady
      isBusy={run.isBusy}
      onAction={run.start}
      error={run.error}
    >
      <p>{remotesText.removeText}</p>
    </ActionSheet>
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
