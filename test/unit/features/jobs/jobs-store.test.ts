import { beforeEach, expect, it } from 'vitest'
import { askJob, followJobs, useJobs } from '../../../../src-renderer/features/jobs/jobs-store.ts'
import { connectClient } from '../../../../src-shared/contract/client.ts'
import type { Channel, Request } from '../../../../src-shared/contract/wire.ts'
import type { Job } from '../../../../src-shared/model/job.ts'
import { appError } from '../../../../src-shared/text/errors/index.ts'

const job = (id: string, bytesDone = 0): Job => ({
  id,
  kind: 'pull',
  subject: id,
  from: '',
  state: 'running',
  progress: { phase: 'downloading', bytesDone, bytesTotal: 100, rate: null },
  canPause: true,
  createdAt: '2026-11-20T10:00:00.000Z',
  startedAt: null,
  finishedAt: null,
  error: null,
  result: null,
  log: [],
})

/** An engine's end of the wire that answers when the test says so. */
function wire() {
  let listener: (message: unknown) => void = () => undefined
  const requests: Request[] = []
  const channel: Channel = {
    send: (message) => requests.push(message as Request),
    onMessage: (next) => {
      listener = next
    },
    onClose: () => undefined,
    close: () => undefined,
  }
  return {
    client: connectClient(channel),
    requests,
    say: (message: unknown) => listener(message),
  }
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0))
const shown = () => [...useJobs.getState().jobs.values()].map(({ id, progress }) => [id, progress.bytesDone])

beforeEach(() => useJobs.setState({ jobs: new Map(), isLoaded: false, error: null, failures: new Map() }))

it('lets an event that came during the first list win over it', async () => {
  const { client, say } = wire()
  followJobs(client)
  say({ type: 'event', event: 'jobs.changed', payload: job('a', 50) })
  say({ type: 'value', id: 0, value: [job('a', 10), job('b', 20)] })
  await settled()
  expect(shown()).toEqual([
    ['a', 50],
    ['b', 20],
  ])
})

it('forgets what the engine removed and ends with its listener', async () => {
  const { client, say } = wire()
  const stop = followJobs(client)
  say({ type: 'value', id: 0, value: [job('a'), job('b')] })
  await settled()
  say({ type: 'event', event: 'jobs.removed', payload: { ids: ['a'] } })
  stop()
  say({ type: 'event', event: 'jobs.changed', payload: job('c') })
  expect(shown()).toEqual([['b', 0]])
})

it('keeps why a job could not be paused, until it can', async () => {
  const { client, requests, say } = wire()
  const first = askJob(client, 'jobs.pause', 'a')
  say({ type: 'error', id: 0, error: appError('JOB_NOT_PAUSABLE') })
  await first
  const afterFailure = useJobs.getState().failures.get('a')?.code
  const second = askJob(client, 'jobs.cancel', 'a')
  say({ type: 'value', id: 1, value: { ...job('a'), state: 'cancelled' } })
  await second
  expect({
    afterFailure,
    afterSuccess: useJobs.getState().failures.size,
    asked: requests.map((request) => (request.type === 'call' ? request.name : request.type)),
  }).toEqual({ afterFailure: 'JOB_NOT_PAUSABLE', afterSuccess: 0, asked: ['jobs.pause', 'jobs.cancel'] })
})
