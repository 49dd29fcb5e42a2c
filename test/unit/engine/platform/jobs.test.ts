import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { createEventBus } from '../../../../src-main/engine/platform/events.ts'
import { createJobs, type JobHandle, type Jobs } from '../../../../src-main/engine/platform/jobs.ts'
import { isOwnerAlive, ownerName } from '../../../../src-main/engine/platform/owner.ts'
import type { Job } from '../../../../src-shared/model/job.ts'
import { withContext } from '../../../support/engine-context.ts'

const call = { signal: new AbortController().signal }

/** Registers a kind that goes on until it is told to stop, and remembers each run. */
function registerEndless(jobs: Jobs, kind: 'pull' | 'verify', resumable: boolean, runs: unknown[]): void {
  jobs.register({
    kind,
    canPause: resumable,
    resumable,
    maxRunning: 1,
    run: (params: unknown, handle: JobHandle) => {
      runs.push(params)
      return new Promise((_resolve, reject) =>
        handle.signal.addEventListener('abort', () => reject(handle.signal.reason)),
      )
    },
  })
}

const tick = () => new Promise((resolve) => setTimeout(resolve, 10))

describe('jobs', () => {
  it('runs as many of a kind at once as it allows, the rest after them, and tells each change', () =>
    withContext(async ({ jobs, events }) => {
      const states: string[] = []
      events.listen((message) => {
        if (message.event === 'jobs.changed') states.push(`${message.payload.subject} ${message.payload.state}`)
      })
      let now = 0
      let most = 0
      jobs.register<{ readonly name: string }>({
        kind: 'hash',
        canPause: false,
        resumable: false,
        maxRunning: 2,
        run: async ({ name }) => {
          most = Math.max(most, ++now)
          await tick()
          now--
          return name
        },
      })
      const started = ['a', 'b', 'c'].map((name) => jobs.start('hash', { subject: name, params: { name } }))
      const ended = await Promise.all(started.map(({ id }) => jobs.finished(id)))
      expect({
        most,
        results: ended.map(({ result }) => result),
        waited: states.indexOf('c running') > states.indexOf('a done'),
      }).toEqual({
        most: 2,
        results: ['a', 'b', 'c'],
        waited: true,
      })
    }))

  it('reports progress and speed without writing each step down', () =>
    withContext(async ({ jobs, events }) => {
      const seen: Job[] = []
      events.listen((message) => {
        if (message.event === 'jobs.changed') seen.push(message.payload)
      })
      jobs.register({
        kind: 'hash',
        canPause: false,
        resumable: false,
        maxRunning: 1,
        run: async (_params: unknown, handle: JobHandle) => {
          handle.phase('reading', 1000)
          handle.skip(200)
          for (let step = 0; step < 8; step++) {
            handle.advance(100)
            await new Promise((resolve) => setTimeout(resolve, 100))
          }
          return null
        },
      })
      const job = await jobs.finished(jobs.start('hash', { subject: 'x', params: null }).id)
      const running = seen.filter(({ state, progress }) => state === 'running' && progress.phase === 'reading')
      expect(job.progress.bytesDone).toBe(1000)
      expect(running.length).toBeLessThanOrEqual(9)
      // What was there before is not speed: 800 bytes in 0.8 s or more.
      expect(running.at(-1)?.progress.rate).toBeGreaterThan(0)
      expect(running.at(-1)?.progress.rate).toBeLessThan(2000)
    }))

  it('cancels a running and a waiting job, and pauses and goes on with a resumable one', () =>
    withContext(async ({ jobs }) => {
      const runs: unknown[] = []
      registerEndless(jobs, 'pull', true, runs)
      const first = jobs.start('pull', { subject: 'first', params: 1 })
      const second = jobs.start('pull', { subject: 'second', params: 2 })
      await tick()
      await jobs.handlers['jobs.cancel']({ id: second.id }, call)
      await jobs.handlers['jobs.pause']({ id: first.id }, call)
      await tick()
      const paused = await jobs.handlers['jobs.get']({ id: first.id }, call)
      await jobs.handlers['jobs.resume']({ id: first.id }, call)
      await tick()
      await jobs.handlers['jobs.cancel']({ id: first.id }, call)
      const ended = await Promise.all([jobs.finished(first.id), jobs.finished(second.id)])
      expect({ paused: paused.state, ended: ended.map(({ state }) => state), runs }).toEqual({
        paused: 'paused',
        ended: ['cancelled', 'cancelled'],
        runs: [1, 1],
      })
    }))

  it('takes over the jobs of an engine that died: resumable ones go on, others are interrupted', () =>
    withContext(async ({ database }) => {
      // A process of our own that has ended is an engine that died.
      const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'], { stdio: ['pipe', 'ignore', 'ignore'] })
      const deadOwner = ownerName(child.pid)
      expect(isOwnerAlive(deadOwner)).toBe(true)
      const dying = createJobs(database, createEventBus(), deadOwner, () => new Date())
      registerEndless(dying, 'pull', true, [])
      registerEndless(dying, 'verify', false, [])
      const pull = dying.start('pull', { subject: 'p', params: { want: 'p' } })
      const verify = dying.start('verify', { subject: 'v', params: { want: 'v' } })
      await tick()

      const runs: unknown[] = []
      const heir = createJobs(database, createEventBus(), ownerName(), () => new Date())
      registerEndless(heir, 'pull', true, runs)
      registerEndless(heir, 'verify', false, runs)
      heir.adoptOrphans(true)
      await tick()
      expect(runs, 'an engine that still runs keeps its jobs').toEqual([])

      child.kill()
      await once(child, 'exit')
      heir.adoptOrphans(true)
      await tick()
      const states = await Promise.all([pull, verify].map(({ id }) => heir.handlers['jobs.get']({ id }, call)))
      await heir.close()
      expect({ runs, states: states.map(({ state, error }) => [state, error?.code ?? null]) }).toEqual({
        runs: [{ want: 'p' }],
        states: [
          ['running', null],
          ['interrupted', 'JOB_INTERRUPTED'],
        ],
      })
    }))
})
