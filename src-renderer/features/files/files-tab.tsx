/**
 * The Files tab: folders as a tree, the files of one as a table, one of them beside it. Nothing is
 * run and nothing is written; where files cannot be looked at it says why and what to do.
 */
import './files.css'
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { Inspection } from '../../../src-shared/model/inspection.ts'
import { filesText } from '../../../src-shared/text/files.ts'
import { useClient } from '../../app/connection.ts'
import { useCall } from '../../app/use-call.ts'
import { CopyButton } from '../../components/copy-button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { SourceNotice } from '../../components/source-notice.tsx'
import { FileBrowser } from './file-browser.tsx'
import { createFilesStore } from './files-store.ts'
import { obstacle } from './obstacle.ts'
import { useFilesPlace } from './use-files-place.ts'

export interface FilesTabProps {
  readonly path: string
  readonly inspection: Inspection
}

function Browser({ path }: { readonly path: string }) {
  const client = useClient()
  const [store] = useState(() => createFilesStore(path))
  const state = useStore(store.state)
  const place = useFilesPlace()
  const { here } = place
  useEffect(() => store.connect(client), [store, client])
  useEffect(() => {
    // A new connection may answer what the old one could not.
    if (client !== null) store.open(here)
  }, [store, client, here])
  const info = useCall('files.info', { path })
  const error = state.errors.get('/')
  if (error !== undefined && !state.directories.has('/')) {
    return (
      <ErrorState
        error={error}
        title={filesText.unreadableTitle}
        onRetry={() => {
          store.retry('/')
          store.retry(here)
        }}
      />
    )
  }
  return (
    <>
      {info.value?.journalWaits === true && (
        <SourceNotice kind="information" title={filesText.journalTitle} text={filesText.journalText} />
      )}
      <FileBrowser path={path} store={store} state={state} place={place} />
    </>
  )
}

export function FilesTab({ path, inspection }: FilesTabProps) {
  const capabilities = useCall('settings.capabilities', {})
  const blocked = obstacle(inspection)
  if (blocked !== null) return <EmptyState title={blocked.title} text={blocked.text} />
  const reason = capabilities.value?.filesUnavailable ?? null
  if (reason !== null) {
    return (
      <EmptyState
        title={filesText.unavailableTitle}
        text={
          <>
            {reason} {filesText.unavailableText} {filesText.unavailableInstall}
          </>
        }
        action={
          <div className="install-command line">
            <code>{filesText.installCommand}</code>
            <CopyButton text={filesText.installCommand} label={filesText.copyCommand} />
          </div>
        }
      />
    )
  }
  return capabilities.value === null ? null : <Browser key={path} path={path} />
}
