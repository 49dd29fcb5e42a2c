/** What takes the space in a folder: each folder in it with all that is below, and its own files, largest first. */
import './files.css'
import { useMemo } from 'react'
import type { DirectoryUsage, FileEntry } from '../../../src-shared/contract/files.ts'
import { filesText } from '../../../src-shared/text/files.ts'
import { formatBytes, formatCount, formatPercent, formatSize } from '../../../src-shared/text/format.ts'
import { printable } from '../../../src-shared/text/printable.ts'
import { useCall } from '../../app/use-call.ts'
import { type DataColumn, DataTable } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { Icon } from '../../components/icon.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { iconOfEntry } from './file-icon.ts'
import { baseName, type Directory, isHuge } from './file-tree.ts'

export interface SizeRow {
  /** Path of a folder or file; empty for the sum of a huge folder's own files. */
  readonly path: string
  readonly entry: FileEntry | null
  readonly isFolder: boolean
  readonly totalBytes: number
  readonly files: number
  /** Of the whole folder, 0 to 1. */
  readonly share: number
  /** Of the largest row, 0 to 1. */
  readonly length: number
}

/**
 * @param usage the folder itself and those directly in it
 * @param directory what is held of the folder; null while it is not known
 */
export function sizeRows(
  usage: readonly DirectoryUsage[],
  here: string,
  directory: Directory | null,
): readonly SizeRow[] {
  const whole = usage.find((one) => one.path === here)
  const inside = usage.filter((one) => one.path !== here)
  const insideBytes = inside.reduce((sum, one) => sum + one.totalBytes, 0)
  const insideFiles = inside.reduce((sum, one) => sum + one.files, 0)
  const isSummed = directory === null || isHuge(directory)
  const ownFiles = isSummed ? [] : directory.entries.filter((entry) => entry.type === 'file')
  const parts = [
    ...inside.map((one) => ({
      path: one.path,
      entry: null,
      isFolder: true,
      totalBytes: one.totalBytes,
      files: one.files,
    })),
    ...ownFiles.map((entry) => ({
      path: entry.path,
      entry,
      isFolder: false,
      totalBytes: entry.sizeBytes,
      files: 1,
    })),
    ...(isSummed && whole !== undefined && whole.files > insideFiles
      ? [
          {
            path: '',
            entry: null,
            isFolder: false,
            totalBytes: Math.max(0, whole.totalBytes - insideBytes),
            files: whole.files - insideFiles,
          },
        ]
      : []),
  ].sort((a, b) => b.totalBytes - a.totalBytes || (a.path < b.path ? -1 : 1))
  const largest = Math.max(1, parts[0]?.totalBytes ?? 0)
  const total = Math.max(1, whole?.totalBytes ?? 0)
  return parts.map((part) => ({
    ...part,
    share: Math.min(1, part.totalBytes / total),
    length: part.totalBytes / largest,
  }))
}

const columns: readonly DataColumn<SizeRow>[] = [
  {
    id: 'name',
    title: filesText.columnName,
    width: { share: 1, minPx: 150 },
    render: (row) => (
      <span className="line">
        <span className="file-icon line">
          <Icon name={row.entry === null ? (row.isFolder ? 'folder' : 'file') : iconOfEntry(row.entry)} />
        </span>
        <span className="cut">{row.path === '' ? filesText.ownFiles(row.files) : printable(baseName(row.path))}</span>
      </span>
    ),
  },
  {
    id: 'bar',
    title: filesText.columnShare,
    width: { share: 0.8, minPx: 90 },
    rank: 1,
    fills: true,
    render: (row) => (
      <span className="size-share">
        <span className="size-share-bar" style={{ width: `${row.length * 100}%` }} />
      </span>
    ),
  },
  {
    id: 'percent',
    title: filesText.columnPercent,
    hidesTitle: true,
    width: { px: 60 },
    align: 'end',
    rank: 3,
    render: (row) => <span className="quiet">{formatPercent(row.share, 1)}</span>,
  },
  {
    id: 'size',
    title: filesText.columnSize,
    width: { px: 92 },
    align: 'end',
    render: (row) => <span title={formatBytes(row.totalBytes)}>{formatSize(row.totalBytes)}</span>,
  },
  {
    id: 'files',
    title: filesText.columnFiles,
    width: { px: 84 },
    align: 'end',
    rank: 2,
    render: (row) => <span className="quiet">{row.isFolder ? formatCount(row.files) : ''}</span>,
  },
]

export interface SizesViewProps {
  /** Of the image. */
  readonly path: string
  readonly here: string
  readonly directory: Directory | null
  readonly chosen: string | null
  readonly onGo: (directory: string) => void
  readonly onChoose: (path: string) => void
}

export function SizesView({ path, here, directory, chosen, onGo, onChoose }: SizesViewProps) {
  const usage = useCall('files.usage', { path, directory: here, depth: 1 })
  const rows = useMemo(
    () => (usage.value === null ? [] : sizeRows(usage.value.directories, here, directory)),
    [usage.value, here, directory],
  )
  if (usage.error !== null) {
    return <ErrorState error={usage.error} title={filesText.sizesFailed} onRetry={usage.reload} />
  }
  if (usage.isLoading) return <SkeletonRows />
  if (rows.length === 0) return <EmptyState title={filesText.emptyFolder} isPlain />
  return (
    <DataTable
      key={here}
      label={filesText.sizesTable(here)}
      columns={columns}
      rowCount={rows.length}
      rowAt={(index) => rows[index] ?? null}
      keyOf={(row) => row.path}
      textOf={(row) => baseName(row.path)}
      selectionMode="single"
      selected={new Set(chosen === null ? [] : [chosen])}
      onSelect={([key]) => {
        if (key !== undefined && key !== '') onChoose(key)
      }}
      onOpen={(row) => {
        if (row.isFolder) onGo(row.path)
      }}
      footer={<span>{filesText.sizesNote}</span>}
    />
  )
}
