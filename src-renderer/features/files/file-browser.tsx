/** Tree, table and detail of the files in an image; finding among all of them, extracting, and what takes the space. */
import './files.css'
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import { Group } from 'react-aria-components'
import type { FileEntry } from '../../../src-shared/contract/files.ts'
import { filesText } from '../../../src-shared/text/files.ts'
import { formatCount, formatSize } from '../../../src-shared/text/format.ts'
import { printable } from '../../../src-shared/text/printable.ts'
import { useClient } from '../../app/connection.ts'
import { confirmBriefly } from '../../app/messages.ts'
import { useQueryValue } from '../../app/router.ts'
import { useCall } from '../../app/use-call.ts'
import { Button } from '../../components/button.tsx'
import { SearchField } from '../../components/field.tsx'
import { SplitView } from '../../components/split-view.tsx'
import { ExtractSheet } from './extract-sheet.tsx'
import { FileDetail } from './file-detail.tsx'
import { type FileDeeds, fileMenu } from './file-menu.ts'
import { baseName, isHuge, parentOf } from './file-tree.ts'
import type { FilesState, FilesStore } from './files-store.ts'
import { FindBar } from './find-bar.tsx'
import { FolderTree } from './folder-tree.tsx'
import { FolderView } from './folder-view.tsx'
import { FoundView } from './found-view.tsx'
import { SelectionDetail } from './selection-detail.tsx'
import { SizesView } from './sizes-view.tsx'
import { Trail } from './trail.tsx'
import type { FilesPlace } from './use-files-place.ts'
import { useFind } from './use-find.ts'

export interface FileBrowserProps {
  /** Of the image. */
  readonly path: string
  readonly store: FilesStore
  readonly state: FilesState
  readonly place: FilesPlace
}

function copyPaths(paths: readonly string[]): void {
  void navigator.clipboard.writeText(paths.join('\n')).then(() => confirmBriefly(filesText.copied(paths.length)))
}

/** What is selected: several entries, else the one that the address names, fetched if it is not in the table. */
function useSelected({ path, state, place }: FileBrowserProps) {
  const { here, chosen } = place
  const [several, setSeveral] = useState<readonly FileEntry[]>([])
  const [last, setLast] = useState<FileEntry | null>(null)
  const held = state.directories.get(here)?.entries
  const known = last?.path === chosen ? last : (held?.find((one) => one.path === chosen) ?? null)
  const isListed = state.directories.has(here)
  const stat = useCall('files.stat', chosen !== null && known === null && isListed ? { path, file: chosen } : null)
  const fetched = stat.value !== null && stat.error === null && chosen !== null ? stat.value.entry : null
  const one = chosen === null ? null : (known ?? fetched)
  const isSeveral = several.length > 1
  const entries = useMemo(() => (isSeveral ? several : one === null ? [] : [one]), [isSeveral, several, one])
  return {
    entries,
    error: chosen !== null && known === null ? stat.error : null,
    select: (next: readonly FileEntry[]): void => {
      setSeveral(next)
      const entry = next.at(-1) ?? null
      setLast(entry)
      place.correct({ here, chosen: entry?.path ?? null })
    },
    forget: (): void => {
      setSeveral([])
      setLast(null)
    },
  }
}

