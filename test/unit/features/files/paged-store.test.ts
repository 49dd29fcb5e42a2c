import { describe, expect, it } from 'vitest'
import { createPagedStore, pageRows } from '../../../../src-renderer/features/files/paged-store.ts'
import type { CallInput } from '../../../../src-shared/contract/index.ts'
import { scriptedClient } from '../scripted-client.ts'

const total = 100_050
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 10))

const entryAt = (index: number) => ({
  path: `/many/${String(index).padStart(6, '0')}`,
  type: 'file' as const,
  sizeBytes: index,
  mode: '0644',
  uid: 0,
  gid: 0,
  mtime: '2026-11-03T00:00:00Z',
})

function client() {
  return scriptedClient({
    'files.list': ({ skip = 0, limit = total }: CallInput<'files.list'>) => ({
      entries: Array.from({ length: Math.min(limit, total - skip) }, (_, place) => entryAt(skip + place)),
      total,
      problems: [],
    }),
  })
}

const options = { path: '/x.sif', directory: '/many', total, sort: 'name', isDescending: false } as const

describe('the entries of a huge directory', () => {
  it('are fetched where they are looked at', async () => {
    const store = createPagedStore(options)
    const from = client()
    store.connect(from)
    expect(store.rowAt(90_000)).toBeNull()
    store.show(90_000, 90_040)
    await settled()
    expect(store.rowAt(90_000)?.path).toBe('/many/090000')
    expect(store.rowAt(0)).toBeNull()
    expect(from.calls.map(({ params }) => params)).toEqual([
      { path: '/x.sif', directory: '/many', skip: 90_000, limit: pageRows },
    ])
  })

  it('are read from their end for names downwards, to the very last', async () => {
    const store = createPagedStore({ ...options, isDescending: true })
    store.connect(client())
    store.show(0, 10)
    store.show(total - 10, total)
    await settled()
    store.show(0, 10)
    await settled()
    expect(store.rowAt(0)?.path).toBe(`/many/${total - 1}`)
    expect(store.rowAt(total - 1)?.path).toBe('/many/000000')
  })

  it('come in the order of the engine for other columns', async () => {
    const store = createPagedStore({ ...options, sort: 'size', isDescending: true })
    const from = client()
    store.connect(from)
    store.show(0, 10)
    await settled()
    expect(from.calls[0]?.params).toMatchObject({ order: 'size', descending: true, skip: 0 })
  })

  it('are not asked for where a drag only passes', async () => {
    const store = createPagedStore(options)
    const from = client()
    store.connect(from)
    for (let first = 0; first < total; first += 2000) store.show(first, first + 40)
    await settled()
    // Two were under way when the drag went on; then where it stopped.
    expect(from.calls.length).toBeLessThanOrEqual(3)
    expect(store.rowAt(100_000)?.path).toBe('/many/100000')
  })

  it('are forgotten again when many pages were looked at', async () => {
    const store = createPagedStore(options)
    store.connect(client())
    for (let page = 0; page < 100; page += 1) {
      store.show(page * pageRows, page * pageRows + 10)
      await settled()
    }
    expect(store.state.getState().pages.size).toBeLessThanOrEqual(60)
    expect(store.rowAt(99 * pageRows)).not.toBeNull()
  })
})
