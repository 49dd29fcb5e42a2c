/** What the form needs to know of a draft: its syntax, bases, values, files, problems, and who could build it. */
import { useEffect, useMemo } from 'react'
import type { FolderFile } from '../../../../src-shared/contract/build.ts'
import { readBases, type StageBase } from '../../../../src-shared/definition/base.ts'
import type { DefinitionProblem } from '../../../../src-shared/definition/lint/problem.ts'
import { parseTree } from '../../../../src-shared/definition/tree.ts'
import type { Builder, BuilderFit, Draft } from '../../../../src-shared/model/build.ts'
import type { AppError } from '../../../../src-shared/model/error.ts'
import { useCall } from '../../../app/use-call.ts'
import { useSettled } from '../../../app/use-settled.ts'
import type { LintInput } from '../lint/find-problems.ts'
import { useProblems } from '../lint/use-problems.ts'
import { type TemplateValue, templateValues } from './argument-part.tsx'
import { hostSources } from './files-part.tsx'

/** Longer texts are read for the form when typing rests. */
const shortText = 200_000
const restMs = 300

export interface DefinitionFacts {
  readonly bases: readonly StageBase[]
  readonly stageCount: number
  readonly values: readonly TemplateValue[]
  readonly files: readonly FolderFile[]
  /** Null while they are not known for the text as it is. */
  readonly problems: readonly DefinitionProblem[] | null
  /** Whether any answer has come yet. */
  readonly isChecked: boolean
  /** The last that were found, perhaps in an older text. */
  readonly lastProblems: readonly DefinitionProblem[]
  readonly lintInput: LintInput
  readonly builders: readonly Builder[] | null
  readonly fits: readonly BuilderFit[]
  /** Why the places to build could not be asked for. */
  readonly error: AppError | null
  readonly retry: () => void
}

const noFiles: readonly FolderFile[] = []
const noFits: readonly BuilderFit[] = []
const noProblems: readonly DefinitionProblem[] = []

export function useDefinition(draft: Draft): DefinitionFacts {
  const { text, folder, arguments: given, output, architecture } = draft
  const settled = useSettled(text, restMs)
  const read = text.length > shortText ? settled : text
  const tree = useMemo(() => parseTree(read), [read])
  const bases = useMemo(() => readBases(read, new Map(Object.entries(given))), [read, given])
  const values = useMemo(() => templateValues(tree), [tree])
  const sources = useMemo(() => hostSources(tree), [tree])
  const sourceKey = useSettled(sources.join('\n'), restMs)
  const paths = useMemo(() => (sourceKey === '' ? [] : sourceKey.split('\n')), [sourceKey])
  const listing = useCall('build.folderFiles', paths.length === 0 || folder === '' ? null : { folder, paths })
  const files = paths.length === 0 ? noFiles : (listing.value?.files ?? noFiles)
  const { reload } = listing
  // Files come and go in other programs while this window lies behind them.
  useEffect(() => {
    window.addEventListener('focus', reload)
    return () => window.removeEventListener('focus', reload)
  }, [reload])

  const lintInput = useMemo(
    (): LintInput => ({
      text,
      given: Object.entries(given).flatMap(([name, value]) => (value === '' ? [] : [name])),
      files: files.map(({ path, kind }) => [path, kind !== 'missing']),
    }),
    [text, given, files],
  )
  const found = useProblems(lintInput)

  const builders = useCall('build.builders', {}, { refetchOn: ['remotes.changed'] })
  const question = useMemo(
    () => ({
      text: settled,
      folder,
      arguments: { ...given },
      output,
      ...(architecture === null ? {} : { architecture }),
    }),
    [settled, folder, given, output, architecture],
  )
  const weighed = useCall('build.weigh', folder === '' ? null : question, { refetchOn: ['remotes.changed'] })
  return {
    bases,
    stageCount: bases.length,
    values,
    files,
    problems: found !== null && found.text === text ? found.problems : null,
    isChecked: found !== null,
    lastProblems: found?.problems ?? noProblems,
    lintInput,
    builders: builders.value,
    fits: weighed.value ?? noFits,
    error: builders.error ?? weighed.error,
    retry: () => {
      builders.reload()
      weighed.reload()
    },
  }
}

/** The place that is taken while the user has chosen none: here, where that can do it; then the first that can. */
export function chosenBuilder(
  draft: Draft,
  builders: readonly Builder[] | null,
  fits: readonly BuilderFit[],
): Builder | null {
  const usable = (builders ?? []).filter(({ problem }) => problem === null)
  const own = usable.find(({ id }) => id === draft.builderId)
  if (own !== undefined) return own
  const possible = usable.filter(({ id }) => fits.find(({ builderId }) => builderId === id)?.isPossible === true)
  return possible[0] ?? usable[0] ?? null
}
