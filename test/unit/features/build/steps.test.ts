import { describe, expect, it } from 'vitest'
import {
  buildTime,
  failedTitle,
  linesOf,
  openStep,
  runPhase,
  stepDetail,
  stepInQuestion,
  stepOfLine,
  stepTime,
} from '../../../../src-renderer/features/build/run/steps.ts'
import type { Job } from '../../../../src-shared/model/job.ts'
import { tookText } from '../../../../src-shared/text/build-run.ts'
import { buildOf, stepOf } from './build-of.ts'

const steps = [
  stepOf(1, { key: 'base', firstLine: 1, lineCount: 20 }),
  stepOf(2, { key: 'files' }),
  stepOf(3, { state: 'running', finishedAt: null, firstLine: 21, lineCount: 4, notices: 2 }),
  stepOf(4, { key: 'pack', state: 'waiting', startedAt: null, finishedAt: null }),
]

const job = (bytesDone: number, bytesTotal: number | null): Job => ({
  id: 'j',
  kind: 'build',
  subject: 'tool.sif',
  from: 'tool.def',
  state: 'running',
  progress: { phase: 'x', bytesDone, bytesTotal, rate: 10_000_000 },
  canPause: false,
  createdAt: '',
  startedAt: null,
  finishedAt: null,
  error: null,
  result: null,
  log: [],
})

describe('which step is looked at', () => {
  it('is the one that runs, or the one that failed, or the last that wrote something', () => {
    const failed = steps.map((step) => (step.id === 3 ? { ...step, state: 'failed' as const } : step))
    const ended = steps.map((step) => ({ ...step, state: 'done' as const }))
    expect([
      stepInQuestion({ steps, state: 'running' })?.id,
      stepInQuestion({ steps: failed, state: 'failed' })?.id,
      stepInQuestion({ steps: ended, state: 'cancelled' })?.id,
      stepInQuestion({ steps: ended, state: 'done' }),
      stepInQuestion({ steps: [], state: 'running' }),
    ]).toEqual([3, 3, 3, null, null])
  })

  it('is what the user opened or closed, once they did', () => {
    const record = { steps, state: 'running' as const }
    expect([
      openStep(record, { kind: 'byItself' })?.id,
      openStep(record, { kind: 'step', id: 1 })?.id,
      openStep(record, { kind: 'step', id: 9 }),
      openStep(record, { kind: 'none' }),
    ]).toEqual([3, 1, null, null])
  })
})

describe('the lines of a step', () => {
  it('are its own, those of the last one up to the end of the log', () => {
    const [base, files, post] = steps
    expect([base, files, post].map((step) => (step === undefined ? null : linesOf(step, steps, 40)))).toEqual([
      { first: 1, last: 20 },
      { first: 1, last: 0 },
      { first: 21, last: 40 },
    ])
  })

  it('belong to the step that began last before them', () => {
    expect([1, 20, 21, 400].map((line) => stepOfLine(steps, line)?.id)).toEqual([1, 1, 3, 3])
    expect(stepOfLine([stepOf(1, { firstLine: 5 })], 2)).toBeNull()
  })
})

describe('words', () => {
  it('tell time to the second', () => {
    expect([0.04, 4.2, 9.96, 59.6, 72, 3599.7, 7500].map(tookText)).toEqual([
      '0.0 s',
      '4.2 s',
      '10 s',
      '1 min 00 s',
      '1 min 12 s',
      '1 h 00 min',
      '2 h 05 min',
    ])
  })

  it('tell how long a step or a build took, or takes so far', () => {
    const now = Date.parse('2026-11-25T10:00:30.000Z')
    expect([
      stepTime(stepOf(1), now),
      stepTime(stepOf(1, { finishedAt: null }), now),
      stepTime(stepOf(1, { startedAt: null, finishedAt: null }), now),
      buildTime(buildOf(), now),
      buildTime(buildOf({ finishedAt: null }), now),
    ]).toEqual(['4.2 s', '30 s', '', '1 min 12 s', '30 s'])
  })

  it('tell what was noticed beside the detail', () => {
    expect([stepDetail(stepOf(1, { detail: 'alpine', notices: 1 })), stepDetail(stepOf(1))]).toEqual([
      'alpine · 1 notice',
      '',
    ])
  })

  it('tell what is done, how far it is and what is left', () => {
    const build = buildOf({ steps, state: 'running', finishedAt: null })
    expect(runPhase(build, job(544e6, 812e6))).toEqual({
      doing: 'Running %post',
      amount: '544 of 812 MB',
      left: 'about 27 s left in this step',
      share: (2 + 544 / 812) / 4,
    })
    expect(runPhase(build, job(544e6, null))).toEqual({ doing: 'Running %post', amount: '', left: '', share: 0.5 })
    expect(runPhase(buildOf({ state: 'running' }), null)).toEqual({
      doing: 'Starting',
      amount: '',
      left: '',
      share: null,
    })
  })

  it('tell where a build stopped', () => {
    expect([
      failedTitle({ steps: [stepOf(1, { state: 'failed', stage: 'devel' })] }),
      failedTitle({ steps: [stepOf(1)] }),
    ]).toEqual(['Stopped in %post of devel', 'Stopped'])
  })
})
