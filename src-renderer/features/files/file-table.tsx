/** A table of files: a folder's, or those that a search found. Selecting, opening and the menu are the same in both. */
import { useMemo } from 'react'
import type { FileEntry } from '../../../src-shared/contract/files.ts'
import { type DataColumn, DataTable, type DataTableProps } from '../../components/data-table.tsx'
import { type FileDeeds, fileMenu } from './file-menu.ts'
import { baseName } from './file-tree.ts'

/** What is selected in the table of files. */
export interface Selecting {
  readonly entries: readonly FileEntry[]
  readonly onSelect: (entries: readonly FileEntry[]) => void
}

export interface FileTableProps
  extends Pick<DataTableProps<FileEntry>, 'label' | 'rowCount' | 'rowAt' | 'sort' | 'onSort' | 'onRange' | 'startAt'> {
  readonly columns: readonly DataColumn<FileEntry>[]
  readonly selecting: Selecting
  readonly deeds: FileDeeds
  readonly footer?: DataTableProps<FileEntry>['footer']
}

const keyOf = (entry: FileEntry): string => entry.path
const textOf = (entry: FileEntry): string => baseName(entry.path)

/** The rows with these keys: those that were selected before, and others from the table. */
function rowsWith(
  keys: ReadonlySet<string>,
  before: readonly FileEntry[],
  count: number,
  rowAt: (index: number) => FileEntry | null,
): readonly FileEntry[] {
  // Rows of a huge folder may have been forgotten since they were selected.
  const rows = new Map(before.filter((row) => keys.has(row.path)).map((row) => [row.path, row]))
  for (let index = 0; index < count && rows.size < keys.size; index += 1) {
    const row = rowAt(index)
    if (row !== null && keys.has(row.path)) rows.set(row.path, row)
  }
  return [...rows.values()]
}

export function FileTable({ selecting, deeds, ...table }: FileTableProps) {
  const { entries, onSelect } = selecting
  const selected = useMemo(() => new Set(entries.map(keyOf)), [entries])
  return (
    <DataTable
      {...table}
      keyOf={keyOf}
      textOf={textOf}
      hasPlainRows
      selectionMode="multiple"
      selected={selected}
      onSelect={(keys) => onSelect(rowsWith(keys, entries, table.rowCount, table.rowAt))}
      onOpen={deeds.open}
      menuOf={(entry) => fileMenu(selected.has(entry.path) && entries.length > 1 ? entries : [entry], deeds)}
    />
  )
}
