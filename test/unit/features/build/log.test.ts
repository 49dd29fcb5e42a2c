import { describe, expect, it } from 'vitest'
import { readLog } from '../../../../src-renderer/features/build/run/copy-log.ts'
import { createFindStore, splitAtFindings } from '../../../../src-renderer/features/build/run/find-store.ts'
import { followAfterScroll } from '../../../../src-renderer/features/build/run/log-follow.ts'
import { createLogStore, pageLines } from '../../../../src-renderer/features/build/run/log-store.ts'
import { appError } from '../../../../src-shared/text/errors/index.ts'
import { scriptedClient } from '../scripted-client.ts'
import { lineOf } from './build-of.ts'

const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5))

/** An engine whose log grows when told. */
function engine(total: number) {
  const log = { total }
  const client = scriptedClient({
    'build.log': ({ from = 1, count = 500 }) => ({
      total: log.total,
      lines: Array.from({ length: Math.max(0, Math.min(count, log.total - from + 1)) }, (_, at) => lineOf(from + at)),
    }),
    'build.findInLog': ({ text, after = 0 }) => {
      const all = Array.from({ length: log.total }, (_, at) => at + 1)
      const lines = all.filter((line) => line > after && `line ${line}`.includes(text))
      return { lines, total: lines.length }
    },
  })
  return { client, log }
}

describe('the lines of a log', () => {
  it('are asked for where they are seen, and nowhere else', async () => {
    const { client } = engine(100_000)
    const store = createLogStore('one', 100_000)
    store.connect(client)
    store.show(50_001, 50_040)
    await soon()
    expect(client.calls).toEqual([{ name: 'build.log', params: { id: 'one', from: 50_001, count: pageLines } }])
    expect([store.lineAt(50_001)?.text, store.lineAt(1)]).toEqual(['line 50001', null])
  })

  it('are added to as the log grows, without reading again what is here', async () => {
    const { client, log } = engine(250)
    const store = createLogStore('one', 250)
    store.connect(client)
    store.show(201, 250)
    await soon()
    log.total = 260
    client.emit('build.logged', { id: 'other', total: 900 })
    client.emit('build.logged', { id: 'one', total: 260 })
    await soon()
    expect(client.calls.map(({ params }) => params)).toEqual([
      { id: 'one', from: 201, count: pageLines },
      { id: 'one', from: 251, count: pageLines - 50 },
    ])
    expect([store.state.getState().total, store.lineAt(260)?.text, store.lineAt(261)]).toEqual([260, 'line 260', null])
  })

  it('are forgotten when too many were seen, the last seen ones excepted', async () => {
    const { client } = engine(pageLines * 100)
    const store = createLogStore('one', pageLines * 100)
    store.connect(client)
    for (let page = 0; page < 70; page += 1) {
      store.show(page * pageLines + 1, page * pageLines + 20)
      await soon()
    }
    expect([store.state.getState().pages.size, store.lineAt(1), store.lineAt(69 * pageLines + 1)?.line]).toEqual([
      60,
      null,
      69 * pageLines + 1,
    ])
  })

  it('say why they cannot be read, until the user tries again', async () => {
    let works = false
    const client = scriptedClient({
      'build.log': () => (works ? { lines: [lineOf(1)], total: 1 } : appError('FILE_NOT_FOUND', { path: '/log' })),
    })
    const store = createLogStore('one', 1)
    store.connect(client)
    store.show(1, 1)
    await soon()
    expect(store.state.getState().error?.code).toBe('FILE_NOT_FOUND')
    works = true
    store.retry()
    await soon()
    expect([store.state.getState().error, store.lineAt(1)?.line]).toEqual([null, 1])
  })

  it('do not ask without end an engine that has fewer than it said', async () => {
    const { client } = engine(10)
    const store = createLogStore('one', 50)
    store.connect(client)
    store.show(1, 50)
    await soon()
    expect(client.calls.length).toBeLessThanOrEqual(2)
  })

  it('are copied whole, a piece at a time', async () => {
    const { client } = engine(4500)
    const read = await readLog(client, 'one', { first: 2, last: 4500 })
    expect(read.ok && read.value.split('\n').slice(0, 2)).toEqual(['line 2', 'line 3'])
    expect(read.ok && read.value.split('\n').length).toBe(4500)
    expect(client.calls.map(({ params }) => params)).toEqual([
      { id: 'one', from: 2, count: 2000 },
      { id: 'one', from: 2002, count: 2000 },
      { id: 'one', from: 4002, count: 499 },
    ])
  })
})

describe('following the end', () => {
  const place = (scrollTop: number) => ({ scrollTop, clientHeight: 300, scrollHeight: 2000 })

  it('ends when the user scrolls up, and begins again at the end', () => {
    expect([
      followAfterScroll(true, 1700, place(1600)),
      followAfterScroll(true, 1700, place(1695)),
      followAfterScroll(false, 1600, place(1700)),
      followAfterScroll(false, 1000, place(1200)),
    ]).toEqual([false, true, true, false])
  })

  it('goes on when the log grew below the view', () => {
    expect(followAfterScroll(true, 1500, place(1500))).toBe(true)
  })
})

describe('finding', () => {
  it('begins at what is seen, and goes around the ends', async () => {
    const { client } = engine(300)
    const store = createFindStore('one')
    await store.find(client, '99', 150)
    const at = () => {
      const { lines, current } = store.state.getState()
      return current === null ? null : lines[current]
    }
    const visited = [at()]
    for (const by of [1, 1, -1] as const) {
      store.step(by)
      visited.push(at())
    }
    expect(store.state.getState().lines).toEqual([99, 199, 299])
    expect(visited).toEqual([199, 299, 99, 299])
  })

  it('searches only what was added, and keeps its place', async () => {
    const { client, log } = engine(100)
    const store = createFindStore('one')
    await store.find(client, '99', 1)
    log.total = 210
    await store.extend(client, 210)
    await store.extend(client, 210)
    expect(store.state.getState()).toMatchObject({ lines: [99, 199], total: 2, current: 0 })
    expect(client.calls.map(({ params }) => params)).toEqual([
      { id: 'one', text: '99' },
      { id: 'one', text: '99', after: 99 },
    ])
  })

  it('ends with an empty text, whatever still comes', async () => {
    const { client } = engine(100)
    const store = createFindStore('one')
    const first = store.find(client, '9', 1)
    await store.find(client, '', 1)
    await first
    expect(store.state.getState()).toMatchObject({ text: '', lines: [], current: null, isBusy: false })
  })

  it('marks findings in any letter case', () => {
    expect([
      splitAtFindings('Error: an ERROR', 'error'),
      splitAtFindings('nothing', 'error'),
      splitAtFindings('aaa', 'aa'),
      splitAtFindings('text', ''),
      splitAtFindings('İstanbul error', 'error'),
    ]).toEqual([['', 'Error', ': an ', 'ERROR', ''], ['nothing'], ['', 'aa', 'a'], ['text'], ['İstanbul error']])
  })
})
