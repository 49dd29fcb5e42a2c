/** The files of one folder: sorted here when it is held whole, by the engine and page by page when it is huge. */
import { useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import type { FileEntry } from '../../../src-shared/contract/files.ts'
import { filesText } from '../../../src-shared/text/files.ts'
import { frameText } from '../../../src-shared/text/frame.ts'
import { useClient } from '../../app/connection.ts'
import { Button } from '../../components/button.tsx'
import type { Sort } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { SourceNotice } from '../../components/source-notice.tsx'
import { fileColumns } from './file-columns.tsx'
import type { FileDeeds } from './file-menu.ts'
import { FileTable, type Selecting } from './file-table.tsx'
import { type Directory, type FileSort, fileSorts, isHuge, sortEntries } from './file-tree.ts'
import type { FilesState, FilesStore } from './files-store.ts'
import { createPagedStore } from './paged-store.ts'

export interface FolderViewProps {
  /** Of the image. */
  readonly path: string
  readonly store: FilesStore
  readonly state: FilesState
  readonly here: string
  /** Path of the entry to begin at. */
  readonly chosen: string | null
  readonly selecting: Selecting
  readonly deeds: FileDeeds
}

const startSort: Sort = { columnId: 'name', isDescending: false }

const sortOf = ({ columnId }: Sort): FileSort => fileSorts.find((sort) => sort === columnId) ?? 'name'

interface TableProps extends Omit<FolderViewProps, 'store' | 'state'> {
  readonly directory: Directory
  readonly sort: Sort
  readonly onSort: (sort: Sort) => void
}

function WholeFolder({ directory, here, chosen, sort, ...table }: TableProps) {
  const shown = useMemo(
    () => sortEntries(directory.entries, sortOf(sort), sort.isDescending),
    [directory.entries, sort],
  )
  const startAt = Math.max(
    0,
    shown.findIndex((one) => one.path === chosen),
  )
  return (
    <FileTable
      label={filesText.table(here)}
      columns={fileColumns}
      rowCount={shown.length}
      rowAt={(index) => shown[index] ?? null}
      startAt={startAt}
      sort={sort}
      onSort={table.onSort}
      selecting={table.selecting}
      deeds={table.deeds}
    />
  )
}

function HugeFolder({ path, directory, here, sort, ...table }: TableProps) {
  const client = useClient()
  const { total } = directory
  const store = useMemo(
    () => createPagedStore({ path, directory: here, total, sort: sortOf(sort), isDescending: sort.isDescending }),
    [path, here, total, sort],
  )
  const { error } = useStore(store.state)
  useEffect(() => store.connect(client), [store, client])
  // Until the first page has come, the beginning is shown as it was listed with the folder.
  const isStored = sort.columnId === 'name' && !sort.isDescending
  const rowAt = (index: number): FileEntry | null =>
    store.rowAt(index) ?? (isStored ? (directory.entries[index] ?? null) : null)
  return (
    <>
      {error !== null && (
        <SourceNotice
          kind="failed"
          title={filesText.folderFailed}
          text={error.message}
          action={<Button onPress={store.retry}>{frameText.tryAgain}</Button>}
        />
      )}
      <FileTable
        key={`${sort.columnId} ${sort.isDescending}`}
        label={filesText.table(here)}
        columns={fileColumns}
        rowCount={total}
        rowAt={rowAt}
        sort={sort}
        onSort={table.onSort}
        onRange={store.show}
        selecting={table.selecting}
        deeds={table.deeds}
        footer={<span>{filesText.hugeFolder}</span>}
      />
    </>
  )
}

export function FolderView(props: FolderViewProps) {
  const { store, state, here } = props
  const [sort, setSort] = useState(startSort)
  const directory = state.directories.get(here) ?? null
  const error = state.errors.get(here) ?? null
  if (directory === null) {
    if (error === null) return <SkeletonRows />
    return <ErrorState error={error} title={filesText.folderFailed} onRetry={() => store.retry(here)} />
  }
  const { problems, total } = directory
  const table = { ...props, directory, sort, onSort: setSort }
  return (
    <>
      {problems.length > 0 && (
        <SourceNotice
          kind="failed"
          title={filesText.unreadable(problems.length)}
          {...(problems[0] === undefined ? {} : { text: filesText.problemLine(problems[0].path, problems[0].message) })}
        />
      )}
      {total === 0 ? (
        <EmptyState title={filesText.emptyFolder} isPlain />
      ) : isHuge(directory) ? (
        <HugeFolder key={here} {...table} />
      ) : (
        <WholeFolder key={here} {...table} />
      )}
    </>
  )
}
