/** The list of keyservers in Settings: which are asked, and in which order. The first is published to. */
import './keyring.css'
import { useState } from 'react'
import type { CallInput } from '../../../src-shared/contract/index.ts'
import type { AppError } from '../../../src-shared/model/error.ts'
import type { KeyserverEntry } from '../../../src-shared/model/keyserver.ts'
import { diagnosisText } from '../../../src-shared/text/diagnosis.ts'
import { keyserverText as text } from '../../../src-shared/text/keyserver.ts'
import { useClient } from '../../app/connection.ts'
import { askDoctor } from '../../app/doctor-request.ts'
import { useCall } from '../../app/use-call.ts'
import { ActionSheet, useSheetRun } from '../../components/action-sheet.tsx'
import { Button, IconButton } from '../../components/button.tsx'
import { Check } from '../../components/choice.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { Field } from '../../components/field.tsx'
import { Icon } from '../../components/icon.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { ViewHead } from '../../components/view-head.tsx'

type ServerCall =
  | { readonly name: 'keyring.moveServer'; readonly params: CallInput<'keyring.moveServer'> }
  | { readonly name: 'keyring.removeServer'; readonly params: CallInput<'keyring.removeServer'> }
  | { readonly name: 'keyring.skipRemoteServer'; readonly params: CallInput<'keyring.skipRemoteServer'> }

interface RowProps {
  readonly server: KeyserverEntry
  readonly place: number
  readonly count: number
  readonly isFirst: boolean
  readonly onCall: (call: ServerCall) => void
}

function ServerRow({ server, place, count, isFirst, onCall }: RowProps) {
  const name = server.kind === 'remote' ? 'remote' : (server.url ?? '')
  const shown = server.url ?? text.remoteUnknown
  const notes = [
    server.kind === 'remote' ? text.ofRemote(server.remote) : null,
    server.isSkipped ? text.skipped : isFirst ? text.first : null,
  ].filter((note) => note !== null)
  const move = (to: number): void => onCall({ name: 'keyring.moveServer', params: { url: name, place: to } })
  return (
    <li className="keyserver">
      <span className="quiet keyserver-place">{place + 1}</span>
      <Icon name="server" />
      <div className="stack">
        {server.url === null ? (
          <span className="quiet">{shown}</span>
        ) : (
          <code className="cut" title={shown}>
            {shown}
          </code>
        )}
        {(notes.length > 0 || server.insecure) && (
          <span className="line">
            {notes.length > 0 && <span className="quiet small">{notes.join(' · ')}</span>}
            {server.insecure && <span className="tag warn">{text.plainHttp}</span>}
          </span>
        )}
      </div>
      <div className="line">
        <IconButton icon="up" label={`${text.up}: ${shown}`} isDisabled={place === 0} onPress={() => move(place - 1)} />
        <IconButton
          icon="down"
          label={`${text.down}: ${shown}`}
          isDisabled={place === count - 1}
          onPress={() => move(place + 1)}
        />
        {server.url !== null && (
          <IconButton
            icon="activity"
            label={`${diagnosisText.test.replace('…', '')}: ${shown}`}
            onPress={() => askDoctor({ kind: 'keyserver', name: server.url ?? '' })}
          />
        )}
        {server.kind === 'remote' ? (
          <Button
            onPress={() => onCall({ name: 'keyring.skipRemoteServer', params: { isSkipped: !server.isSkipped } })}
          >
            {server.isSkipped ? text.ask : text.skip}
          </Button>
        ) : (
          <Button
            label={`${text.remove}: ${shown}`}
            onPress={() => onCall({ name: 'keyring.removeServer', params: { url: name } })}
          >
            {text.remove}
          </Button>
        )}
      </div>
    </li>
  )
}

function AddServer({ onClose }: { readonly onClose: () => void }) {
  const client = useClient()
  const [url, setUrl] = useState('')
  const [insecure, setInsecure] = useState(false)
  const run = useSheetRun(() => client.call('keyring.addServer', { url: url.trim(), insecure }), onClose)
  return (
    <ActionSheet
      title={text.addTitle}
      subtitle={text.addText}
      width="small"
      onClose={onClose}
      variant="primary"
      action={text.addAction}
      isReady={url.trim() !== ''}
      isBusy={run.isBusy}
      onAction={run.start}
      error={run.error}
    >
      <div className="import-sheet">
        <Field
          label={text.address}
          value={url}
          onChange={setUrl}
          placeholder={text.addressExample}
          isCode
          icon="server"
          autoFocus
        />
        <Check isChecked={insecure} onChange={setInsecure} note={text.allowPlainNote}>
          {text.allowPlain}
        </Check>
      </div>
    </ActionSheet>
  )
}

export function KeyserverSection() {
  const client = useClient()
  const {
    value: servers,
    error,
    isLoading,
    reload,
  } = useCall('keyring.servers', {}, { refetchOn: ['keyring.serversChanged', 'remotes.changed'] })
  const [isAdding, setAdding] = useState(false)
  const [problem, setProblem] = useState<AppError | null>(null)
  const call = async ({ name, params }: ServerCall): Promise<void> => {
    const answer = await client.call(name, params)
    setProblem(answer.ok ? null : answer.error)
  }
  const first = servers?.findIndex(({ isSkipped, url }) => !isSkipped && url !== null) ?? -1
  return (
    <>
      <ViewHead
        title={text.title}
        actions={
          <Button variant="primary" icon="plus" onPress={() => setAdding(true)}>
            {text.add}
          </Button>
        }
      />
      {isLoading ? (
        <SkeletonRows count={3} />
      ) : servers === null ? (
        error !== null && <ErrorState error={error} title={text.loadFailed} onRetry={reload} />
      ) : (
        <div className="keyservers">
          <p className="quiet">{text.about}</p>
          <ErrorNotice error={problem} />
          <ol>
            {servers.map((server, place) => (
              <ServerRow
                key={`${server.kind} ${server.url ?? ''}`}
                server={server}
                place={place}
                count={servers.length}
                isFirst={place === first}
                onCall={(made) => void call(made)}
              />
            ))}
          </ol>
        </div>
      )}
      {isAdding && <AddServer onClose={() => setAdding(false)} />}
    </>
  )
}
