/** Tree, table and detail of the files in an image. */
import './files.css'
import { useMemo, useState } from 'react'
import { Button as AriaButton, Breadcrumb, Breadcrumbs } from 'react-aria-components'
import type { FileEntry } from '../../../src-shared/contract/files.ts'
import { filesText } from '../../../src-shared/text/files.ts'
import { formatSize } from '../../../src-shared/text/format.ts'
import { printable } from '../../../src-shared/text/printable.ts'
import { DataTable, type Sort } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { SearchField } from '../../components/field.tsx'
import { Icon } from '../../components/icon.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { SplitView } from '../../components/split-view.tsx'
import { fileColumns } from './file-columns.tsx'
import { FileDetail } from './file-detail.tsx'
import { iconOfEntry } from './file-icon.ts'
import {
  ancestorsOf,
  baseName,
  type FileSort,
  linkTarget,
  parentOf,
  sortEntries,
  type TreeRow,
  treeRows,
} from './file-tree.ts'
import type { FilesState, FilesStore } from './files-store.ts'

export interface FileBrowserProps {
  readonly store: FilesStore
  readonly state: FilesState
  /** The folder that is shown. */
  readonly here: string
  /** Path of the chosen entry. */
  readonly chosen: string | null
  readonly onGo: (directory: string) => void
  readonly onChoose: (path: string | null) => void
}

const treeColumns = [
  {
    id: 'folder',
    title: filesText.tree,
    width: { share: 1, minPx: 120 },
    isTree: true,
    render: (row: TreeRow) => (
      <span className="line folder-name">
        <Icon name={row.isLink ? 'symlink' : 'folder'} />
        <span className="cut">{printable(row.name)}</span>
      </span>
    ),
  },
] as const

function FolderTree({ store, state, here, onGo }: FileBrowserProps) {
  const rows = useMemo(() => treeRows(state.directories, state.expanded), [state.directories, state.expanded])
  return (
    <div className="folder-tree">
      <DataTable
        label={filesText.tree}
        columns={treeColumns}
        rowCount={rows.length}
        rowAt={(index) => rows[index] ?? null}
        keyOf={(row) => row.path}
        textOf={(row) => row.name}
        treeOf={(row) => ({ level: row.level, isOpen: row.isLeaf ? null : row.isExpanded })}
        onToggle={(row) => store.toggle(row.path)}
        selectionMode="single"
        selected={new Set([here])}
        onSelect={(keys) => {
          const row = rows.find((one) => keys.has(one.path))
          if (row === undefined) return
          const entry = state.directories.get(parentOf(row.path))?.find((one) => one.path === row.path)
          onGo(row.isLink && entry?.target !== undefined ? linkTarget(row.path, entry.target) : row.path)
        }}
        onOpen={(row) => store.toggle(row.path)}
      />
    </div>
  )
}

function Trail({ here, onGo }: { readonly here: string; readonly onGo: (directory: string) => void }) {
  return (
    <nav aria-label={filesText.path} className="file-trail">
      <Breadcrumbs className="trail">
        {ancestorsOf(here).map((directory) => (
          <Breadcrumb key={directory} className="trail-part">
            {({ isCurrent }) => (
              <>
                <AriaButton className="trail-button" isDisabled={isCurrent} onPress={() => onGo(directory)}>
                  {directory === '/' ? filesText.root : printable(baseName(directory))}
                </AriaButton>
                {!isCurrent && <Icon name="right" size={12} />}
              </>
            )}
          </Breadcrumb>
        ))}
      </Breadcrumbs>
    </nav>
  )
}

function isFileSort(id: string): id is FileSort {
  return id === 'name' || id === 'size' || id === 'mode' || id === 'changed'
}

export function FileBrowser(props: FileBrowserProps) {
  const { store, state, here, chosen, onGo, onChoose } = props
  const [sort, setSort] = useState<Sort>({ columnId: 'name', isDescending: false })
  const [filter, setFilter] = useState('')
  const entries = state.directories.get(here) ?? null
  const error = state.errors.get(here) ?? null
  const shown = useMemo(() => {
    const wanted = filter.trim().toLowerCase()
    const kept = (entries ?? []).filter((entry) => baseName(entry.path).toLowerCase().includes(wanted))
    return sortEntries(kept, isFileSort(sort.columnId) ? sort.columnId : 'name', sort.isDescending)
  }, [entries, filter, sort])
  const entry = entries?.find((one) => one.path === chosen) ?? null
  const sizeBytes = (entries ?? []).reduce((sum, one) => sum + (one.type === 'file' ? one.sizeBytes : 0), 0)
  const open = (one: FileEntry): void => {
    if (one.type === 'dir') onGo(one.path)
    else if (one.type === 'symlink' && one.target !== undefined) onGo(parentOf(linkTarget(one.path, one.target)))
    else onChoose(one.path)
  }
  return (
    <div className="single-view">
      <div className="content-head">
        <Trail here={here} onGo={onGo} />
        <span className="quiet grow cut">
          {entries === null
            ? ''
            : filter.trim() === ''
              ? filesText.items(entries.length, formatSize(sizeBytes))
              : filesText.itemsOf(shown.length, entries.length)}
        </span>
        <SearchField
          kind="filter"
          label={filesText.filter}
          placeholder={filesText.filter}
          value={filter}
          onChange={setFilter}
          width={220}
        />
      </div>
      <div className="file-panes">
        <FolderTree {...props} />
        <SplitView
          name="files"
          hasBorder={false}
          detailLabel={filesText.detail}
          defaultWidth={320}
          detail={
            entries === null || entries.length === 0 ? null : entry === null ? (
              <p className="quiet choose-hint">{filesText.chooseHint}</p>
            ) : (
              <FileDetail entry={entry} icon={iconOfEntry(entry)} onGo={onGo} onChoose={onChoose} />
            )
          }
        >
          {error !== null && entries === null ? (
            <ErrorState error={error} title={filesText.folderFailed} onRetry={() => store.retry(here)} />
          ) : entries === null ? (
            <SkeletonRows />
          ) : shown.length === 0 ? (
            <EmptyState title={entries.length === 0 ? filesText.emptyFolder : filesText.noMatch} isPlain />
          ) : (
            <DataTable
              label={filesText.table(here)}
              columns={fileColumns}
              rowCount={shown.length}
              rowAt={(index) => shown[index] ?? null}
              keyOf={(one) => one.path}
              textOf={(one) => baseName(one.path)}
              sort={sort}
              onSort={setSort}
              selectionMode="single"
              selected={new Set(chosen === null ? [] : [chosen])}
              onSelect={(keys) => onChoose([...keys][0] ?? null)}
              onOpen={open}
            />
          )}
        </SplitView>
      </div>
    </div>
  )
}
