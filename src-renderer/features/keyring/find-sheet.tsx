/** Find a key at the keyservers: by name, address or fingerprint. What they answer are claims. */
import './keyring.css'
import { useState } from 'react'
import { Form } from 'react-aria-components'
import { readFingerprint } from '../../../src-shared/model/fingerprint-paste.ts'
import { disagreements, type FoundKey, type KeySearch } from '../../../src-shared/model/keyserver.ts'
import { firstUserId, printUserId } from '../../../src-shared/model/user-id.ts'
import { formatDate } from '../../../src-shared/text/format.ts'
import { frameText } from '../../../src-shared/text/frame.ts'
import { algorithmName, keyringText } from '../../../src-shared/text/keyring.ts'
import { disagreementText, keyserverText, serverName } from '../../../src-shared/text/keyserver.ts'
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
import { SourceNotice } from '../../components/source-notice.tsx'
import { openKeyringSheet, useKeyring } from './keyring-store.ts'

const close = (): void => openKeyringSheet(null)

/** A fingerprint in any form is asked for in the form that servers know. */
function queryOf(text: string): string {
  const read = readFingerprint(text)
  return read.kind === 'fingerprint' ? `0x${read.fingerprint}` : text.trim()
}

interface FoundRowProps {
  readonly found: FoundKey
  readonly isHere: boolean
  /** Origins of all servers that answered. */
  readonly asked: readonly string[]
}

function FoundRow({ found, isHere, asked }: FoundRowProps) {
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
    keyringText.fromServer(found.servers.map(({ server }) => serverName(server)).join(', ')),
  ]
  // A search by a whole fingerprint finds a key wherever it is; one by a name only where names are searched.
  const silent = asked.filter((server) => !found.servers.some((one) => one.server === server))
  const matters = disagreements(found.servers, silent)
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
        {matters.length > 0 && (
          <ul className="key-differences" aria-label={keyserverText.disagree}>
            {matters.map((matter) => (
              <li key={disagreementText(matter)} data-family={matter.kind === 'revoked' ? 'bad' : undefined}>
                {disagreementText(matter)}
              </li>
            ))}
          </ul>
        )}
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
  const shown: KeySearch | null = query === '' ? null : found

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
        ) : shown === null || shown.keys.length === 0 ? (
          <EmptyState isPlain title={keyringText.findNothing(asked)} text={keyringText.findNothingHint} />
        ) : (
          <ul className="key-changes">
            {shown.keys.map((entry) => (
              <FoundRow
                key={entry.fingerprint}
                found={entry}
                isHere={known.has(entry.fingerprint)}
                asked={shown.asked}
              />
            ))}
          </ul>
        )}
        {(shown?.failed ?? []).map((failed) => (
          <SourceNotice
            key={failed.server}
            kind="failed"
            title={keyserverText.didNotAnswer(failed.server)}
            text={failed.error.message}
            action={<Button onPress={reload}>{frameText.tryAgain}</Button>}
          />
        ))}
      </div>
    </Sheet>
  )
}
