/** Sentences of notifications, and of what Settings says about them. */
import type { Job, JobKind, JobState } from '../model/job.ts'
import { jobTitle } from './jobs.ts'

/** What is worth a word to somebody who is elsewhere. */
const failedTitles: Readonly<Partial<Record<JobKind, (name: string) => string>>> = {
  pull: (name) => `${name} was not pulled`,
  push: (name) => `${name} was not pushed`,
  build: (name) => `${name} was not built`,
  verifyMany: (name) => `${name}: not checked to the end`,
}

const told: ReadonlySet<JobState> = new Set(['done', 'failed'])

/**
 * What a notification says of a job that has ended.
 * @param name what the job is about, by the name of its file
 * @returns null for jobs that nobody waits for elsewhere, and for those that the user ended
 */
export function jobNotification(job: Job, name: string): { readonly title: string; readonly body: string } | null {
  const failedTitle = failedTitles[job.kind]
  if (failedTitle === undefined || !told.has(job.state)) return null
  if (job.state === 'failed') return { title: failedTitle(name), body: job.error?.message ?? '' }
  return { title: jobTitle(job.kind, name, job.state), body: sentenceOf(job.result) ?? job.from }
}

/** Pulls say what their signatures are worth. */
function sentenceOf(result: unknown): string | null {
  if (typeof result !== 'object' || result === null) return null
  const sentence: unknown = Reflect.get(result, 'sentence')
  return typeof sentence === 'string' ? sentence : null
}

export const notificationsText = {
  title: 'Notifications',
  tell: 'Tell me when something ends while I am elsewhere',
  tellNote: 'Pulls, pushes, builds and checks of many images. Pressing a notification opens what came of it.',
  refused: 'This browser does not allow notifications of this page. Its own settings for the page can change that.',
  unsupported: 'This browser knows no notifications.',
} as const
