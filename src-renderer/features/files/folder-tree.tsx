/** The folders of an image as a tree; what is inside one is fetched when it is unfolded. */
import './files.css'
import { useMemo } from 'react'
import { filesText } from '../../../src-shared/text/files.ts'
import { printable } from '../../../src-shared/text/printable.ts'
import { type DataColumn, DataTable } from '../../components/data-table.tsx'
import { Icon } from '../../components/icon.tsx'
import { linkTarget, parentOf, type TreeRow, treeRows } from './file-tree.ts'
import type { FilesState, FilesStore } from './files-store.ts'

export interface FolderTreeProps {
  readonly store: FilesStore
  readonly state: FilesState
  readonly here: string
  readonly onGo: (directory: string) => void
}

const columns: readonly DataColumn<TreeRow>[] = [
  {
    id: 'folder',
    title: filesText.tree,
    width: { share: 1, minPx: 120 },
    isTree: true,
    render: (row) => (
      <span className="line folder-name">
        {!row.isRest && <Icon name={row.isLink ? 'symlink' : 'folder'} />}
        <span className={row.isRest ? 'cut quiet' : 'cut'}>
          {row.isRest ? filesText.restInTable : printable(row.name)}
        </span>
      </span>
    ),
  },
]

/** The rest of a huge folder has a key of its own; no name holds NUL. */
const keyOf = (row: TreeRow): string => (row.isRest ? `${row.path}\0` : row.path)

export function FolderTree({ store, state, here, onGo }: FolderTreeProps) {
  const rows = useMemo(() => treeRows(state.directories, state.expanded), [state.directories, state.expanded])
  return (
    <div className="folder-tree">
      <DataTable
        label={filesText.tree}
        columns={columns}
        rowCount={rows.length}
        rowAt={(index) => rows[index] ?? null}
        keyOf={keyOf}
        textOf={(row) => row.name}
        startAt={Math.max(
          0,
          rows.findIndex((row) => row.path === here && !row.isRest),
        )}
        treeOf={(row) => ({ level: row.level, isOpen: row.isLeaf ? null : row.isExpanded })}
        onToggle={(row) => store.toggle(row.path)}
        selectionMode="single"
        selected={new Set([here])}
        onSelect={(keys) => {
          const row = rows.find((one) => keys.has(keyOf(one)))
          if (row === undefined) return
          const entry = state.directories.get(parentOf(row.path))?.entries.find((one) => one.path === row.path)
          onGo(row.isLink && entry?.target !== undefined ? linkTarget(row.path, entry.target) : row.path)
        }}
        onOpen={(row) => store.toggle(row.path)}
      />
    </div>
  )
}