export function FileBrowser(props: FileBrowserProps) {
  const { path, store, state, place } = props
  const { here, chosen } = place
  const client = useClient()
  const find = useFind(path, here)
  const { isFinding } = find
  const selected = useSelected(props)
  const [foundEntries, setFoundEntries] = useState<readonly FileEntry[]>([])
  const [shown, setShown] = useQueryValue('show')
  const [wanted, setWanted] = useState<string | null>(null)
  const [extracting, setExtracting] = useState<readonly string[] | null>(null)
  const whole = useCall('files.usage', { path, depth: 0 }).value?.directories[0] ?? null
  const directory = state.directories.get(here) ?? null
  const isSizes = shown === 'sizes' && !isFinding
  const entries = isFinding ? foundEntries : selected.entries
  const one = entries.length === 1 ? (entries[0] ?? null) : null

  // Links on the way of an address are followed: the place becomes the one that the entries really have.
  useEffect(() => {
    const [first] = directory?.entries ?? []
    if (first === undefined) return
    const real = parentOf(first.path)
    if (real === here) return
    place.correct({ here: real, chosen: chosen === null ? null : `${real === '/' ? '' : real}/${baseName(chosen)}` })
  }, [directory, here, chosen, place])

  // Who walks through folders from the keyboard goes on in the next one's table.
  const frame = useRef<HTMLDivElement>(null)
  const goesOnInTable = useRef(false)
  useEffect(() => {
    if (!goesOnInTable.current || directory === null) return
    goesOnInTable.current = false
    const row = frame.current?.querySelector<HTMLElement>('.split-main [role="grid"] [data-index][tabindex="0"]')
    const next = row ?? frame.current
    next?.focus({ preventScroll: true })
  }, [directory])

  const go = (next: string, entry: string | null = null): void => {
    goesOnInTable.current = document.activeElement?.closest('.split-main') !== null
    find.clear()
    setFoundEntries([])
    selected.forget()
    place.go({ here: next, chosen: entry })
  }
  const follow = (entry: FileEntry): void => {
    if (entry.type === 'dir') go(entry.path)
    else go(parentOf(entry.path), entry.path)
  }
  const openLink = async (entry: FileEntry): Promise<void> => {
    const answer = await client.call('files.stat', { path, file: entry.path })
    if (answer.ok && answer.value.leadsTo !== null) follow(answer.value.leadsTo)
    else confirmBriefly(filesText.leadsNowhere)
  }
  const deeds: FileDeeds = {
    open: (entry) => {
      if (entry.type === 'dir') go(entry.path)
      else if (entry.type === 'symlink') void openLink(entry)
      else if (isFinding) go(parentOf(entry.path), entry.path)
    },
    extract: setExtracting,
    copyPaths,
    showInFolder: isFinding ? (entry) => go(parentOf(entry.path), entry.path) : null,
  }
  const press = (event: KeyboardEvent): void => {
    const isInField = event.target instanceof HTMLInputElement
    if (isInField) return
    if ((event.key === 'Backspace' || (event.altKey && event.key === 'ArrowUp')) && here !== '/' && !isFinding) {
      event.preventDefault()
      go(parentOf(here), here)
    } else if (event.key === 'Escape' && isFinding) {
      event.preventDefault()
      find.clear()
    } else if (event.ctrlKey && event.shiftKey && event.key.toLowerCase() === 'c' && entries.length > 0) {
      event.preventDefault()
      copyPaths(entries.map((entry) => entry.path))
    }
  }
  const sizeBytes = (directory?.entries ?? []).reduce(
    (sum, entry) => sum + (entry.type === 'file' ? entry.sizeBytes : 0),
    0,
  )
  const summary =
    directory === null
      ? ''
      : isHuge(directory)
        ? filesText.itemCount(directory.total)
        : filesText.items(directory.total, formatSize(sizeBytes))
  const label = whole === null ? filesText.find : filesText.findIn(formatCount(whole.files))
  const selecting = {
    entries,
    onSelect: (next: readonly FileEntry[]) => {
      if (isFinding) setFoundEntries(next)
      else selected.select(next)
    },
  }
  return (
    <Group
      className="single-view file-browser"
      aria-label={filesText.browser}
      ref={frame}
      tabIndex={-1}
      onKeyDown={press}
    >
      <div className="content-head">
        <Trail here={here} onGo={go} />
        <span className="quiet grow cut" role="status">
          {summary}
        </span>
        <SearchField
          kind="filter"
          label={filesText.find}
          placeholder={label}
          value={find.typed}
          onChange={find.onType}
          onSubmit={find.start}
          width={220}
        />
        <Button
          icon="table"
          variant={isSizes ? 'plain' : 'ghost'}
          isExpanded={isSizes}
          onPress={() => setShown(isSizes ? null : 'sizes')}
        >
          {filesText.sizes}
        </Button>
        <Button icon="pull" onPress={() => setExtracting(entries.map((entry) => entry.path))}>
          {filesText.extract}
        </Button>
      </div>
      {isFinding && (
        <FindBar
          searchIn={find.searchIn}
          onSearchIn={find.onSearchIn}
          folder={here === '/' ? null : printable(baseName(here))}
          isHereOnly={find.isHereOnly}
          onHereOnly={find.onHereOnly}
          search={find.search}
          total={whole === null ? null : whole.files + whole.directories + whole.others}
          onStop={find.stop}
          onStart={find.start}
        />
      )}
      <div className="file-panes">
        <FolderTree store={store} state={state} here={here} onGo={go} />
        <SplitView
          name="files"
          hasBorder={false}
          detailLabel={filesText.detail}
          defaultWidth={356}
          maxWidth={760}
          detail={
            one !== null ? (
              <FileDetail
                key={one.path}
                path={path}
                entry={one}
                menu={fileMenu([one], deeds)}
                wanted={wanted}
                onWant={setWanted}
                onFollow={follow}
              />
            ) : entries.length > 1 ? (
              <SelectionDetail entries={entries} deeds={deeds} />
            ) : (
              <p className="quiet choose-hint">
                {selected.error !== null && !isFinding ? selected.error.message : filesText.chooseHint}
              </p>
            )
          }
        >
          {isFinding ? (
            <FoundView
              search={find.search}
              isContents={find.searchIn === 'contents'}
              onAgain={find.start}
              selecting={selecting}
              deeds={deeds}
            />
          ) : isSizes ? (
            <SizesView
              key={here}
              path={path}
              here={here}
              directory={directory}
              chosen={chosen}
              onGo={go}
              onChoose={(next) => {
                selected.forget()
                place.correct({ here, chosen: next })
              }}
            />
          ) : (
            <FolderView
              path={path}
              store={store}
              state={state}
              here={here}
              chosen={chosen}
              selecting={selecting}
              deeds={deeds}
            />
          )}
        </SplitView>
      </div>
      {extracting !== null && <ExtractSheet path={path} paths={extracting} onClose={() => setExtracting(null)} />}
    </Group>
  )
}
