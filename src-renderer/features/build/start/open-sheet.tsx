/** Chooses a definition on the computer the engine runs on, where the face has no dialog of its own for that. */
import { type FormEvent, useState } from 'react'
import { Form } from 'react-aria-components'
import { sourceKindOfName } from '../../../../src-shared/definition/translate/open-source.ts'
import { buildStartText } from '../../../../src-shared/text/build-start.ts'
import { formatSize } from '../../../../src-shared/text/format.ts'
import { useCall } from '../../../app/use-call.ts'
import { ActionSheet } from '../../../components/action-sheet.tsx'
import { IconButton } from '../../../components/button.tsx'
import { type DataColumn, DataTable } from '../../../components/data-table.tsx'
import { EmptyState } from '../../../components/empty-state.tsx'
import { ErrorState } from '../../../components/error-state.tsx'
import { Field } from '../../../components/field.tsx'
import { Icon } from '../../../components/icon.tsx'
import { SkeletonRows } from '../../../components/skeleton.tsx'
import { startFromPath, useStart } from './new-draft.ts'

interface FolderEntry {
  readonly name: string
  readonly path: string
  readonly isFolder: boolean
  readonly sizeBytes: number
}

/** A definition of more than this is none. */
const largestBytes = 4_000_000

const columns: readonly DataColumn<FolderEntry>[] = [
  {
    id: 'name',
    title: buildStartText.filePath,
    width: { share: 1, minPx: 200 },
    render: (entry) => (
      <span className="line">
        <span className="quiet line">
          <Icon name={entry.isFolder ? 'folder' : 'file-text'} />
        </span>
        <span className={sourceKindOfName(entry.name) === null && !entry.isFolder ? 'cut quiet' : 'cut'}>
          {entry.name}
        </span>
      </span>
    ),
  },
  {
    id: 'size',
    title: buildStartText.fileSize,
    width: { px: 96 },
    align: 'end',
    render: (entry) => (entry.isFolder ? <span className="quiet">–</span> : formatSize(entry.sizeBytes)),
  },
]

export function OpenSheet() {
  const [folder, setFolder] = useState<string | null>(null)
  const [typed, setTyped] = useState<string | null>(null)
  const [chosen, setChosen] = useState<FolderEntry | null>(null)
  const { value, error, isLoading, reload } = useCall('settings.listFolder', folder === null ? {} : { path: folder })
  const entries = (value?.entries ?? []).filter(({ isFolder, sizeBytes }) => isFolder || sizeBytes <= largestBytes)
  const here = value?.path ?? folder ?? ''
  const shown = typed ?? (chosen === null || chosen.isFolder ? here : chosen.path)
  const go = (path: string): void => {
    setFolder(path)
    setChosen(null)
    setTyped(null)
  }
  const open = (path: string): void => {
    const entry = entries.find((candidate) => candidate.path === path)
    if (path === here || entry?.isFolder === true) go(path)
    else void startFromPath(path)
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    open(shown.trim())
  }
  return (
    <ActionSheet
      title={buildStartText.fileTitle}
      subtitle={buildStartText.fileSubtitle}
      action={buildStartText.fileOpen}
      variant="primary"
      isReady={shown.trim() !== '' && shown !== here}
      onClose={() => useStart.setState({ sheet: null })}
      onAction={() => open(shown.trim())}
    >
      <div className="open-sheet">
        <Form className="folder-path" onSubmit={submit}>
          <IconButton
            icon="back"
            variant="plain"
            label={buildStartText.parentFolder}
            isDisabled={value === null || value.parent === null}
            onPress={() => value !== null && value.parent !== null && go(value.parent)}
          />
          <Field
            label={buildStartText.filePath}
            hidesLabel
            isCode
            icon="folder"
            value={shown}
            onChange={setTyped}
            autoFocus
          />
        </Form>
        <div className="open-list">
          {error !== null && value === null ? (
            <ErrorState error={error} onRetry={reload} />
          ) : isLoading ? (
            <SkeletonRows />
          ) : entries.length === 0 ? (
            <EmptyState title={buildStartText.fileNone} isPlain />
          ) : (
            <DataTable
              key={here}
              label={here}
              columns={columns}
              rowCount={entries.length}
              rowAt={(index) => entries[index] ?? null}
              keyOf={(entry) => entry.path}
              textOf={(entry) => entry.name}
              selectionMode="single"
              selected={chosen === null ? nothing : new Set([chosen.path])}
              onSelect={(keys) => {
                setTyped(null)
                setChosen(entries.find(({ path }) => keys.has(path)) ?? null)
              }}
              onOpen={(entry) => open(entry.path)}
            />
          )}
        </div>
      </div>
    </ActionSheet>
  )
}

const nothing: ReadonlySet<string> = new Set()
