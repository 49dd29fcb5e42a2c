/** Tree, table and detail of the files in an image, and finding among all of them. */
import './files.css'
import { useEffect, useMemo, useState } from 'react'
import { Button as AriaButton, Breadcrumb, Breadcrumbs } from 'react-aria-components'
import type { FileEntry } from '../../../src-shared/contract/files.ts'
import { filesText } from '../../../src-shared/text/files.ts'
import { formatSize } from '../../../src-shared/text/format.ts'
import { printable } from '../../../src-shared/text/printable.ts'
import { useCall } from '../../app/use-call.ts'
import { DataTable, type Sort } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { SearchField } from '../../components/field.tsx'
import { Icon } from '../../components/icon.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { SourceNotice } from '../../components/source-notice.tsx'
import { SplitView } from '../../components/split-view.tsx'
import { fileColumns, foundColumns } from './file-columns.tsx'
import { FileDetail } from './file-detail.tsx'
import { ancestorsOf, baseName, type FileSort, linkTarget, parentOf, sortEntries } from './file-tree.ts'
import type { FilesState, FilesStore } from './files-store.ts'
import { FolderTree } from './folder-tree.tsx'

export interface FileBrowserProps {
  /** Of the image. */
  readonly path: string
  readonly store: FilesStore
  readonly state: FilesState
  /** The folder that is shown. */
  readonly here: string
  /** Path of the chosen entry. */
  readonly chosen: string | null
  readonly onGo: (directory: string) => void
  readonly onChoose: (path: string | null) => void
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

/** Characters that mean something in a pattern, as themselves. */
const literal = (text: string): string => text.replace(/[\\*?[\]]/g, '\\$&')

const typingPauseMs = 250
const mostFound = 2000

/** A text once typing has paused. */
function usePaused(text: string): string {
  const [paused, setPaused] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setPaused(text), typingPauseMs)
    return () => clearTimeout(timer)
  }, [text])
  return paused
}

interface TableProps extends FileBrowserProps {
  readonly open: (entry: FileEntry) => void
}

function Folder({ store, state, here, chosen, onChoose, open }: TableProps) {
  const [sort, setSort] = useState<Sort>({ columnId: 'name', isDescending: false })
  const entries = state.directories.get(here) ?? null
  const error = state.errors.get(here) ?? null
  const problems = state.problems.get(here) ?? []
  const total = state.totals.get(here)
  const shown = useMemo(
    () => sortEntries(entries ?? [], isFileSort(sort.columnId) ? sort.columnId : 'name', sort.isDescending),
    [entries, sort],
  )
  const startAt = Math.max(
    0,
    shown.findIndex((one) => one.path === chosen),
  )
  if (error !== null && entries === null) {
    return <ErrorState error={error} title={filesText.folderFailed} onRetry={() => store.retry(here)} />
  }
  if (entries === null) return <SkeletonRows />
  return (
    <>
      {problems.length > 0 && (
        <SourceNotice kind="failed" title={filesText.unreadable(problems.length)} text={problems[0]?.message ?? ''} />
      )}
      {shown.length === 0 ? (
        <EmptyState title={filesText.emptyFolder} isPlain />
      ) : (
        <DataTable
          key={here}
          label={filesText.table(here)}
          columns={fileColumns}
          rowCount={shown.length}
          rowAt={(index) => shown[index] ?? null}
          keyOf={(one) => one.path}
          startAt={startAt}
          textOf={(one) => baseName(one.path)}
          sort={sort}
          onSort={setSort}
          selectionMode="single"
          selected={new Set(chosen === null ? [] : [chosen])}
          onSelect={(keys) => onChoose([...keys][0] ?? null)}
          onOpen={open}
          {...(total === undefined
            ? {}
            : { footer: <span className="quiet">{filesText.partOf(shown.length, total)}</span> })}
        />
      )}
    </>
  )
}

function Found({
  entries,
  chosen,
  onChoose,
  open,
}: Pick<TableProps, 'chosen' | 'onChoose' | 'open'> & { readonly entries: readonly FileEntry[] }) {
  return (
    <DataTable
      label={filesText.find}
      columns={foundColumns}
      rowCount={entries.length}
      rowAt={(index) => entries[index] ?? null}
      keyOf={(one) => one.path}
      textOf={(one) => baseName(one.path)}
      selectionMode="single"
      selected={new Set(chosen === null ? [] : [chosen])}
      onSelect={(keys) => onChoose([...keys][0] ?? null)}
      onOpen={open}
    />
  )
}

export function FileBrowser(props: FileBrowserProps) {
  const { path, state, here, chosen, onGo, onChoose } = props
  const [typed, setTyped] = useState('')
  const wanted = usePaused(typed.trim())
  const search = useCall(
    'files.find',
    wanted === '' ? null : { path, pattern: `*${literal(wanted)}*`, ignoreCase: true, limit: mostFound },
  )
  const isFinding = wanted !== '' && typed.trim() !== ''
  const found = isFinding ? (search.value?.entries ?? null) : null
  const entries = state.directories.get(here) ?? null
  const entry = (found ?? entries)?.find((one) => one.path === chosen) ?? null
  const sizeBytes = (entries ?? []).reduce((sum, one) => sum + (one.type === 'file' ? one.sizeBytes : 0), 0)
  const go = (directory: string): void => {
    setTyped('')
    onGo(directory)
  }
  const open = (one: FileEntry): void => {
    if (one.type === 'dir') go(one.path)
    else if (one.type === 'symlink' && one.target !== undefined) go(parentOf(linkTarget(one.path, one.target)))
    else if (isFinding) go(parentOf(one.path))
    else onChoose(one.path)
  }
  const summary = isFinding
    ? found === null
      ? filesText.searching
      : search.value?.limitReached
        ? filesText.foundMore(found.length)
        : filesText.found(found.length)
    : entries === null
      ? ''
      : filesText.items(state.totals.get(here) ?? entries.length, formatSize(sizeBytes))
  return (
    <div className="single-view">
      <div className="content-head">
        <Trail here={here} onGo={go} />
        <span className="quiet grow cut" role="status">
          {summary}
        </span>
        <SearchField
          kind="filter"
          label={filesText.find}
          placeholder={filesText.find}
          value={typed}
          onChange={setTyped}
          width={220}
        />
      </div>
      <div className="file-panes">
        <FolderTree store={props.store} state={state} here={here} onGo={go} />
        <SplitView
          name="files"
          hasBorder={false}
          detailLabel={filesText.detail}
          defaultWidth={340}
          detail={
            entry === null ? (
              <p className="quiet choose-hint">{filesText.chooseHint}</p>
            ) : (
              <FileDetail key={entry.path} path={path} entry={entry} onGo={go} onChoose={onChoose} />
            )
          }
        >
          {!isFinding ? (
            <Folder {...props} open={open} />
          ) : search.error !== null ? (
            <ErrorState error={search.error} title={filesText.findFailed} onRetry={search.reload} />
          ) : found === null ? (
            <SkeletonRows />
          ) : found.length === 0 ? (
            <EmptyState title={filesText.nothingFound} isPlain />
          ) : (
            <Found entries={found} chosen={chosen} onChoose={onChoose} open={open} />
          )}
        </SplitView>
      </div>
    </div>
  )
}
