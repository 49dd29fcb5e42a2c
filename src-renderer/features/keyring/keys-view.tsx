/** Keys: what waits for review on top, then the user's own keys and others', each with its standing and decision. */
import './keyring.css'
import { type ReactNode, useEffect, useMemo, useSyncExternalStore } from 'react'
import { Link } from 'react-aria-components'
import type { Client } from '../../../src-shared/contract/client.ts'
import type { Key } from '../../../src-shared/model/key.ts'
import { isNameKnown, keyStanding } from '../../../src-shared/model/key-standing.ts'
import { firstUserId } from '../../../src-shared/model/user-id.ts'
import { formatDate } from '../../../src-shared/text/format.ts'
import { algorithmName, keyringText, sourceText, sourceWord } from '../../../src-shared/text/keyring.ts'
import { ownKeysText } from '../../../src-shared/text/keyring-own.ts'
import { keyserverText } from '../../../src-shared/text/keyserver.ts'
import { decisionDetail, decisionTitle } from '../../../src-shared/text/trust.ts'
import { addressOf } from '../../app/address.ts'
import { useClient } from '../../app/connection.ts'
import { navigate, useQueryValue } from '../../app/router.ts'
import { Button } from '../../components/button.tsx'
import { type DataColumn, DataTable, type GroupRow } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { SearchField } from '../../components/field.tsx'
import { Fingerprint } from '../../components/fingerprint.tsx'
import { type MenuEntry, MoreMenu } from '../../components/menu.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { ThinBar } from '../../components/thin-bar.tsx'
import { VerdictBadge } from '../../components/verdict-badge.tsx'
import { ViewHead } from '../../components/view-head.tsx'
import { ownKeyMenu } from '../own-keys/own-key-menu.ts'
import { openOwnKeySheet, useOwnKeys } from '../own-keys/own-keys-store.ts'
import { keyMenu, refreshAll } from './key-actions.ts'
import { holdsKeyBlock } from './key-file.ts'
import { groupKeys, reviewItems } from './key-view.ts'
import { openKeyringSheet, readKeyring, useKeyring } from './keyring-store.ts'
import { ReviewList } from './review-list.tsx'

type Row =
  | { readonly kind: 'group'; readonly id: string; readonly title: string; readonly count: number }
  | { readonly kind: 'key'; readonly key: Key }

const narrowQuery = '(max-width: 1100px)'

function useIsNarrow(): boolean {
  return useSyncExternalStore(
    (listener) => {
      const query = matchMedia(narrowQuery)
      query.addEventListener('change', listener)
      return () => query.removeEventListener('change', listener)
    },
    () => matchMedia(narrowQuery).matches,
  )
}

function TwoLines({ first, second }: { readonly first: ReactNode; readonly second: ReactNode }) {
  return (
    <div className="stack">
      <div className="cut">{first}</div>
      <div className="quiet small cut">{second}</div>
    </div>
  )
}

function Name({ of: key }: { readonly of: Key }) {
  const claim = firstUserId(key.userIds)
  const name = (
    <>
      {!isNameKnown(key) && claim !== null && <span className="quiet">{keyringText.says} </span>}
      <Link className="plain medium" href={addressOf.key(key.fingerprint)}>
        {claim?.name ?? keyringText.noName}
      </Link>
    </>
  )
  const second = claim?.email ?? algorithmName(key.algorithm)
  return <TwoLines first={name} second={second} />
}

function Decided({ of: key }: { readonly of: Key }) {
  const isUnlocked = useOwnKeys((state) => state.unlocked.includes(key.fingerprint))
  if (key.hasSecret && key.decision === null) {
    const state = isUnlocked ? ownKeysText.unlocked : ownKeysText.locked
    if (key.revoked !== null) return null
    const backup = key.backedUpAt === null ? ownKeysText.notBackedUp : ownKeysText.backedUp(formatDate(key.backedUpAt))
    return <TwoLines first={`${keyringText.forSigning}, ${state}`} second={backup} />
  }
  if (key.decision === null) return keyringText.notDecided
  return <TwoLines first={decisionTitle(key.decision)} second={decisionDetail(key.decision)} />
}

const forKeys =
  (render: (key: Key) => ReactNode) =>
  (row: Row): ReactNode =>
    row.kind === 'key' ? render(row.key) : null

function columnsFor(isNarrow: boolean): readonly DataColumn<Row>[] {
  const text = keyringText.columns
  return [
    {
      id: 'state',
      title: text.state,
      width: { px: 132 },
      render: forKeys((key) => <VerdictBadge verdict={keyStanding(key)} />),
    },
    { id: 'name', title: text.name, width: { share: 1, minPx: 130 }, render: forKeys((key) => <Name of={key} />) },
    {
      id: 'fingerprint',
      title: text.fingerprint,
      width: { px: isNarrow ? 206 : 392 },
      fills: true,
      render: forKeys((key) => <Fingerprint fingerprint={key.fingerprint} />),
    },
    {
      id: 'expires',
      title: text.expires,
      width: { px: 104 },
      rank: 1,
      render: forKeys((key) => (key.expiresAt === null ? keyringText.never : formatDate(key.expiresAt))),
    },
    { id: 'decision', title: text.decision, width: { px: 172 }, render: forKeys((key) => <Decided of={key} />) },
    {
      id: 'from',
      title: text.from,
      width: { px: 94 },
      rank: 2,
      render: forKeys((key) => {
        const [source] = key.sources
        return source === undefined ? null : (
          <span className="quiet" title={sourceText(source)}>
            {sourceWord(source)}
          </span>
        )
      }),
    },
  ]
}

