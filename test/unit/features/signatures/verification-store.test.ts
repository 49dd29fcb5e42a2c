import { describe, expect, it, vi } from 'vitest'
import { createVerificationStore } from '../../../../src-renderer/features/signatures/verification-store.ts'
import type { Job, JobState } from '../../../../src-shared/model/job.ts'
import type { Verification } from '../../../../src-shared/model/verification.ts'
import { appError } from '../../../../src-shared/text/errors/index.ts'
import { scriptedClient } from '../scripted-client.ts'
import { verificationOf } from './verification-of.ts'

const path = '/images/a.sif'

const jobOf = (state: JobState, part: Partial<Job> = {}): Job => ({
  id: 'job',
  kind: 'verify',
  subject: 'a.sif',
  from: '',
  state,
  progress: { phase: 'hashing', bytesDone: 1, bytesTotal: 2, rate: null },
  canPause: false,
  createdAt: '',
  startedAt: null,
  finishedAt: null,
  error: null,
  result: null,
  log: [],
  ...part,
})

/** An engine with one file and, at first, no verification of it. */
function engine() {
  let last: Verification | null = null
  const client = scriptedClient({
    'signatures.last': () => last,
    'signatures.verify': () => ({ jobId: 'job' }),
    'jobs.cancel': () => jobOf('cancelled'),
  })
  return {
    client,
    remember(verification: Verification) {
      last = verification
    },
  }
}

const kind = (store: ReturnType<typeof createVerificationStore>) => store.state.getState().status.kind
const reaches = (store: ReturnType<typeof createVerificationStore>, wanted: string) =>
  vi.waitFor(() => expect(kind(store)).toBe(wanted))

describe('the verification that a view follows', () => {
  it('is taken from the engine when one still holds', async () => {
    const { client, remember } = engine()
    remember(verificationOf({ verdict: 'verified' }))
    const store = createVerificationStore(path)
    store.connect(client, true)
    await reaches(store, 'ready')
    expect(store.state.getState().verification?.verdict).toBe('verified')
    expect(client.calls.map(({ name }) => name)).toEqual(['signatures.last'])
  })

  it('starts by itself only where that is wanted', async () => {
    const { client } = engine()
    const quiet = createVerificationStore(path)
    quiet.connect(client, false)
    await reaches(quiet, 'none')

    const store = createVerificationStore(path)
    store.connect(client, true)
    await vi.waitFor(() => expect(client.calls.at(-1)?.name).toBe('signatures.verify'))
    client.emit('jobs.changed', jobOf('running'))
    await vi.waitFor(() =>
      expect(store.state.getState().status).toMatchObject({ kind: 'running', job: { progress: { bytesDone: 1 } } }),
    )
    client.emit('signatures.verified', { path, verification: verificationOf() })
    await reaches(store, 'ready')
  })

  it('follows a job that ended before the answer named it', async () => {
    const { client, remember } = engine()
    const store = createVerificationStore(path)
    store.connect(client, false)
    await reaches(store, 'none')
    remember(verificationOf({ verdict: 'changed' }))
    const started = store.verify()
    client.emit('jobs.changed', jobOf('done'))
    await started
    await reaches(store, 'ready')
    expect(store.state.getState().verification?.verdict).toBe('changed')
  })

  it('can be cancelled, and says why it failed', async () => {
    const { client } = engine()
    const store = createVerificationStore(path)
    store.connect(client, false)
    await reaches(store, 'none')
    await store.verify()
    await store.cancel()
    expect(client.calls.at(-1)).toEqual({ name: 'jobs.cancel', params: { id: 'job' } })
    client.emit('jobs.changed', jobOf('cancelled', { error: appError('CANCELLED') }))
    await reaches(store, 'none')
    await store.verify()
    client.emit('jobs.changed', jobOf('failed', { error: appError('ENGINE_GONE') }))
    await reaches(store, 'failed')
    expect(store.state.getState().keyserversAsked).toBe(false)
    await store.verify({ lookUpKeys: true })
    expect(store.state.getState().keyserversAsked).toBe(true)
  })

  it('is judged anew when decisions or keys change, and ignores other files', async () => {
    const { client, remember } = engine()
    remember(verificationOf({ verdict: 'unknown' }))
    const store = createVerificationStore(path)
    store.connect(client, false)
    await reaches(store, 'ready')
    client.emit('signatures.verified', { path: '/other.sif', verification: verificationOf({ verdict: 'changed' }) })
    expect(store.state.getState().verification?.verdict).toBe('unknown')
    remember(verificationOf({ verdict: 'accepted' }))
    client.emit('trust.changed', { fingerprints: [] })
    await vi.waitFor(() => expect(store.state.getState().verification?.verdict).toBe('accepted'))
  })

  it('does not start twice at once', async () => {
    const { client } = engine()
    const store = createVerificationStore(path)
    store.connect(client, false)
    await reaches(store, 'none')
    await Promise.all([store.verify(), store.verify({ lookUpKeys: true })])
    expect(client.calls.filter(({ name }) => name === 'signatures.verify')).toHaveLength(1)
  })
})
