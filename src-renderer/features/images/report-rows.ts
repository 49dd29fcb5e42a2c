/** The rows of a report on many images: what needs a look first, then the rest, folded. Pure. */
import type { Verdict } from '../../../src-shared/model/verification.ts'
import { type ReportFile, summarizeReport, type VerifyReport } from '../../../src-shared/model/verify-report.ts'
import { verdictsThatNeedALook, verdictsWorstFirst } from './image-rows.ts'

export type ReportGroup = 'look' | 'failed' | 'fine' | 'wait'

export type ReportRow =
  | {
      readonly kind: 'group'
      readonly id: string
      readonly group: ReportGroup
      readonly count: number
      readonly isOpen: boolean
    }
  | { readonly kind: 'file'; readonly id: string; readonly file: ReportFile }

const look: ReadonlySet<Verdict> = new Set(verdictsThatNeedALook)
const fine: ReadonlySet<Verdict> = new Set(['yours', 'verified', 'accepted'])

export function verdictOf({ outcome }: ReportFile): Verdict | null {
  return outcome.kind === 'checked' ? outcome.verdict : null
}

/** Null for a file whose turn has not come. */
export function reportGroupOf(file: ReportFile): ReportGroup | null {
  if (file.outcome.kind === 'failed') return 'failed'
  const verdict = verdictOf(file)
  if (verdict === null) return null
  return look.has(verdict) ? 'look' : fine.has(verdict) ? 'fine' : 'wait'
}

const rank = new Map(verdictsWorstFirst.map((verdict, place) => [verdict, place]))
const rankOf = (file: ReportFile): number => rank.get(verdictOf(file) ?? 'cannotCheck') ?? 0

/** @param open groups that are unfolded */
export function reportRows({ files }: VerifyReport, open: ReadonlySet<ReportGroup>): readonly ReportRow[] {
  const groups: readonly ReportGroup[] = ['look', 'failed', 'fine', 'wait']
  return groups.flatMap((group): readonly ReportRow[] => {
    const members = files.filter((file) => reportGroupOf(file) === group).sort((a, b) => rankOf(a) - rankOf(b))
    if (members.length === 0) return []
    const isOpen = open.has(group)
    const head: ReportRow = { kind: 'group', id: `group:${group}`, group, count: members.length, isOpen }
    if (!isOpen) return [head]
    return [head, ...members.map((file): ReportRow => ({ kind: 'file', id: file.path, file }))]
  })
}

/** How often each verdict was found, worst first; those that were not found are left out. */
export function verdictCounts(report: VerifyReport): readonly { readonly verdict: Verdict; readonly count: number }[] {
  const { verdicts } = summarizeReport(report)
  return verdictsWorstFirst.flatMap((verdict) => {
    const count = verdicts.get(verdict)
    return count === undefined ? [] : [{ verdict, count }]
  })
}

/** How many files somebody should look at. */
export function countToLookAt({ files }: VerifyReport): number {
  return files.filter((file) => ['look', 'failed'].includes(reportGroupOf(file) ?? '')).length
}
