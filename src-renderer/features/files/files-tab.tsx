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
import { useQueryValue } from '../../app/router.ts'
import { useCall } from '../../app/use-call.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { FileBrowser } from './file-browser.tsx'
import { createFilesStore } from './files-store.ts'
import { obstacle } from './obstacle.ts'

export interface FilesTabProps {
  readonly path: string
  readonly inspection: Inspection
}

function Browser({ path }: { readonly path: string }) {
  const client = useClient()
  const [store] = useState(() => createFilesStore(path))
  const state = useStore(store.state)
  const [directory, setDirectory] = useQueryValue('folder')
  const [chosen, setChosen] = useQueryValue('file')
  const here = directory ?? '/'
  useEffect(() => store.connect(client), [store, client])
  useEffect(() => {
    // A new connection may answer what the old one could not.
    if (client !== null) store.open(here)
  }, [store, client, here])
  return (
    <FileBrowser
      path={path}
      store={store}
      state={state}
      here={here}
      chosen={chosen}
      onGo={(next) => {
        setChosen(null)
        setDirectory(next === '/' ? null : next)
      }}
      onChoose={setChosen}
    />
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
            {reason} {filesText.unavailableText}
          </>
        }
      />
    )
  }
  return capabilities.value === null ? null : <Browser path={path} />
}
