/** All files that differ, in order of their paths, and the lines of the chosen one. */
import { useMemo, useState } from 'react'
import type { FilesDifference } from '../../../src-shared/model/compare.ts'
import { fileChangeWords, compareText as text } from '../../../src-shared/text/compare.ts'
import { useCall } from '../../app/use-call.ts'
import { type DataColumn, DataTable } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { ScrollPane } from '../../components/scroll-pane.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { TextDiff } from './text-diff.tsx'

interface FileRow {
  readonly path: string
  readonly what: string
  readonly sizes: string
  readonly hasText: boolean
}

function rowsOf({ added, removed, changed }: FilesDifference): readonly FileRow[] {
  const rows: FileRow[] = [
    ...added.map(({ path, sizeBytes }) => ({
      path,
      what: text.added,
      sizes: text.sizes(null, sizeBytes),
      hasText: false,
    })),
    ...removed.map(({ path, sizeBytes }) => ({
      path,
      what: text.removed,
      sizes: text.sizes(sizeBytes, null),
      hasText: false,
    })),
    ...changed.map(({ path, changes, a, b }) => ({
      path,
      what: changes.map((change) => fileChangeWords[change]).join(', '),
      sizes: text.sizes(a.sizeBytes, b.sizeBytes),
      hasText: changes.includes('contents'),
    })),
  ]
  return rows.sort((one, other) => (one.path < other.path ? -1 : 1))
}

const columns: readonly DataColumn<FileRow>[] = [
  {
    id: 'path',
    title: text.path,
    width: { share: 2, minPx: 160 },
    render: ({ path }) => <code title={path}>{path}</code>,
  },
  { id: 'what', title: text.what, width: { px: 118 }, render: ({ what }) => <span className="quiet">{what}</span> },
  {
    id: 'size',
    title: text.size,
    width: { share: 1, minPx: 150 },
    rank: 1,
    render: ({ sizes }) => <span className="quiet">{sizes}</span>,
  },
]

function Lines({ paths, file }: { readonly paths: { readonly a: string; readonly b: string }; readonly file: string }) {
  const { value, error, isLoading, reload } = useCall('compare.text', { ...paths, file })
  const title = text.difference(file)
  return (
    <ScrollPane label={title} className="compare-lines">
      <h2 className="cut" title={file}>
        {file}
      </h2>
      {isLoading ? (
        <SkeletonRows count={4} />
      ) : error !== null ? (
        <ErrorState error={error} title={title} onRetry={reload} />
      ) : value === null ? (
        <p className="compare-note quiet">{text.notText}</p>
      ) : (
        <TextDiff label={title} difference={value} />
      )}
    </ScrollPane>
  )
}

export interface FilesPaneProps {
  readonly result: FilesDifference
  readonly paths: { readonly a: string; readonly b: string }
}

export function FilesPane({ result, paths }: FilesPaneProps) {
  const rows = useMemo(() => rowsOf(result), [result])
  const [path, setPath] = useState<string | null>(null)
  const chosen = rows.find((row) => row.path === path) ?? null
  const total = result.counts.added + result.counts.removed + result.counts.changed
  const selected = useMemo(() => new Set(path === null ? [] : [path]), [path])
  return (
    <div className="compare-files">
      <div className="compare-file-list">
        <p className="compare-note quiet">
          {text.countsOf(result)}
          {total > rows.length && ` ${text.more(total - rows.length)}.`}
          {result.problems.length > 0 && ` ${text.unread(result.problems.length)}`}
        </p>
        {rows.length === 0 ? (
          <EmptyState isPlain title={text.files} text={text.noDifferences} />
        ) : (
          <DataTable
            label={text.files}
            columns={columns}
            rowCount={rows.length}
            rowAt={(index) => rows[index] ?? null}
            keyOf={(row) => row.path}
            textOf={(row) => row.path}
            selectionMode="single"
            selected={selected}
            onSelect={(keys) => setPath([...keys][0] ?? null)}
          />
        )}
      </div>
      {chosen?.hasText === true ? (
        <Lines key={chosen.path} paths={paths} file={chosen.path} />
      ) : (
        <p className="compare-lines compare-note quiet">{text.pickFile}</p>
      )}
    </div>
  )
}