function groupOf(row: Row): GroupRow | null {
  if (row.kind !== 'group') return null
  return {
    isOpen: null,
    title: (
      <>
        <span className="strong">{row.title}</span> <span className="quiet regular">{row.count}</span>
      </>
    ),
  }
}

const keyOf = (row: Row): string => (row.kind === 'key' ? row.key.fingerprint : row.id)
const textOf = (row: Row): string =>
  row.kind === 'key' ? (firstUserId(row.key.userIds)?.name ?? row.key.fingerprint) : row.title

function rowsOf(yours: readonly Key[], others: readonly Key[]): readonly Row[] {
  const group = (id: string, title: string, keys: readonly Key[]): readonly Row[] =>
    keys.length === 0
      ? []
      : [{ kind: 'group', id, title, count: keys.length }, ...keys.map((key) => ({ kind: 'key', key }) as const)]
  return [...group('yours', keyringText.yours, yours), ...group('others', keyringText.others, others)]
}

const openImport = (): void => openKeyringSheet({ kind: 'import', material: null })

/** A key block that is pasted anywhere on the view opens the import with it. */
function usePastedKeys(): void {
  useEffect(() => {
    const paste = (event: ClipboardEvent): void => {
      const isField = event.target instanceof HTMLElement && event.target.matches('input, textarea')
      const text = event.clipboardData?.getData('text/plain') ?? ''
      if (isField || !holdsKeyBlock(text)) return
      event.preventDefault()
      openKeyringSheet({ kind: 'import', material: { kind: 'text', text } })
    }
    window.addEventListener('paste', paste)
    return () => window.removeEventListener('paste', paste)
  }, [])
}

const moreMenu = (client: Client, hasKeys: boolean): readonly MenuEntry[] => [
  {
    kind: 'action',
    id: 'refresh',
    label: keyserverText.refreshAll,
    icon: 'refresh',
    isDisabled: !hasKeys,
    onAction: () => void refreshAll(client),
  },
  {
    kind: 'action',
    id: 'servers',
    label: keyserverText.title,
    icon: 'server',
    onAction: () => navigate(addressOf.settings('keyservers')),
  },
]

export function KeysView() {
  const client = useClient()
  const isNarrow = useIsNarrow()
  const { keys, waiting, review: entries, error, isBusy } = useKeyring()
  const [filter, setFilter] = useQueryValue('filter')
  const review = useMemo(() => reviewItems(waiting, keys ?? []), [waiting, keys])
  const { yours, others } = useMemo(() => groupKeys(keys ?? [], filter ?? ''), [keys, filter])
  const rows = useMemo(() => rowsOf(yours, others), [yours, others])
  const groupIndexes = useMemo(() => rows.flatMap((row, index) => (row.kind === 'group' ? [index] : [])), [rows])
  const columns = useMemo(() => columnsFor(isNarrow), [isNarrow])
  usePastedKeys()
  // Another program on the same home may have written since: commands, another window.
  useEffect(() => {
    void readKeyring(client)
  }, [client])

  return (
    <>
      <ViewHead
        title={keyringText.title}
        {...(keys === null || keys.length === 0 ? {} : { note: keyringText.count(keys.length) })}
        actions={
          <>
            {keys !== null && keys.length > 0 && (
              <SearchField
                kind="filter"
                label={keyringText.filter}
                placeholder={keyringText.filter}
                width={180}
                value={filter ?? ''}
                onChange={setFilter}
              />
            )}
            <Button icon="search" onPress={() => openKeyringSheet({ kind: 'find', text: '' })}>
              {keyringText.findKey}
            </Button>
            <Button onPress={openImport}>{keyringText.importKeys}</Button>
            <Button variant="primary" icon="plus" onPress={() => openOwnKeySheet({ kind: 'new' })}>
              {ownKeysText.newKey}
            </Button>
            <MoreMenu label={keyringText.moreActions} entries={moreMenu(client, keys !== null && keys.length > 0)} />
          </>
        }
      />
      <ReviewList items={review} entries={entries} keys={keys ?? []} />
      <div className="keys-list">
        <ThinBar isOn={isBusy && keys !== null} />
        {keys === null && error === null ? (
          <SkeletonRows />
        ) : keys === null && error !== null ? (
          <ErrorState error={error} title={keyringText.listFailed} onRetry={() => void readKeyring(client)} />
        ) : keys !== null && keys.length === 0 ? (
          <EmptyState
            title={keyringText.emptyTitle}
            text={keyringText.emptyText}
            action={<Button onPress={openImport}>{keyringText.importKeys}</Button>}
          />
        ) : rows.length === 0 ? (
          <EmptyState
            isPlain
            title={keyringText.nothingMatches}
            action={<Button onPress={() => setFilter(null)}>{keyringText.clearFilter}</Button>}
          />
        ) : (
          <DataTable
            label={keyringText.title}
            columns={columns}
            rowCount={rows.length}
            rowAt={(index) => rows[index] ?? null}
            keyOf={keyOf}
            textOf={textOf}
            rowHeight="tall"
            groupOf={groupOf}
            groupIndexes={groupIndexes}
            onOpen={(row) => {
              if (row.kind === 'key') navigate(addressOf.key(row.key.fingerprint))
            }}
            menuOf={(row) => (row.kind === 'key' ? [...keyMenu(client, row.key), ...ownKeyMenu(client, row.key)] : [])}
          />
        )}
      </div>
    </>
  )
}
