import { describe, expect, it } from 'vitest'
import { createSearchStore, patternOf } from '../../../../src-renderer/features/files/search-store.ts'
import type { FileEntry, SearchPart } from '../../../../src-shared/contract/files.ts'
import { appError } from '../../../../src-shared/text/errors/index.ts'
import { scriptedClient } from '../scripted-client.ts'

const entry = (path: string): FileEntry => ({
  path,
  type: 'file',
  sizeBytes: 1,
  mode: '0644',
  uid: 0,
  gid: 0,
  mtime: '2026-11-03T00:00:00Z',
})

const part = (paths: readonly string[], search: string | null, looked: number): SearchPart => ({
  search,
  entries: paths.map(entry),
  problems: [],
  looked,
  limitReached: false,
})

const query = { path: '/x.sif', directory: '/', pattern: '*a*', contains: null }
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5))

describe('a search among all files', () => {
  it('shows what is found as it comes', async () => {
    const store = createSearchStore()
    const seen: (readonly [string, number, number])[] = []
    store.state.subscribe(({ phase, entries, looked }) => seen.push([phase, entries.length, looked]))
    const parts = [part(['/b'], 's', 20), part([], null, 30)]
    const client = scriptedClient({
      'files.searchStart': () => part(['/a'], 's', 10),
      'files.searchNext': () => parts.shift() ?? appError('CANCELLED'),
    })
    store.start(client, query)
    await settled()
    expect(seen).toEqual([
      ['running', 0, 0],
      ['running', 1, 10],
      ['running', 2, 20],
      ['over', 2, 30],
    ])
    expect(client.calls[0]?.params).toMatchObject({ pattern: '*a*', ignoreCase: true, directory: '/' })
  })

  it('stops with what was found, and takes nothing more of it', async () => {
    const store = createSearchStore()
    const aborted: boolean[] = []
    let answerLater: ((value: SearchPart) => void) | null = null
    const client = scriptedClient({
      'files.searchStart': () => part(['/a'], 's', 10),
      'files.searchNext': (_, signal) => {
        signal?.addEventListener('abort', () => aborted.push(true))
        return new Promise<SearchPart>((resolve) => {
          answerLater = resolve
        })
      },
    })
    store.start(client, query)
    await settled()
    store.stop()
    const late = answerLater as ((value: SearchPart) => void) | null
    late?.(part(['/late'], null, 99))
    await settled()
    const { phase, entries } = store.state.getState()
    expect([phase, entries.map(({ path }) => path), aborted]).toEqual(['stopped', ['/a'], [true]])
  })

  it('says why it did not end, and a new one forgets the old', async () => {
    const store = createSearchStore()
    const error = appError('FILES_HELPER_CRASHED', { path: '/x.sif' })
    store.start(scriptedClient({ 'files.searchStart': () => error }), query)
    await settled()
    expect(store.state.getState()).toMatchObject({ phase: 'failed', error: { code: 'FILES_HELPER_CRASHED' } })
    store.start(scriptedClient({ 'files.searchStart': () => part(['/new'], null, 1) }), query)
    await settled()
    expect(store.state.getState()).toMatchObject({ phase: 'over', error: null, entries: [{ path: '/new' }] })
  })

  it('takes words as they are and patterns as patterns', () => {
    expect([patternOf('so'), patternOf('*.so'), patternOf('a[0-9]'), patternOf('a]b'), patternOf('c\\d')]).toEqual([
      '*so*',
      '*.so',
      'a[0-9]',
      '*a\\]b*',
      '*c\\\\d*',
    ])
  })
})
