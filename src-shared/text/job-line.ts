/** A job in one line, for terminals and the status bar's tooltip. */
import type { Job } from '../model/job.ts'
import { formatPercent, formatRate, formatSize, formatTimeLeft } from './format.ts'
import { phaseText } from './jobs.ts'

/** Like `Fetching  42 %  12.1 MB of 28.8 MB  34 MB/s  1 min left`. */
export function jobLine(job: Job): string {
  const { phase, bytesDone, bytesTotal, rate } = job.progress
  const parts = [phaseText(phase)]
  if (bytesTotal !== null && bytesTotal > 0) {
    parts.push(formatPercent(bytesDone, bytesTotal), `${formatSize(bytesDone)} of ${formatSize(bytesTotal)}`)
  } else if (bytesDone > 0) parts.push(formatSize(bytesDone))
  if (rate !== null) parts.push(formatRate(rate))
  const left = bytesTotal === null ? null : formatTimeLeft(bytesTotal - bytesDone, rate)
  if (left !== null) parts.push(left)
  return parts.join('  ')
}
