import { describe, expect, it } from 'vitest'
import { groupJobs, jobNames, jobPast, summarizeJobs } from '../../../../src-renderer/features/jobs/job-view.ts'
import type { Job } from '../../../../src-shared/model/job.ts'
import { amountText, jobBar } from '../../../../src-shared/text/job-bar.ts'
import { jobTitle, phaseText } from '../../../../src-shared/text/jobs.ts'

function job(change: Partial<Job> & { readonly progress?: Job['progress'] } = {}): Job {
  return {
    id: 'a',
    kind: 'pull',
    subject: 'alpine_latest.sif',
    from: 'library://library/default/alpine:latest',
    state: 'running',
    progress: { phase: 'downloading', bytesDone: 0, bytesTotal: null, rate: null },
    canPause: true,
    createdAt: '2026-11-20T10:00:00.000Z',
    startedAt: '2026-11-20T10:00:00.000Z',
    finishedAt: null,
    error: null,
    result: null,
    log: [],
    ...change,
  }
}

const progress = (bytesDone: number, bytesTotal: number | null, rate: number | null = null) => ({
  phase: 'downloading',
  bytesDone,
  bytesTotal,
  rate,
})

describe('groupJobs', () => {
  it('keeps running jobs in their order and puts the newest end first', () => {
    const groups = groupJobs([
      job({ id: 'b', createdAt: '2026-11-20T10:02:00.000Z' }),
      job({ id: 'a' }),
      job({ id: 'q', state: 'queued' }),
      job({ id: 'p', state: 'paused', createdAt: '2026-11-20T09:00:00.000Z' }),
      job({ id: 'd', state: 'done', finishedAt: '2026-11-20T10:05:00.000Z' }),
      job({ id: 'f', state: 'failed', finishedAt: '2026-11-20T10:06:00.000Z' }),
    ])
    expect({
      running: groups.running.map(({ id }) => id),
      waiting: groups.waiting.map(({ id }) => id),
      finished: groups.finished.map(({ id }) => id),
    }).toEqual({ running: ['a', 'b'], waiting: ['p', 'q'], finished: ['f', 'd'] })
  })
})

describe('amountText', () => {
  it.each([
    [6_040_000_000, 9_740_000_000, '6.04 of 9.74 GB'],
    [900_000, 9_740_000_000, '900 kB of 9.74 GB'],
    [5_000_000, null, '5.0 MB'],
    [0, null, ''],
  ])('writes %d of %s', (done, total, text) => {
    expect(amountText(done, total)).toBe(text)
  })
})

describe('jobBar', () => {
  it('says phase, amount, rate and time left', () => {
    expect(jobBar(job({ progress: progress(6_000_000_000, 9_720_000_000, 31_000_000) }))).toEqual({
      doing: 'Fetching, 6.00 of 9.72 GB',
      pace: '31.0 MB/s · 2 min left',
      share: 6_000_000_000 / 9_720_000_000,
      isPaused: false,
    })
  })
  it('keeps the place of a paused job', () => {
    expect(jobBar(job({ state: 'paused', progress: progress(212_000_000, 733_000_000) }))).toEqual({
      doing: 'Paused by you at 212 of 733 MB',
      pace: 'keeps its place',
      share: 212 / 733,
      isPaused: true,
    })
  })
  it('has no end where none is known', () => {
    expect(jobBar(job()).share).toBeNull()
  })
})

describe('summarizeJobs', () => {
  it('adds up what runs', () => {
    const summary = summarizeJobs([
      job({ id: 'a', progress: progress(50, 100, 20_000_000) }),
      job({ id: 'b', progress: progress(0, 1_200_000_000, 14_000_000) }),
      job({ id: 'c', state: 'queued' }),
    ])
    expect(summary).toEqual({
      running: 2,
      share: 50 / 1_200_000_100,
      text: 'Pulling 2 · 34.0 MB/s · 1 min left',
      rate: 34_000_000,
    })
  })
  it('tells no time where the size of one is not known', () => {
    expect(summarizeJobs([job(), job({ id: 'v', kind: 'verify' }), job({ id: 'w', kind: 'verify' })])).toEqual({
      running: 3,
      share: null,
      text: 'Checking 2 + 1',
      rate: 0,
    })
  })
  it('is silent when nothing runs', () => {
    expect(summarizeJobs([job({ state: 'done' })]).text).toBeNull()
  })
})

it('says how long a finished job took', () => {
  const done = job({ state: 'done', finishedAt: '2026-11-20T10:00:58.000Z' })
  expect([jobPast(done, 1_840_000_000), jobPast(done, null)]).toEqual(['1.84 GB in 58 s', '58 s'])
})

it('names jobs and phases', () => {
  expect([
    jobTitle('pull', 'a.sif', 'running'),
    jobTitle('pull', 'a.sif', 'done'),
    jobTitle('verify', 'a.sif', 'failed'),
    phaseText('downloading'),
    phaseText('fetchingLayers'),
    phaseText('toString'),
  ]).toEqual(['Pull a.sif', 'Pulled a.sif', 'Check a.sif', 'Fetching', 'Fetching layers', 'To string'])
})

it('calls a pull by the file it makes', () => {
  const subject = 'library://northlab/genomics/gatk:4.6.1'
  const result = { path: '/images/genomics-gatk_4.6.1.sif', verdict: 'verified' }
  expect([
    jobNames(job({ subject, from: 'demo' })),
    jobNames(job({ subject, from: 'demo', state: 'done', result })),
    jobNames(job({ kind: 'verify', subject: 'gatk.sif', from: '' })),
  ]).toEqual([
    { name: 'gatk_4.6.1.sif', from: subject },
    { name: 'genomics-gatk_4.6.1.sif', from: subject },
    { name: 'gatk.sif', from: '' },
  ])
})
