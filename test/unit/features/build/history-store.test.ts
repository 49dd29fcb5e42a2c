import { beforeEach, describe, expect, it } from 'vitest'
import { followHistory, useHistory } from '../../../../src-renderer/features/build/history/history-store.ts'
import { appError } from '../../../../src-shared/text/errors/index.ts'
import { scriptedClient } from '../scripted-client.ts'
import { buildOf } from './build-of.ts'

const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5))
const ids = (): readonly string[] => (useHistory.getState().builds ?? []).map(({ id, state }) => `${id} ${state}`)

describe('the history of builds', () => {
  beforeEach(() => useHistory.setState({ builds: null, drafts: [], error: null }))

  it('is read once and kept up by what the engine tells', async () => {
    const client = scriptedClient({
      'build.list': () => [buildOf({ id: 'old', startedAt: '2026-11-25T09:00:00.000Z' })],
      'build.drafts': () => [],
    })
    const stop = followHistory(client)
    await soon()
    const begun = buildOf({ id: 'new', state: 'running', startedAt: '2026-11-25T10:00:00.000Z' })
    client.emit('build.changed', begun)
    expect(ids()).toEqual(['new running', 'old done'])
    client.emit('build.changed', { ...begun, state: 'done' })
    expect(ids()).toEqual(['new done', 'old done'])
    client.emit('build.forgotten', { ids: ['old'] })
    expect(ids()).toEqual(['new done'])
    stop()
    client.emit('build.forgotten', { ids: ['new'] })
    expect(ids()).toEqual(['new done'])
  })

  it('keeps what was known when it cannot be read again', async () => {
    let works = true
    const client = scriptedClient({
      'build.list': () => (works ? [buildOf({ id: 'one' })] : appError('ENGINE_GONE')),
      'build.drafts': () => [],
    })
    followHistory(client)
    await soon()
    works = false
    client.emit('build.draftsChanged', {})
    followHistory(client)
    await soon()
    expect([ids(), useHistory.getState().error?.code]).toEqual([['one done'], 'ENGINE_GONE'])
  })
})
