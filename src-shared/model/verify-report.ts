/** What a check of many files found: a record of what was said on that day, beside what was said before. */
import type { Verdict } from './verification.ts'

export type ReportOutcome =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'checked'; readonly verdict: Verdict; readonly sentence: string; readonly sizeBytes: number }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string }

export interface ReportFile {
  readonly path: string
  /** What the last report, or without one the last check, said; null when there was none. */
  readonly before: { readonly verdict: Verdict; readonly at: string } | null
  readonly outcome: ReportOutcome
}

export interface VerifyReport {
  readonly id: string
  /** The job that makes it; null once it has ended. */
  readonly jobId: string | null
  /** ISO 8601. */
  readonly startedAt: string
  readonly finishedAt: string | null
  readonly wasStopped: boolean
  readonly askedKeyservers: boolean
  readonly files: readonly ReportFile[]
}

export interface ReportSummary {
  readonly total: number
  readonly done: number
  readonly failed: number
  readonly readBytes: number
  /** Files of which something else was said before. */
  readonly differ: number
  readonly verdicts: ReadonlyMap<Verdict, number>
}

/** Whether something else was said of a file before. */
export function isDifferent({ before, outcome }: ReportFile): boolean {
  return outcome.kind === 'checked' && before !== null && before.verdict !== outcome.verdict
}

export function summarizeReport({ files }: Pick<VerifyReport, 'files'>): ReportSummary {
  const verdicts = new Map<Verdict, number>()
  let [failed, readBytes, done] = [0, 0, 0]
  for (const { outcome } of files) {
    if (outcome.kind !== 'waiting') done += 1
    if (outcome.kind === 'failed') failed += 1
    if (outcome.kind !== 'checked') continue
    readBytes += outcome.sizeBytes
    verdicts.set(outcome.verdict, (verdicts.get(outcome.verdict) ?? 0) + 1)
  }
  return { total: files.length, done, failed, readBytes, differ: files.filter(isDifferent).length, verdicts }
}
