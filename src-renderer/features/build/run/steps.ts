/**
 * The steps of a build as they are listed: words, time, which one is open and which lines of the log are
 * its own. Pure; what a step does is the engine's matter.
 */
import type { BuildRecord } from '../../../../src-shared/model/build.ts'
import type { BuildStep } from '../../../../src-shared/model/build-log.ts'
import type { Job } from '../../../../src-shared/model/job.ts'
import { buildRunText, stepNow, stepWhere, tookText } from '../../../../src-shared/text/build-run.ts'
import { stepText } from '../../../../src-shared/text/builders.ts'
import { formatTimeLeft } from '../../../../src-shared/text/format.ts'
import { amountText, jobShare } from '../../../../src-shared/text/job-bar.ts'

/** Numbers of lines, both included; `last` is before `first` where there are none. */
export interface LineRange {
  readonly first: number
  readonly last: number
}

/** Whether steps of the build can still go on. */
export const isUnderWay = ({ state }: Pick<BuildRecord, 'state'>): boolean => state === 'running'

const secondsBetween = (from: string, to: number): number => Math.max(0, (to - Date.parse(from)) / 1000)

/**
 * How long a step took, or takes so far, in words; empty before it began.
 * @param nowMs the present
 */
export function stepTime(step: BuildStep, nowMs: number): string {
  if (step.startedAt === null) return ''
  const end = step.finishedAt === null ? nowMs : Date.parse(step.finishedAt)
  return tookText(secondsBetween(step.startedAt, end))
}

/** How long a build took, or takes so far, in words. */
export function buildTime({ startedAt, finishedAt }: BuildRecord, nowMs: number): string {
  return tookText(secondsBetween(startedAt, finishedAt === null ? nowMs : Date.parse(finishedAt)))
}

/** What stands beside the name of a step: its detail, and what was noticed in it. */
export function stepDetail({ detail, notices }: BuildStep): string {
  return [detail, notices > 0 ? buildRunText.notices(notices) : ''].filter((part) => part !== '').join(' · ')
}

/** The step that is looked at as long as the user has opened none: what runs, or where it stopped. */
export function stepInQuestion({ steps, state }: Pick<BuildRecord, 'steps' | 'state'>): BuildStep | null {
  const failed = steps.find((step) => step.state === 'failed')
  if (failed !== undefined) return failed
  const running = steps.findLast((step) => step.state === 'running')
  if (running !== undefined) return running
  // What was cut off or stopped says how far it came in its last lines.
  return state === 'done' ? null : (steps.findLast((step) => step.lineCount > 0) ?? null)
}

/** What the user did with the steps: nothing, or opened one, or closed all. */
export type OpenChoice =
  | { readonly kind: 'byItself' }
  | { readonly kind: 'step'; readonly id: number }
  | { readonly kind: 'none' }

export function openStep(record: Pick<BuildRecord, 'steps' | 'state'>, choice: OpenChoice): BuildStep | null {
  switch (choice.kind) {
    case 'byItself':
      return stepInQuestion(record)
    case 'step':
      return record.steps.find(({ id }) => id === choice.id) ?? null
    case 'none':
      return null
  }
}

/**
 * The lines of a step. Those of the last step that wrote any go to the end of the log, because the log is
 * told of more often than the step.
 * @param total lines of the whole log by now
 */
export function linesOf(step: BuildStep, steps: readonly BuildStep[], total: number): LineRange {
  if (step.firstLine === 0) return { first: 1, last: 0 }
  const isLast = !steps.some(({ firstLine }) => firstLine > step.firstLine)
  const last = step.firstLine + step.lineCount - 1
  return { first: step.firstLine, last: isLast ? Math.max(last, total) : last }
}

/** The step that wrote a line; null for a line before the first. */
export function stepOfLine(steps: readonly BuildStep[], line: number): BuildStep | null {
  return steps.findLast(({ firstLine }) => firstLine !== 0 && firstLine <= line) ?? null
}

export interface RunPhase {
  /** What is done, like `Running %post`. */
  readonly doing: string
  /** How far that is, like `544 of 812 MB`; empty where nobody counts. */
  readonly amount: string
  /** What is left of this step, in words; empty where nobody knows. */
  readonly left: string
  /** Of all steps, from 0 to 1; null before the first began. */
  readonly share: number | null
}

/** What a build under way says of itself above its bar. */
export function runPhase(record: BuildRecord, job: Job | null): RunPhase {
  const { steps } = record
  const running = steps.findLast((step) => step.state === 'running') ?? null
  const done = steps.filter((step) => step.state === 'done').length
  const ofStep = job === null ? null : jobShare(job)
  const share = steps.length === 0 ? null : Math.min(1, (done + (running === null ? 0 : (ofStep ?? 0))) / steps.length)
  const doing = running === null ? buildRunText.starting : stepNow(running.key, running.stage)
  if (job === null || job.state !== 'running') return { doing, amount: '', left: '', share }
  const { bytesDone, bytesTotal, rate } = job.progress
  const left = bytesTotal === null ? null : formatTimeLeft(bytesTotal - bytesDone, rate)
  return {
    doing,
    amount: bytesTotal === null ? '' : amountText(bytesDone, bytesTotal),
    left: left === null ? '' : buildRunText.leftInStep(left),
    share,
  }
}

/** Where a build stopped, as a title. */
export function failedTitle({ steps }: Pick<BuildRecord, 'steps'>): string {
  const failed = steps.find((step) => step.state === 'failed')
  return failed === undefined ? buildRunText.failedPlain : buildRunText.failedTitle(stepWhere(failed.key, failed.stage))
}

export interface StepRow {
  readonly step: BuildStep
  readonly name: string
  readonly detail: string
}

export function stepRows(steps: readonly BuildStep[]): readonly StepRow[] {
  return steps.map((step) => ({ step, name: stepText(step), detail: stepDetail(step) }))
}

/** How many warnings and errors the whole build has. */
export function noticeCount(steps: readonly BuildStep[]): number {
  return steps.reduce((sum, { notices }) => sum + notices, 0)
}
