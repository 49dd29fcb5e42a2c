/** What is told of a job that has ended, to whoever is elsewhere. Pure. */
import type { Job } from '../../../src-shared/model/job.ts'
import { jobNotification } from '../../../src-shared/text/notifications.ts'
import { addressOf } from '../../app/address.ts'
import type { Notice } from '../../app/notify.ts'
import { jobNames, jobOutcome } from './job-view.ts'

/** @returns null for what needs no notice */
export function jobNotice(job: Job): Notice | null {
  const text = jobNotification(job, jobNames(job).name)
  return text && { tag: job.id, ...text, address: resultAddress(job) }
}

/** Where what came of a job is to be seen. */
function resultAddress(job: Job): string {
  const { path } = jobOutcome(job)
  if (job.state === 'done' && job.kind === 'verifyMany') return addressOf.report()
  if (path !== null && job.kind !== 'push') return addressOf.image(path)
  return addressOf.activity(job.id)
}
