import { expect, it } from 'vitest'
import { jobNotice } from '../../../../src-renderer/features/jobs/job-notice.ts'
import { type Job, type JobState, jobKinds } from '../../../../src-shared/model/job.ts'
import { appError } from '../../../../src-shared/text/errors/index.ts'

const job = (change: Partial<Job>): Job => ({
  id: 'a',
  kind: 'pull',
  subject: 'library://ada/tools/align:1.0',
  from: 'Lab',
  state: 'done',
  progress: { phase: '', bytesDone: 0, bytesTotal: null, rate: null },
  canPause: true,
  createdAt: '2026-01-01T00:00:00.000Z',
  startedAt: '2026-01-01T00:00:00.000Z',
  finishedAt: '2026-01-01T00:00:05.000Z',
  error: null,
  result: null,
  log: [],
  ...change,
})

it('says of a pull what it is worth, and leads to the image', () => {
  const result = { path: '/images/align_1.0.sif', verdict: 'unknown', sentence: 'Nothing has changed.' }
  expect(jobNotice(job({ result }))).toEqual({
    tag: 'a',
    title: 'Pulled align_1.0.sif',
    body: 'Nothing has changed.',
    address: '/image?path=%2Fimages%2Falign_1.0.sif',
  })
})

it('says why something failed, and leads to where it can be tried again', () => {
  const error = appError('OUT_OF_SPACE', { path: '/images' })
  expect(jobNotice(job({ kind: 'build', subject: 'tool.sif', state: 'failed', error }))).toEqual({
    tag: 'a',
    title: 'tool.sif was not built',
    body: error.message,
    address: '/activity/a',
  })
})

it('leads from a check of many images to its report', () => {
  expect(jobNotice(job({ kind: 'verifyMany', subject: '214 images' }))).toMatchObject({
    title: 'Checked 214 images',
    address: '/images?report=verify',
  })
})

it('is silent about what the user ended, what goes on, and small things', () => {
  const quiet: readonly JobState[] = ['queued', 'running', 'paused', 'cancelled', 'interrupted']
  for (const state of quiet) expect(jobNotice(job({ state }))).toBeNull()
  expect(jobKinds.filter((kind) => jobNotice(job({ kind })) !== null)).toEqual(['pull', 'verifyMany', 'push', 'build'])
})
