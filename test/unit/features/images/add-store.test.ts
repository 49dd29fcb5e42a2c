import { describe, expect, it, vi } from 'vitest'
import { createAddStore, readAddResult } from '../../../../src-renderer/features/images/add-store.ts'
import type { Job } from '../../../../src-shared/model/job.ts'
import { appError } from '../../../../src-shared/text/errors/index.ts'
import { scriptedClient } from '../scripted-client.ts'

const jobOf = (part: Partial<Job> = {}): Job => ({
  id: 'job',
  kind: 'add',
  subject: '',
  from: '',
  state: 'running',
  progress: { phase: 'scanning', bytesDone: 0, bytesTotal: null, rate: null },
  canPause: false,
  createdAt: '',
  startedAt: null,
  finishedAt: null,
  error: null,
  result: null,
  log: [],
  ...part,
})
const result = { added: 2, ids: ['a', 'b'], failed: [{ path: '/x', code: 'SIF_NOT_A_SIF', message: 'No.' }] }

describe('adding images', () => {
  it('follows its job to the end and tells what could not be added', async () => {
    const store = createAddStore()
    const client = scriptedClient({ 'images.add': () => ({ jobId: 'job' }), 'jobs.get': () => jobOf() })
    const stop = store.connect(client)
    await store.add(['/a'])
    expect(store.state.getState().running).toEqual(new Set(['job']))
    client.emit('jobs.changed', jobOf({ id: 'other', state: 'done', result }))
    client.emit('jobs.changed', jobOf({ state: 'done', result }))
    expect(store.state.getState()).toMatchObject({
      running: new Set(),
      outcome: { added: 2, failed: [{ path: '/x', message: 'No.' }] },
    })
    store.dismiss()
    expect(store.state.getState().outcome).toBeNull()
    stop()
  })

  it('notices a job that ended before it was known', async () => {
    const store = createAddStore()
    const client = scriptedClient({
      'images.add': () => ({ jobId: 'job' }),
      'jobs.get': () => jobOf({ state: 'done', result }),
    })
    store.connect(client)
    await store.add(['/a'])
    await vi.waitFor(() => expect(store.state.getState().outcome?.added).toBe(2))
  })

  it('tells why nothing was added', async () => {
    const store = createAddStore()
    const client = scriptedClient({ 'images.add': () => appError('ENGINE_GONE') })
    store.connect(client)
    await store.add([])
    expect(client.calls).toEqual([])
    await store.add(['/a'])
    expect(store.state.getState().error?.code).toBe('ENGINE_GONE')
  })

  it('reads results of any shape without harm', () => {
    for (const odd of [null, 3, 'x', {}, { added: '2', failed: 'x' }, { failed: [null, 1, {}, { path: 3 }] }]) {
      expect(readAddResult(odd)).toEqual({ added: 0, failed: [] })
    }
  })
})
