/** Find a key at the keyservers: by name, address or fingerprint. What they answer are claims. */
import './keyring.css'
import { useState } from 'react'
import { Form } from 'react-aria-components'
import type { CallValue } from '../../../src-shared/contract/index.ts'
import { readFingerprint } from '../../../src-shared/model/fingerprint-paste.ts'
import { firstUserId, printUserId } from '../../../src-shared/model/user-id.ts'
import { formatDate } from '../../../src-shared/text/format.ts'
import { frameText } from '../../../src-shared/text/frame.ts'
import { algorithmName, keyringText } from '../../../src-shared/text/keyring.ts'
import { addressOf } from '../../app/address.ts'
import { useClient } from '../../app/connection.ts'
import { navigate } from '../../app/router.ts'
import { useCall } from '../../app/use-call.ts'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { Field } from '../../components/field.tsx'
import { Fingerprint } from '../../components/fingerprint.tsx'
import { Icon } from '../../components/icon.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { openKeyringSheet, useKeyring } from './keyring-store.ts'

const close = (): void => openKeyringSheet(null)

type Found = CallValue<'keyring.searchServer'>[number]

/** A fingerprint in any form is asked for in the form that servers know. */
function queryOf(text: string): string {
  const read = readFingerprint(text)
  return read.kind === 'fingerprint' ? `0x${read.fingerprint}` : text.trim()
}

function FoundRow({ found, isHere }: { readonly found: Found; readonly isHere: boolean }) {
  const client = useClient()
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const claim = firstUserId(found.userIds)
  const fetchKey = async (): Promise<void> => {
    setBusy(true)
    const result = await client.call('keyring.fetch', { fingerprint: found.fingerprint })
    setBusy(false)
    setProblem(result.ok ? null : result.error.message)
  }
  const show = (): void => {
    close()
    navigate(addressOf.key(found.fingerprint))
  }
  const facts = [
    algorithmName(found.algorithm),
    found.createdAt === null ? null : keyringText.madeOn(formatDate(found.createdAt)),
    found.revoked ? keyringText.revokedOnServer : null,
    keyringText.fromServer(found.server.replace(/^[a-z]+:\/\//, '')),
  ]
  return (
    <li className="key-change">
      <Icon name="keys" />
      <div className="stack">
        <span className="cut">
          {claim === null ? (
            keyringText.noName
          ) : (
            <>
              <span className="quiet">{keyringText.says}</span> <span className="medium">{printUserId(claim)}</span>
            </>
          )}
        </span>
        <Fingerprint fingerprint={found.fingerprint} form="line" />
        <span className="quiet small">{facts.filter((fact) => fact !== null).join(' · ')}</span>
        {problem !== null && <span role="alert">{problem}</span>}
      </div>
      {isHere ? (
        <Button onPress={show}>{keyringText.showSigner}</Button>
      ) : (
        <Button isPending={isBusy} onPress={() => void fetchKey()}>
          {keyringText.fetch}
        </Button>
      )}
    </li>
  )
}

export function FindSheet({ initial }: { readonly initial: string }) {
  const [text, setText] = useState(initial)
  const [asked, setAsked] = useState(initial.trim())
  const keys = useKeyring((state) => state.keys)
  const known = new Set((keys ?? []).map(({ fingerprint }) => fingerprint))
  const query = queryOf(asked)
  const {
    value: found,
    error,
    isLoading,
    reload,
  } = useCall('keyring.searchServer', query === '' ? null : { text: query })
  const shown = query === '' ? null : found

  return (
    <Sheet
      title={keyringText.findTitle}
      subtitle={keyringText.findSubtitle}
      isOpen
      onClose={close}
      footer={
        <Button className="first" variant="ghost" onPress={close}>
          {frameText.close}
        </Button>
      }
    >
      <Form
        className="find-field"
        onSubmit={(event) => {
          event.preventDefault()
          if (text.trim() === asked) reload()
          else setAsked(text.trim())
        }}
      >
        <Field label={keyringText.findField} value={text} onChange={setText} icon="search" autoFocus />
        <Button type="submit" variant="primary" isDisabled={text.trim() === ''}>
          {keyringText.findAction}
        </Button>
      </Form>
      <div className="found-keys">
        {query === '' ? (
          <p className="quiet">{keyringText.findPrompt}</p>
        ) : isLoading ? (
          <SkeletonRows count={3} />
        ) : error !== null && shown === null ? (
          <ErrorState error={error} onRetry={reload} />
        ) : shown === null || shown.length === 0 ? (
          <EmptyState isPlain title={keyringText.findNothing(asked)} text={keyringText.findNothingHint} />
        ) : (
          <ul className="key-changes">
            {shown.map((entry) => (
              <FoundRow
                key={`${entry.fingerprint} ${entry.server}`}
                found={entry}
                isHere={known.has(entry.fingerprint)}
              />
            ))}
          </ul>
        )}
      </div>
    </Sheet>
  )
}
