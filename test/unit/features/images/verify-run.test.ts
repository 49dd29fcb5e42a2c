import { describe, expect, it, vi } from 'vitest'
import {
  reportJson,
  reportRows,
  summarizeReport,
  verdictCounts,
} from '../../../../src-renderer/features/images/report-rows.ts'
import { countDone, createVerifyRunner } from '../../../../src-renderer/features/images/verify-run.ts'
import type { Job } from '../../../../src-shared/model/job.ts'
import type { Verdict } from '../../../../src-shared/model/verification.ts'
import { appError } from '../../../../src-shared/text/errors/index.ts'
import { scriptedClient } from '../scripted-client.ts'
import { verificationOf } from '../signatures/verification-of.ts'
import { imageOf } from './image-of.ts'

const jobOf = (id: string, part: Partial<Job> = {}): Job => ({
  id,
  kind: 'verify',
  subject: id,
  from: '',
  state: 'done',
  progress: { phase: 'hashing', bytesDone: 0, bytesTotal: null, rate: null },
  canPause: false,
  createdAt: '',
  startedAt: null,
  finishedAt: null,
  error: null,
  result: null,
  log: [],
  ...part,
})

/** An engine that verifies at once, with these verdicts by path; a path without one fails. */
function engine(verdicts: Readonly<Record<string, Verdict>>) {
  let running = 0
  let most = 0
  const client = scriptedClient({
    'signatures.verify': ({ path }) => {
      running += 1
      most = Math.max(most, running)
      const failed = verdicts[path] === undefined
      queueMicrotask(() => {
        running -= 1
        client.emit('jobs.changed', jobOf(path, failed ? { state: 'failed', error: appError('ENGINE_GONE') } : {}))
      })
      return { jobId: path }
    },
    'signatures.last': ({ path }) => {
      const verdict = verdicts[path]
      return verdict === undefined ? null : verificationOf({ verdict, file: path })
    },
    'jobs.cancel': ({ id }) => jobOf(id, { state: 'cancelled' }),
  })
  return { client, most: () => most }
}

const images = [
  imageOf({ id: 'a', verdict: 'unknown' }),
  imageOf({ id: 'b', verdict: 'verified' }),
  imageOf({ id: 'c' }),
  imageOf({ id: 'd' }),
]
const verdicts = { '/images/a.sif': 'changed', '/images/b.sif': 'verified', '/images/c.sif': 'notSigned' } as const

describe('verifying many images', () => {
  it('checks each, a few at a time, and remembers what was said before', async () => {
    const runner = createVerifyRunner(() => new Date('2026-11-22T18:02:00Z'))
    const { client, most } = engine(verdicts)
    await runner.start(client, images)
    const run = runner.state.getState()
    expect(countDone(run)).toBe(4)
    expect(most()).toBeLessThanOrEqual(4)
    expect(summarizeReport(run)).toEqual({ checked: 4, look: 2, differ: 1, readBytes: 4000 })
    expect(verdictCounts(run)).toEqual([
      { verdict: 'changed', count: 1 },
      { verdict: 'verified', count: 1 },
      { verdict: 'notSigned', count: 1 },
    ])
    expect(reportRows(run, new Set(['look'])).map((row) => row.id)).toEqual([
      'group:look',
      'a',
      'group:failed',
      'group:fine',
      'group:wait',
    ])
    expect(JSON.parse(reportJson(run))).toMatchObject({
      finishedAt: '2026-11-22T18:02:00.000Z',
      images: [
        { file: '/images/a.sif', before: 'unknown', verdict: 'changed' },
        { verdict: 'verified' },
        { verdict: 'notSigned' },
        { verdict: null, error: 'ENGINE_GONE' },
      ],
    })
  })

  it('stops when asked, and cancels what runs', async () => {
    const runner = createVerifyRunner()
    const client = scriptedClient({
      'signatures.verify': ({ path }) => ({ jobId: path }),
      'jobs.cancel': ({ id }) => jobOf(id, { state: 'cancelled' }),
    })
    const ended = runner.start(
      client,
      Array.from({ length: 20 }, (_, at) => imageOf({ id: `${at}` })),
    )
    await vi.waitFor(() => expect(client.calls).toHaveLength(4))
    runner.stop()
    await ended
    expect(runner.state.getState()).toMatchObject({ wasStopped: true })
    expect(client.calls.filter(({ name }) => name === 'signatures.verify')).toHaveLength(4)
    expect(client.calls.filter(({ name }) => name === 'jobs.cancel')).toHaveLength(4)
  })

  it('shows all outcomes of a long run', async () => {
    const many = Array.from({ length: 300 }, (_, at) => imageOf({ id: `${at}` }))
    const runner = createVerifyRunner()
    const { client } = engine(Object.fromEntries(many.map((image) => [image.path, 'verified' as const])))
    await runner.start(client, many)
    expect(countDone(runner.state.getState())).toBe(300)
  })
})
