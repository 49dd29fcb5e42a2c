/** The tags of a container: what each means now, for which machine, and whether it is here or has moved. */
import { useMemo, useState } from 'react'
import type { Key } from '../../../src-shared/model/key.ts'
import type { LibraryTag } from '../../../src-shared/model/library.ts'
import { formatBytes, formatDateTime, formatRelative, formatSize } from '../../../src-shared/text/format.ts'
import { libraryText } from '../../../src-shared/text/library.ts'
import { type DataColumn, DataTable, type Sort } from '../../components/data-table.tsx'
import { DigestText } from '../../components/digest-text.tsx'
import { Icon } from '../../components/icon.tsx'
import type { MenuEntry } from '../../components/menu.tsx'
import { sortTags, type TagSort, tagKey } from './library-view.ts'
import { SignerCell } from './signer-cell.tsx'

function Here({ tag }: { readonly tag: LibraryTag }) {
  if (tag.movedFrom !== null) {
    return (
      <span className="tag-state" title={libraryText.movedHint}>
        <Icon name="moved" />
        {libraryText.moved}
      </span>
    )
  }
  if (tag.here) {
    return (
      <span className="tag-state quiet" title={libraryText.hereHint}>
        <Icon name="check" />
        {libraryText.here}
      </span>
    )
  }
  return <span className="quiet">{libraryText.notHere}</span>
}

function columnsFor(keys: ReadonlyMap<string, Key>): readonly DataColumn<LibraryTag>[] {
  const text = libraryText.tagColumns
  return [
    {
      id: 'tag',
      title: text.tag,
      width: { share: 1, minPx: 118 },
      isSortable: true,
      render: ({ tag }) => <code className="strong">{tag}</code>,
    },
    {
      id: 'digest',
      title: text.digest,
      width: { px: 148 },
      rank: 2,
      render: ({ digest }) => (
        <span className="quiet">
          <DigestText digest={digest} />
        </span>
      ),
    },
    { id: 'for', title: text.for, width: { px: 68 }, isSortable: true, render: ({ architecture }) => architecture },
    {
      id: 'size',
      title: text.size,
      width: { px: 84 },
      align: 'end',
      isSortable: true,
      render: ({ sizeBytes }) => <span title={formatBytes(sizeBytes)}>{formatSize(sizeBytes)}</span>,
    },
    {
      id: 'date',
      title: text.date,
      width: { px: 112 },
      isSortable: true,
      render: ({ createdAt }) =>
        createdAt === null ? null : (
          <span className="quiet" title={formatDateTime(createdAt)}>
            {formatRelative(createdAt)}
          </span>
        ),
    },
    {
      id: 'signer',
      title: text.signedBy,
      width: { share: 1, minPx: 130 },
      rank: 1,
      render: ({ signed, fingerprints }) => (
        <SignerCell signed={signed} fingerprints={fingerprints} keys={keys} isShort />
      ),
    },
    { id: 'here', title: text.here, width: { px: 138 }, render: (tag) => <Here tag={tag} /> },
  ]
}

const isTagSort = (id: string): id is TagSort => ['tag', 'for', 'size', 'date'].includes(id)

export interface TagsTableProps {
  readonly tags: readonly LibraryTag[]
  readonly keys: ReadonlyMap<string, Key>
  readonly architecture: string | null
  readonly selected: LibraryTag | null
  readonly onSelect: (tag: LibraryTag) => void
  readonly onOpen: (tag: LibraryTag) => void
  readonly menuOf: (tag: LibraryTag) => readonly MenuEntry[]
}

export function TagsTable({ tags, keys, architecture, selected, onSelect, onOpen, menuOf }: TagsTableProps) {
  const [sort, setSort] = useState<Sort>({ columnId: 'date', isDescending: true })
  const columns = useMemo(() => columnsFor(keys), [keys])
  const sorted = useMemo(
    () => sortTags(tags, isTagSort(sort.columnId) ? sort.columnId : 'date', sort.isDescending, architecture),
    [tags, sort, architecture],
  )
  const chosen = useMemo(() => new Set(selected === null ? [] : [tagKey(selected)]), [selected])
  return (
    <DataTable
      label={libraryText.tags}
      columns={columns}
      rowCount={sorted.length}
      rowAt={(index) => sorted[index] ?? null}
      keyOf={tagKey}
      textOf={({ tag }) => tag}
      sort={sort}
      onSort={(next) =>
        // A date or size is most wanted with the largest first.
        setSort(
          next.columnId !== sort.columnId && (next.columnId === 'date' || next.columnId === 'size')
            ? { ...next, isDescending: true }
            : next,
        )
      }
      selectionMode="single"
      selected={chosen}
      onSelect={(keysChosen) => {
        const tag = sorted.find((candidate) => keysChosen.has(tagKey(candidate)))
        if (tag !== undefined) onSelect(tag)
      }}
      onOpen={onOpen}
      menuOf={menuOf}
    />
  )
}
