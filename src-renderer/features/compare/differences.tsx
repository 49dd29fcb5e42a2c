/** In what two images differ, one kind at a time: facts and labels, definition, objects, packages, files. */
import { useState } from 'react'
import type { Comparison } from '../../../src-shared/model/compare.ts'
import { compareText as text } from '../../../src-shared/text/compare.ts'
import { Button } from '../../components/button.tsx'
import { ToggleChip } from '../../components/chip.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { JobProgress } from '../../components/job-progress.tsx'
import { ScrollPane } from '../../components/scroll-pane.tsx'
import { Toolbar } from '../../components/view-head.tsx'
import { FilesPane } from './files-pane.tsx'
import { TextDiff } from './text-diff.tsx'
import type { Files } from './use-files.ts'
import { ObjectTable, PackageTable, ValueTable } from './value-tables.tsx'

type Kind = 'metadata' | 'definition' | 'objects' | 'packages' | 'files'

export interface DifferencesProps {
  readonly comparison: Comparison
  readonly files: Files
  readonly paths: { readonly a: string; readonly b: string } | null
}

function linesOf({ definition }: Comparison): number {
  return definition === null ? 0 : definition.added + definition.removed
}

function FilesState({ files, paths }: Pick<DifferencesProps, 'files' | 'paths'>) {
  if (paths === null) return <EmptyState isPlain title={text.files} text={text.filesNeedBoth} />
  if (files.state === 'running')
    return (
      <div className="compare-progress">
        <JobProgress job={files.job} label={text.comparingFiles} note={text.filesAsk}>
          <p className="medium">{text.comparingFiles}</p>
        </JobProgress>
        <Button onPress={files.stop}>{text.cancel}</Button>
      </div>
    )
  if (files.error !== null) return <ErrorState error={files.error} title={text.filesFailed} onRetry={files.start} />
  return (
    <EmptyState
      isPlain
      title={text.files}
      text={text.filesAsk}
      action={<Button onPress={files.start}>{text.compareFiles}</Button>}
    />
  )
}

function Content({ kind, comparison, files, paths }: DifferencesProps & { readonly kind: Kind }) {
  switch (kind) {
    case 'metadata':
      return <ValueTable values={comparison.metadata} />
    case 'definition':
      return comparison.definition === null ? (
        <EmptyState isPlain title={text.definition} text={text.noDefinition} />
      ) : (
        <TextDiff label={text.definition} difference={comparison.definition} />
      )
    case 'objects':
      return <ObjectTable objects={comparison.objects} />
    case 'packages':
    case 'files': {
      const { result } = files
      if (result === null || paths === null) return <FilesState files={files} paths={paths} />
      return kind === 'packages' ? (
        <PackageTable packages={result.packages} />
      ) : (
        <FilesPane result={result} paths={paths} />
      )
    }
  }
}

export function Differences(props: DifferencesProps) {
  const { comparison, files } = props
  const [chosen, setChosen] = useState<Kind | null>(null)
  const { result } = files
  const packages = result?.packages
  const counts: readonly (readonly [kind: Kind, label: string, count: number | null])[] = [
    ['metadata', text.metadata, comparison.metadata.length],
    ['definition', text.definition, linesOf(comparison)],
    ['objects', text.objects, comparison.objects.length],
    [
      'packages',
      text.packages,
      packages === undefined ? null : packages.added.length + packages.removed.length + packages.changed.length,
    ],
    ['files', text.files, result === null ? null : result.counts.added + result.counts.removed + result.counts.changed],
  ]
  // What differs is shown first; with files to look at, those.
  const firstKind = props.paths !== null ? 'files' : (counts.find(([, , count]) => (count ?? 0) > 0)?.[0] ?? 'metadata')
  const kind = chosen ?? firstKind
  const paneLabel = counts.find(([each]) => each === kind)?.[1] ?? text.all
  return (
    <div className="compare-differences">
      <Toolbar label={text.all}>
        {counts.map(([each, label, count]) => (
          <ToggleChip
            key={each}
            isOn={kind === each}
            onChange={() => setChosen(each)}
            {...(count === null ? {} : { count })}
          >
            {label}
          </ToggleChip>
        ))}
      </Toolbar>
      {kind !== 'files' && kind !== 'packages' ? (
        <ScrollPane label={paneLabel} className="compare-pane">
          <Content {...props} kind={kind} />
        </ScrollPane>
      ) : (
        <div className="compare-pane">
          <Content {...props} kind={kind} />
        </div>
      )}
    </div>
  )
}
