/** The columns of the table of files. */
import type { FileEntry } from '../../../src-shared/contract/files.ts'
import { filesText } from '../../../src-shared/text/files.ts'
import { formatBytes, formatDate, formatDateTime, formatSize } from '../../../src-shared/text/format.ts'
import { printable } from '../../../src-shared/text/printable.ts'
import type { DataColumn } from '../../components/data-table.tsx'
import { Icon } from '../../components/icon.tsx'
import { iconOfEntry } from './file-icon.ts'
import { baseName, modeText, parentOf, specialMark } from './file-tree.ts'

function Name({ entry }: { readonly entry: FileEntry }) {
  const mark = specialMark(entry)
  return (
    <span className="line">
      <span className="file-icon line">
        <Icon name={iconOfEntry(entry)} />
      </span>
      <span className="cut">{printable(baseName(entry.path))}</span>
      {mark !== null && (
        <span className="tag" title={filesText.markNotes[mark]}>
          {filesText.marks[mark]}
        </span>
      )}
    </span>
  )
}

function Size({ entry }: { readonly entry: FileEntry }) {
  if (entry.type === 'symlink') return <span className="quiet">→ {printable(entry.target ?? '')}</span>
  if (entry.type !== 'file') return <span className="quiet">–</span>
  return <span title={formatBytes(entry.sizeBytes)}>{formatSize(entry.sizeBytes)}</span>
}

export const fileColumns: readonly DataColumn<FileEntry>[] = [
  {
    id: 'name',
    title: filesText.columnName,
    width: { share: 1, minPx: 150 },
    isSortable: true,
    render: (entry) => <Name entry={entry} />,
  },
  {
    id: 'size',
    title: filesText.columnSize,
    width: { px: 96 },
    align: 'end',
    isSortable: true,
    render: (entry) => <Size entry={entry} />,
  },
  {
    id: 'mode',
    title: filesText.columnMode,
    width: { px: 104 },
    rank: 2,
    isSortable: true,
    render: (entry) => <code className="quiet">{modeText(entry)}</code>,
  },
  {
    id: 'changed',
    title: filesText.columnChanged,
    width: { px: 112 },
    rank: 1,
    isSortable: true,
    render: (entry) => (
      <span className="quiet" title={formatDateTime(entry.mtime)}>
        {formatDate(entry.mtime)}
      </span>
    ),
  },
]

/** Of what was found anywhere: the folder it lies in takes the place of mode and date. */
export const foundColumns: readonly DataColumn<FileEntry>[] = [
  {
    id: 'name',
    title: filesText.columnName,
    width: { share: 1, minPx: 110 },
    isSortable: true,
    render: (entry) => <Name entry={entry} />,
  },
  {
    id: 'folder',
    title: filesText.columnFolder,
    width: { share: 1.2, minPx: 110 },
    rank: 1,
    isSortable: true,
    render: (entry) => <span className="quiet">{printable(parentOf(entry.path))}</span>,
  },
  {
    id: 'size',
    title: filesText.columnSize,
    width: { px: 88 },
    align: 'end',
    isSortable: true,
    render: (entry) => <Size entry={entry} />,
  },
]
