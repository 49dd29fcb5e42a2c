/**
 * Choosing files and folders on the computer the engine runs on, where the face has no file dialog
 * of its own: on a cluster's login node these are the cluster's files, not the browser's.
 */
import './images.css'
import { type FormEvent, useState } from 'react'
import { Form } from 'react-aria-components'
import { useStore } from 'zustand'
import { formatSize } from '../../../src-shared/text/format.ts'
import { imagesText } from '../../../src-shared/text/images.ts'
import { useCall } from '../../app/use-call.ts'
import { ActionSheet } from '../../components/action-sheet.tsx'
import { Button, IconButton } from '../../components/button.tsx'
import { type DataColumn, DataTable } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { Field } from '../../components/field.tsx'
import { Icon } from '../../components/icon.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { SourceNotice } from '../../components/source-notice.tsx'
import { addStore } from './images.ts'

interface FolderEntry {
  readonly name: string
  readonly path: string
  readonly isFolder: boolean
  readonly sizeBytes: number
}

const columns: readonly DataColumn<FolderEntry>[] = [
  {
    id: 'name',
    title: imagesText.name,
    width: { share: 1, minPx: 200 },
    render: (entry) => (
      <span className="line">
        <span className="quiet line">
          <Icon name={entry.isFolder ? 'folder' : 'images'} />
        </span>
        <span className="cut">{entry.name}</span>
      </span>
    ),
  },
  {
    id: 'size',
    title: imagesText.columnSize,
    width: { px: 96 },
    align: 'end',
    render: (entry) => (entry.isFolder ? <span className="quiet">–</span> : formatSize(entry.sizeBytes)),
  },
]

const noneChosen: ReadonlySet<string> = new Set()

function AddForm({ reason }: { readonly reason: 'asked' | 'dropped' }) {
  const [folder, setFolder] = useState<string | null>(null)
  const [chosen, setChosen] = useState(noneChosen)
  const [typed, setTyped] = useState<string | null>(null)
  const { value, error, isLoading, reload } = useCall('settings.listFolder', {
    extension: 'sif',
    ...(folder === null ? {} : { path: folder }),
  })
  const go = (path: string): void => {
    setFolder(path)
    setChosen(noneChosen)
    setTyped(null)
  }
  const close = (): void => addStore.closeSheet()
  const add = (paths: readonly string[]): void => {
    close()
    void addStore.add(paths)
  }
  const entries = value?.entries ?? []
  const here = value?.path ?? folder ?? ''
  const folders = entries.filter((entry) => entry.isFolder && chosen.has(entry.path)).length
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (typed !== null && typed.trim() !== '') go(typed.trim())
  }
  return (
    <ActionSheet
      title={imagesText.addTitle}
      subtitle={imagesText.addSubtitle}
      width="normal"
      onClose={close}
      variant="primary"
      icon="plus"
      action={chosen.size === 0 ? imagesText.addFolder : imagesText.addChosen(chosen.size - folders, folders)}
      isReady={value !== null}
      onAction={() => add(chosen.size === 0 ? [here] : [...chosen])}
    >
      <div className="add-sheet">
        {reason === 'dropped' && <SourceNotice kind="information" title={imagesText.addDropped} />}
        <Form className="folder-path" onSubmit={submit}>
          <IconButton
            icon="back"
            variant="plain"
            label={imagesText.parentFolder}
            isDisabled={value === null || value.parent === null}
            onPress={() => value !== null && value.parent !== null && go(value.parent)}
          />
          <Field label={imagesText.path} hidesLabel isCode icon="folder" value={typed ?? here} onChange={setTyped} />
          <Button type="submit" isDisabled={typed === null || typed.trim() === here}>
            {imagesText.goToPath}
          </Button>
        </Form>
        <div className="add-list">
          {error !== null && value === null ? (
            <ErrorState error={error} title={imagesText.folderFailed} onRetry={reload} />
          ) : isLoading ? (
            <SkeletonRows />
          ) : entries.length === 0 ? (
            <EmptyState title={imagesText.folderEmpty} isPlain />
          ) : (
            <DataTable
              key={here}
              label={here}
              columns={columns}
              rowCount={entries.length}
              rowAt={(index) => entries[index] ?? null}
              keyOf={(entry) => entry.path}
              textOf={(entry) => entry.name}
              selectionMode="multiple"
              selected={chosen}
              onSelect={setChosen}
              onOpen={(entry) => (entry.isFolder ? go(entry.path) : add([entry.path]))}
            />
          )}
        </div>
      </div>
    </ActionSheet>
  )
}

export function AddSheet() {
  const reason = useStore(addStore.state, (state) => state.sheet)
  return reason === null ? null : <AddForm reason={reason} />
}
