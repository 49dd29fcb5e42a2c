/** The rows of the report on a run of verifications: what needs a look first, then the rest, folded. Pure. */
import type { Verdict } from '../../../src-shared/model/verification.ts'
import { verdictsThatNeedALook, verdictsWorstFirst } from './image-rows.ts'
import type { VerifiedImage, VerifyRun } from './verify-run.ts'

export type ReportGroup = 'look' | 'failed' | 'fine' | 'wait'

export type ReportRow =
  | {
      readonly kind: 'group'
      readonly id: string
      readonly group: ReportGroup
      readonly count: number
      readonly isOpen: boolean
    }
  | { readonly kind: 'image'; readonly id: string; readonly verified: VerifiedImage }

const look: ReadonlySet<Verdict> = new Set(verdictsThatNeedALook)
const fine: ReadonlySet<Verdict> = new Set(['yours', 'verified', 'accepted'])

export function verdictOf(verified: VerifiedImage): Verdict | null {
  return verified.outcome.kind === 'checked' ? verified.outcome.verification.verdict : null
}

function groupOf(verified: VerifiedImage): ReportGroup | null {
  if (verified.outcome.kind === 'failed') return 'failed'
  const verdict = verdictOf(verified)
  if (verdict === null) return null
  return look.has(verdict) ? 'look' : fine.has(verdict) ? 'fine' : 'wait'
}

const rank = new Map(verdictsWorstFirst.map((verdict, place) => [verdict, place]))
const rankOf = (verified: VerifiedImage): number => rank.get(verdictOf(verified) ?? 'cannotCheck') ?? 0

/** @param open groups that are unfolded */
export function reportRows(run: VerifyRun, open: ReadonlySet<ReportGroup>): readonly ReportRow[] {
  const groups: readonly ReportGroup[] = ['look', 'failed', 'fine', 'wait']
  return groups.flatMap((group): readonly ReportRow[] => {
    const members = run.images.filter((verified) => groupOf(verified) === group).sort((a, b) => rankOf(a) - rankOf(b))
    if (members.length === 0) return []
    const isOpen = open.has(group)
    const head: ReportRow = { kind: 'group', id: `group:${group}`, group, count: members.length, isOpen }
    if (!isOpen) return [head]
    return [head, ...members.map((verified): ReportRow => ({ kind: 'image', id: verified.image.id, verified }))]
  })
}

/** How often each verdict was found, worst first; those that were not found are left out. */
export function verdictCounts(run: VerifyRun): readonly { readonly verdict: Verdict; readonly count: number }[] {
  const counts = new Map<Verdict, number>()
  for (const verified of run.images) {
    const verdict = verdictOf(verified)
    if (verdict !== null) counts.set(verdict, (counts.get(verdict) ?? 0) + 1)
  }
  return verdictsWorstFirst.flatMap((verdict) => {
    const count = counts.get(verdict)
    return count === undefined ? [] : [{ verdict, count }]
  })
}

export interface ReportSummary {
  readonly checked: number
  readonly look: number
  readonly differ: number
  readonly readBytes: number
}

export function summarizeReport(run: VerifyRun): ReportSummary {
  const checked = run.images.filter((verified) => verified.outcome.kind !== 'waiting')
  return {
    checked: checked.length,
    look: checked.filter((verified) => groupOf(verified) === 'look' || groupOf(verified) === 'failed').length,
    differ: checked.filter((verified) => {
      const verdict = verdictOf(verified)
      return verdict !== null && verified.before !== null && verified.before !== verdict
    }).length,
    readBytes: checked.reduce((sum, verified) => sum + verified.image.sizeBytes, 0),
  }
}

/** The report for scripts and mails: what was found of each image, as in `verify --json`. */
export function reportJson(run: VerifyRun): string {
  return JSON.stringify(
    {
      startedAt: run.startedAt,
      finishedAt: run.finishedAt,
      images: run.images.map(({ image, before, outcome }) => ({
        file: image.path,
        before,
        ...(outcome.kind === 'checked'
          ? { verdict: outcome.verification.verdict, sentence: outcome.verification.sentence }
          : { verdict: null, error: outcome.kind === 'failed' ? outcome.error.code : null }),
      })),
    },
    null,
    2,
  )
}
