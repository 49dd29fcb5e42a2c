/** What a search found, as it is found; how far it is stands above. */
import { useMemo, useState } from 'react'
import type { FileEntry } from '../../../src-shared/contract/files.ts'
import { filesText } from '../../../src-shared/text/files.ts'
import type { Sort } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { SourceNotice } from '../../components/source-notice.tsx'
import { foundColumns } from './file-columns.tsx'
import type { FileDeeds } from './file-menu.ts'
import { FileTable, type Selecting } from './file-table.tsx'
import { sortFound } from './file-tree.ts'
import type { SearchState } from './search-store.ts'

export interface FoundViewProps {
  readonly search: SearchState
  /** Whether contents are searched, or are about to be. */
  readonly isContents: boolean
  readonly onAgain: () => void
  readonly selecting: Selecting
  readonly deeds: FileDeeds
}

export function FoundView({ search, isContents, onAgain, selecting, deeds }: FoundViewProps) {
  const [sort, setSort] = useState<Sort | null>(null)
  const { entries, problems, phase, error } = search
  const shown = useMemo(
    () => (sort === null ? entries : sortFound(entries, sort.columnId, sort.isDescending)),
    [entries, sort],
  )
  if (phase === 'failed' && error !== null) {
    return <ErrorState error={error} title={filesText.findFailed} onRetry={onAgain} />
  }
  if (phase === 'idle') return <EmptyState title={filesText.contentsHint} text={filesText.contentsHintText} isPlain />
  if (entries.length === 0 && phase === 'running') return <SkeletonRows />
  return (
    <>
      {problems[0] !== undefined && (
        <SourceNotice
          kind="failed"
          title={filesText.unreadable(problems.length)}
          text={filesText.problemLine(problems[0].path, problems[0].message)}
        />
      )}
      {entries.length === 0 ? (
        <EmptyState
          title={
            phase === 'stopped' ? filesText.nothingSoFar : isContents ? filesText.nothingHolds : filesText.nothingFound
          }
          isPlain
        />
      ) : (
        <FileTable
          label={filesText.foundTable}
          columns={foundColumns}
          rowCount={shown.length}
          rowAt={(index): FileEntry | null => shown[index] ?? null}
          sort={sort}
          onSort={setSort}
          selecting={selecting}
          deeds={deeds}
        />
      )}
    </>
  )
}
