/** The sheets about registries: add one or sign in, remove one. Passwords go in and never come back out. */
import './remotes.css'
import { useState } from 'react'
import { Form } from 'react-aria-components'
import type { OciRegistry } from '../../../src-shared/model/oci.ts'
import { ociText } from '../../../src-shared/text/oci.ts'
import { useClient } from '../../app/connection.ts'
import { ActionSheet, useSheetRun } from '../../components/action-sheet.tsx'
import { Check } from '../../components/choice.tsx'
import { Field } from '../../components/field.tsx'

export type RegistrySheet =
  | { readonly kind: 'add' }
  | { readonly kind: 'signIn'; readonly registry: OciRegistry }
  | { readonly kind: 'remove'; readonly registry: OciRegistry }

interface SheetProps {
  readonly onClose: () => void
}

/** A new registry may be added without a login: then only how it is reached is kept. */
function LoginSheet({ registry, onClose }: SheetProps & { readonly registry: OciRegistry | null }) {
  const client = useClient()
  const [host, setHost] = useState(registry?.host ?? '')
  const [username, setUsername] = useState(registry?.username ?? '')
  const [password, setPassword] = useState('')
  const [authority, setAuthority] = useState('')
  const [isPlain, setPlain] = useState(registry?.insecure ?? false)
  const isNew = registry === null
  const hasLogin = username.trim() !== '' && password !== ''
  const isReady = host.trim() !== '' && (hasLogin || (isNew && username.trim() === '' && password === ''))
  const reach = {
    host: host.trim(),
    insecure: isPlain,
    ...(authority.trim() === '' ? {} : { authorities: authority }),
  }
  const run = useSheetRun<unknown>(
    () =>
      hasLogin
        ? client.call('oci.login', { ...reach, username: username.trim(), password })
        : client.call('oci.setUp', reach),
    onClose,
  )
  return (
    <ActionSheet
      title={isNew ? ociText.addTitle : ociText.loginTitle(registry.host)}
      width="small"
      onClose={onClose}
      variant="primary"
      action={isNew ? ociText.addAction : ociText.loginAction}
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
        {isNew && (
          <Field label={ociText.host} value={host} onChange={setHost} help={ociText.hostHelp} isCode autoFocus />
        )}
        <Field label={ociText.username} value={username} onChange={setUsername} autoFocus={!isNew} />
        <Field
          label={ociText.password}
          value={password}
          onChange={setPassword}
          type="password"
          help={ociText.passwordHelp}
        />
        <Field
          label={ociText.authority}
          value={authority}
          onChange={setAuthority}
          help={ociText.authorityHelp}
          lines={3}
          isCode
        />
        <Check isChecked={isPlain} onChange={setPlain} note={ociText.allowPlainNote}>
          {ociText.allowPlain}
        </Check>
        {/* Enter in a field saves; browsers want a button of the form for that. */}
        <button type="submit" hidden />
      </Form>
    </ActionSheet>
  )
}

function RemoveSheet({ registry, onClose }: SheetProps & { readonly registry: OciRegistry }) {
  const client = useClient()
  const run = useSheetRun(() => client.call('oci.remove', { host: registry.host }), onClose)
  return (
    <ActionSheet
      title={ociText.removeTitle(registry.host)}
      width="small"
      onClose={onClose}
      variant="danger"
      action={ociText.removeAction}
      isReady
      isBusy={run.isBusy}
      onAction={run.start}
      error={run.error}
    >
      <p>{ociText.removeText}</p>
    </ActionSheet>
  )
}

export function RegistrySheets({ sheet, onClose }: SheetProps & { readonly sheet: RegistrySheet | null }) {
  switch (sheet?.kind) {
    case 'add':
      return <LoginSheet registry={null} onClose={onClose} />
    case 'signIn':
      return <LoginSheet registry={sheet.registry} onClose={onClose} />
    case 'remove':
      return <RemoveSheet registry={sheet.registry} onClose={onClose} />
    case undefined:
      return null
  }
}
