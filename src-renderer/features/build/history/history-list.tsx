/** What was begun and what was built, newest first, at the left of Builds. */
import './history.css'
import { useEffect, useState } from 'react'
import { Group, ListBox, ListBoxItem } from 'react-aria-components'
import type { BuildRecord } from '../../../../src-shared/model/build.ts'
import { assertNever } from '../../../../src-shared/model/result.ts'
import { buildHistoryText as text } from '../../../../src-shared/text/build-history.ts'
import { frameText } from '../../../../src-shared/text/frame.ts'
import { addressOf } from '../../../app/address.ts'
import { useClient } from '../../../app/connection.ts'
import { navigate } from '../../../app/router.ts'
import { Button } from '../../../components/button.tsx'
import { classNames } from '../../../components/class-names.ts'
import { ContextMenu, useContextMenu } from '../../../components/context-menu.tsx'
import { ErrorNotice } from '../../../components/error-notice.tsx'
import { Icon } from '../../../components/icon.tsx'
import type { MenuEntry } from '../../../components/menu.tsx'
import { SkeletonRows } from '../../../components/skeleton.tsx'
import { buildMenu } from '../build-menu.ts'
import { openBuildSheet } from '../build-sheets.ts'
import { buildIcons, buildWords, draftWords, type HistoryRow, historyRows } from './history-rows.ts'
import { reloadHistory, useHistory } from './history-store.ts'

/** So many rows are drawn until more are asked for. */
const rowsAtFirst = 200

const rowName = (row: HistoryRow): string => (row.kind === 'draft' ? row.draft.name : row.build.name)
const canForget = ({ state }: BuildRecord): boolean => state !== 'running' && state !== 'detached'

function Row({ row, now }: { readonly row: HistoryRow; readonly now: Date }) {
  const name = rowName(row)
  const words = row.kind === 'draft' ? draftWords(row.draft, now) : buildWords(row.build, now)
  const icon = row.kind === 'draft' ? 'file-text' : buildIcons[row.build.state]
  const state = row.kind === 'draft' ? 'draft' : row.build.state
  return (
    <ListBoxItem id={row.key} textValue={name} className="history-row">
      <Icon name={icon} className={classNames('history-mark', state)} />
      <span className="stack">
        <span className="history-name cut" title={name}>
          {name}
        </span>
        <span className="quiet small cut" title={words}>
          {words}
        </span>
      </span>
    </ListBoxItem>
  )
}

function addressOfRow(row: HistoryRow): string {
  switch (row.kind) {
    case 'draft':
      return addressOf.draft(row.draft.id)
    case 'build':
      return addressOf.build(row.build.id)
    default:
      return assertNever(row)
  }
}

function draftMenu(remove: () => void): readonly MenuEntry[] {
  return [{ kind: 'action', id: 'remove', label: text.forgetDraft, icon: 'trash', isDangerous: true, onAction: remove }]
}

/** Where a menu opens: at the pointer, or at the row when it was called from the keyboard. */
function menuPlace({ clientX, clientY, target }: { clientX: number; clientY: number; target: EventTarget }) {
  if (clientX !== 0 || clientY !== 0 || !(target instanceof Element)) return { x: clientX, y: clientY }
  const box = target.getBoundingClientRect()
  return { x: box.left + 24, y: box.bottom - 4 }
}

export interface HistoryListProps {
  /** What is shown at the right; null for neither. */
  readonly selected: { readonly kind: 'draft' | 'build'; readonly id: string } | null
}

export function HistoryList({ selected }: HistoryListProps) {
  const client = useClient()
  const { builds, drafts, error } = useHistory()
  const [isWhole, setWhole] = useState(false)
  const menu = useContextMenu()
  // What another engine built is told by nobody: it is found when it is opened.
  const unknownId =
    builds !== null && selected?.kind === 'build' && !builds.some(({ id }) => id === selected.id) ? selected.id : null
  useEffect(() => {
    if (unknownId !== null) void reloadHistory(client)
  }, [client, unknownId])

  const problem = (
    <ErrorNotice
      error={error}
      action={<Button onPress={() => void reloadHistory(client)}>{frameText.tryAgain}</Button>}
    />
  )
  if (builds === null) return error === null ? <SkeletonRows count={4} /> : problem
  const rows = historyRows(builds, drafts)
  if (rows.length === 0) return error === null ? <p className="history-empty quiet">{text.empty}</p> : problem
  const shown = isWhole ? rows : rows.slice(0, rowsAtFirst)
  const now = new Date()
  const rowOf = (target: EventTarget | null): HistoryRow | null => {
    const key = target instanceof Element ? target.closest<HTMLElement>('[data-key]')?.dataset.key : undefined
    return rows.find((row) => row.key === key) ?? null
  }
  const removeDraft = async (id: string): Promise<void> => {
    const answer = await client.call('build.removeDraft', { id })
    if (!answer.ok) return openBuildSheet({ kind: 'problem', error: answer.error })
    if (selected?.kind === 'draft' && selected.id === id) navigate(addressOf.builds())
  }
  const remove = (row: HistoryRow): void => {
    if (row.kind === 'draft') void removeDraft(row.draft.id)
    else if (canForget(row.build)) openBuildSheet({ kind: 'forget', build: row.build })
  }
  return (
    <>
      {problem}
      <Group
        className="history-place"
        aria-label={text.place}
        onContextMenu={(event) => {
          const row = rowOf(event.target)
          if (row === null) return
          event.preventDefault()
          menu.open(
            row.kind === 'build' ? buildMenu(client, row.build) : draftMenu(() => remove(row)),
            menuPlace(event),
          )
        }}
        onKeyDown={(event) => {
          const row = event.key === 'Delete' || event.key === 'Backspace' ? rowOf(event.target) : null
          if (row !== null) remove(row)
        }}
      >
        <ListBox
          className="pane history-list"
          aria-label={text.label}
          selectionMode="single"
          selectionBehavior="toggle"
          disallowEmptySelection
          selectedKeys={selected === null ? [] : [`${selected.kind} ${selected.id}`]}
          onSelectionChange={(keys) => {
            const row = rows.find(({ key }) => keys !== 'all' && keys.has(key))
            if (row !== undefined) navigate(addressOfRow(row))
          }}
        >
          {shown.map((row) => (
            <Row key={row.key} row={row} now={now} />
          ))}
        </ListBox>
        {shown.length < rows.length && (
          <Button variant="ghost" size="small" onPress={() => setWhole(true)}>
            {text.showAll(rows.length)}
          </Button>
        )}
      </Group>
      <ContextMenu label={text.actions} state={menu.state} onClose={menu.close} />
    </>
  )
}
