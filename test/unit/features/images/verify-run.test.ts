import { describe, expect, it, vi } from 'vitest'
import { countToLookAt, reportRows, verdictCounts } from '../../../../src-renderer/features/images/report-rows.ts'
import { createVerifyRunner, isRunning } from '../../../../src-renderer/features/images/verify-run.ts'
import type { Verdict } from '../../../../src-shared/model/verification.ts'
import { type ReportFile, summarizeReport, type VerifyReport } from '../../../../src-shared/model/verify-report.ts'
import { appError } from '../../../../src-shared/text/errors/index.ts'
import { reportJson, reportNote, reportPage, worstFirst } from '../../../../src-shared/text/report.ts'
import { scriptedClient } from '../scripted-client.ts'

const checked = (path: string, verdict: Verdict, before: Verdict | null = null): ReportFile => ({
  path,
  before: before === null ? null : { verdict: before, at: '2026-11-01T10:00:00.000Z' },
  outcome: { kind: 'checked', verdict, sentence: `It is ${verdict}.`, sizeBytes: 1000 },
})

const report = (files: readonly ReportFile[], part: Partial<VerifyReport> = {}): VerifyReport => ({
  id: 'r',
  jobId: null,
  startedAt: '2026-11-22T18:02:00.000Z',
  finishedAt: '2026-11-22T18:39:00.000Z',
  wasStopped: false,
  askedKeyservers: false,
  files,
  ...part,
})

const all = report([
  checked('/a/ok.sif', 'verified', 'verified'),
  checked('/a/bad.sif', 'changed', 'verified'),
  checked('/a/plain.sif', 'notSigned'),
  { path: '/a/gone.sif', before: null, outcome: { kind: 'failed', code: 'FILE_NOT_FOUND', message: 'It is gone.' } },
  { path: '/a/late.sif', before: null, outcome: { kind: 'waiting' } },
])

describe('a report', () => {
  it('is summed up, counted and grouped, worst first', () => {
    expect(summarizeReport(all)).toMatchObject({ total: 5, done: 4, failed: 1, readBytes: 3000, differ: 1 })
    expect(verdictCounts(all).map(({ verdict }) => verdict)).toEqual(['changed', 'verified', 'notSigned'])
    expect(countToLookAt(all)).toBe(2)
    expect(worstFirst(all.files.slice(0, 4)).map(({ path }) => path)).toEqual([
      '/a/gone.sif',
      '/a/bad.sif',
      '/a/ok.sif',
      '/a/plain.sif',
    ])
    expect(reportRows(all, new Set(['look'])).map((row) => row.id)).toEqual([
      'group:look',
      '/a/bad.sif',
      'group:failed',
      'group:fine',
      'group:wait',
    ])
  })

  it('is written for scripts and for paper, with every name as text', () => {
    expect(JSON.parse(reportJson(all)).files[1]).toEqual({
      file: '/a/bad.sif',
      verdict: 'changed',
      sentence: 'It is changed.',
      sizeBytes: 1000,
      before: { verdict: 'verified', at: '2026-11-01T10:00:00.000Z' },
    })
    const hostile = report([checked('/a/<img src=x onerror=alert(1)>"\u202e.sif', 'unknown')])
    const page = reportPage(hostile)
    expect(page).toContain('&lt;img src=x onerror=alert(1)&gt;&quot;')
    expect(page).not.toMatch(/<img|\u202e/)
    expect(reportNote(report([], { wasStopped: true, askedKeyservers: true }))).toMatch(
      /keyservers were asked for missing keys · stopped before the end$/,
    )
  })
})

describe('a run', () => {
  it('is followed to its end, seldom looked at on the way, and can be stopped', async () => {
    vi.useFakeTimers()
    try {
      let now: VerifyReport | null = null
      let looks = 0
      const cancelled: string[] = []
      const client = scriptedClient({
        'signatures.report': () => {
          looks += 1
          return now
        },
        'signatures.verifyMany': ({ paths }) => {
          expect(paths).toEqual(['/a'])
          now = report(all.files, { jobId: 'j', finishedAt: null })
          return { jobId: 'j', reportId: 'r' }
        },
        'jobs.cancel': ({ id }) => {
          cancelled.push(id)
          throw new Error('is not used')
        },
      })
      const runner = createVerifyRunner()
      const stop = runner.connect(client)
      await vi.advanceTimersByTimeAsync(0)
      expect(runner.state.getState()).toMatchObject({ report: null, isLoaded: true })
      await runner.start(['/a'])
      expect(isRunning(runner.state.getState())).toBe(true)
      const before = looks
      for (const done of [1, 2, 3]) client.emit('signatures.reported', { id: 'r', done, total: 5 })
      expect(runner.state.getState().done).toBe(3)
      await vi.advanceTimersByTimeAsync(1300)
      expect(looks).toBe(before + 1)
      await runner.stop().catch(() => undefined)
      expect(cancelled).toEqual(['j'])
      now = all
      client.emit('signatures.reported', { id: 'r', done: 5, total: 5 })
      await vi.advanceTimersByTimeAsync(1)
      expect(isRunning(runner.state.getState())).toBe(false)
      stop()
    } finally {
      vi.useRealTimers()
    }
  })

  it('says why it could not be started', async () => {
    const client = scriptedClient({
      'signatures.report': () => null,
      'signatures.verifyMany': () => appError('ENGINE_GONE'),
    })
    const runner = createVerifyRunner()
    runner.connect(client)
    await runner.start(null)
    expect(runner.state.getState().error).not.toBeNull()
  })
})
