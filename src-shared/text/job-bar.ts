/** What stands around the bar of a job that is not finished: phase, amount, rate, time left. Pure. */
import type { Job } from '../model/job.ts'
import { formatRate, formatSize, formatTimeLeft } from './format.ts'
import { jobsText, phaseText } from './jobs.ts'

/** Share done from 0 to 1; null where the whole is not known. */
export function jobShare({ progress }: Job): number | null {
  const { bytesDone, bytesTotal } = progress
  if (bytesTotal === null || bytesTotal <= 0) return null
  return Math.min(1, Math.max(0, bytesDone / bytesTotal))
}

/** `6.04 of 9.74 GB`: the unit only once where both have the same. */
export function amountText(bytesDone: number, bytesTotal: number | null): string {
  if (bytesTotal === null) return bytesDone > 0 ? formatSize(bytesDone) : ''
  const done = formatSize(bytesDone)
  const whole = formatSize(bytesTotal)
  const [doneNumber, doneUnit] = done.split(' ')
  const unit = whole.split(' ')[1]
  return doneUnit === unit && doneNumber !== undefined ? `${doneNumber} of ${whole}` : `${done} of ${whole}`
}

export interface JobBarView {
  /** Left above the bar: phase and amount. */
  readonly doing: string
  /** Right above the bar: rate and time left. */
  readonly pace: string
  /** 0 to 1, or null for a bar without a known end. */
  readonly share: number | null
  readonly isPaused: boolean
}

/** Words and length of the bar of a job that is not finished. */
export function jobBar(job: Job): JobBarView {
  const { bytesDone, bytesTotal, rate } = job.progress
  const amount = amountText(bytesDone, bytesTotal)
  const share = jobShare(job)
  if (job.state === 'paused') {
    const doing = amount === '' ? jobsText.paused : jobsText.pausedAt(amount)
    return { doing, pace: jobsText.keepsItsPlace, share: share ?? 0, isPaused: true }
  }
  if (job.state === 'queued') return { doing: jobsText.queued, pace: '', share: 0, isPaused: true }
  const phase = phaseText(job.progress.phase)
  const left = bytesTotal === null ? null : formatTimeLeft(bytesTotal - bytesDone, rate)
  const pace = [rate === null || rate <= 0 ? null : formatRate(rate), left].filter((part) => part !== null).join(' · ')
  return { doing: amount === '' ? phase : `${phase}, ${amount}`, pace, share, isPaused: false }
}
