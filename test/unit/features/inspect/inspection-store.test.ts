import { describe, expect, it, vi } from 'vitest'
import { createInspectionStore } from '../../../../src-renderer/features/inspect/inspection-store.ts'
import type { ImageSummary } from '../../../../src-shared/model/image.ts'
import { appError } from '../../../../src-shared/text/errors/index.ts'
import { imageOf } from '../images/image-of.ts'
import { scriptedClient } from '../scripted-client.ts'
import { inspectionOf } from './inspection-of.ts'

const digest = `sha256:${'a'.repeat(64)}`

describe('what is known of one file', () => {
  it('is read, with its library entry, and kept when asking again fails', async () => {
    let isGone = false
    const client = scriptedClient({
      'inspect.overview': () => (isGone ? appError('ENGINE_GONE') : inspectionOf({ sizeBytes: 5 })),
      'images.byPath': () => imageOf({ id: 'a' }),
    })
    const store = createInspectionStore('/images/a.sif')
    store.connect(client)
    await vi.waitFor(() => expect(store.state.getState()).toMatchObject({ isLoading: false, image: { id: 'a' } }))
    isGone = true
    await store.refresh()
    expect(store.state.getState()).toMatchObject({ error: { code: 'ENGINE_GONE' }, inspection: { sizeBytes: 5 } })
  })

  it('keeps a digest that was worked out while the file is the same', async () => {
    let sizeBytes = 5
    const client = scriptedClient({
      'inspect.overview': (params) => inspectionOf({ sizeBytes, digest: params.digest === true ? digest : null }),
      'images.byPath': () => null,
    })
    const store = createInspectionStore('/images/a.sif')
    store.connect(client)
    await vi.waitFor(() => expect(store.state.getState().isLoading).toBe(false))
    await store.workOutDigest()
    await store.refresh()
    expect(store.state.getState().inspection?.digest).toBe(digest)
    sizeBytes = 6
    await store.refresh()
    expect(store.state.getState().inspection?.digest).toBeNull()
  })

  it('reads the bytes again only when the library says that the file is another', async () => {
    let image: ImageSummary = imageOf({ id: 'a' })
    const client = scriptedClient({
      'inspect.overview': () => inspectionOf(),
      'images.byPath': () => image,
    })
    const overviews = () => client.calls.filter(({ name }) => name === 'inspect.overview').length
    const store = createInspectionStore('/images/a.sif')
    store.connect(client)
    await vi.waitFor(() => expect(store.state.getState().image).not.toBeNull())
    image = imageOf({ id: 'a', verdict: 'verified' })
    client.emit('images.changed', { ids: ['a'] })
    await vi.waitFor(() => expect(store.state.getState().image?.verdict).toBe('verified'))
    expect(overviews()).toBe(1)
    image = imageOf({ id: 'a', fileState: 'modified' })
    client.emit('images.changed', { ids: ['a', 'b'] })
    await vi.waitFor(() => expect(overviews()).toBe(2))
    client.emit('images.changed', { ids: ['b'] })
    await Promise.resolve()
    expect(client.calls.filter(({ name }) => name === 'images.byPath')).toHaveLength(3)
  })
})
