import { describe, expect, it, vi } from 'vitest'
import { createImagesStore } from '../../../../src-renderer/features/images/images-store.ts'
import type { ImageSummary } from '../../../../src-shared/model/image.ts'
import { appError } from '../../../../src-shared/text/errors/index.ts'
import { scriptedClient } from '../scripted-client.ts'
import { imageOf } from './image-of.ts'

const many = (count: number, mark = ''): readonly ImageSummary[] =>
  Array.from({ length: count }, (_, at) => imageOf({ id: `${at}`, name: `${mark}${at}.sif` }))

/** An engine that knows these images and answers pages of them. */
function library(images: () => readonly ImageSummary[]) {
  return scriptedClient({
    'images.list': (params) => {
      const all = images()
      const { offset = 0, limit = 200 } = params
      return {
        total: all.length,
        totalBytes: all.length * 1000,
        needsALook: 0,
        groups: [],
        images: all.slice(offset, offset + limit),
      }
    },
    'images.get': ({ id }) => {
      const found = images().find((image) => image.id === id)
      return found ?? appError('ENGINE_GONE')
    },
  })
}

const settled = (check: () => boolean) => vi.waitFor(() => expect(check()).toBe(true))

describe('the store of the Images list', () => {
  it('reads long lists page by page to their end', async () => {
    const client = library(() => many(2500))
    const store = createImagesStore()
    const stop = store.connect(client)
    await settled(() => !store.state.getState().isLoading)
    expect(store.state.getState().images).toHaveLength(2500)
    expect(client.calls.map(({ params }) => params)).toMatchObject([
      { offset: 0 },
      { offset: 200 },
      { offset: 1200 },
      { offset: 2200 },
    ])
    stop()
  })

  it('asks again when the filter changes, and drops what was asked before', async () => {
    const client = library(() => many(3))
    const store = createImagesStore()
    const stop = store.connect(client)
    store.setFilter({ text: 'rna' })
    await settled(() => !store.state.getState().isLoading)
    expect(client.calls.at(-1)?.params).toMatchObject({ text: 'rna', offset: 0 })
    expect(store.state.getState().images).toHaveLength(3)
    stop()
  })

  it('puts images that changed in place of the old ones', async () => {
    let mark = ''
    const client = library(() => many(3, mark))
    const store = createImagesStore()
    const stop = store.connect(client)
    await settled(() => !store.state.getState().isLoading)
    mark = 'new-'
    client.emit('images.changed', { ids: ['1'] })
    await settled(() => store.state.getState().images[1]?.name === 'new-1.sif')
    expect(store.state.getState().images[0]?.name).toBe('0.sif')
    expect(client.calls.filter(({ name }) => name === 'images.get')).toHaveLength(1)
    stop()
  })

  it('forgets chosen images that are gone, and keeps what it shows when asking fails', async () => {
    let images: readonly ImageSummary[] = many(3)
    const client = library(() => images)
    const store = createImagesStore()
    const stop = store.connect(client)
    await settled(() => !store.state.getState().isLoading)
    store.select(new Set(['0', '2']))
    images = many(1)
    await store.refresh()
    expect([...store.state.getState().selected]).toEqual(['0'])
    stop()

    const gone = scriptedClient({ 'images.list': () => appError('ENGINE_GONE') })
    const stopGone = store.connect(gone)
    await settled(() => store.state.getState().error !== null)
    expect(store.state.getState()).toMatchObject({ isLoading: false, error: { code: 'ENGINE_GONE' } })
    expect(store.state.getState().images).toHaveLength(1)
    stopGone()
  })

  it('folds and unfolds groups', () => {
    const store = createImagesStore()
    store.toggleGroup('/a')
    expect([...store.state.getState().collapsed]).toEqual(['/a'])
    store.toggleGroup('/a')
    expect([...store.state.getState().collapsed]).toEqual([])
  })
})
