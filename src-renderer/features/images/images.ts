/** The stores of this feature that live as long as the window: the list, adding, and verifying many. */
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { ImageSummary } from '../../../src-shared/model/image.ts'
import { addressOf } from '../../app/address.ts'
import { confirmBriefly } from '../../app/messages.ts'
import { navigate } from '../../app/router.ts'
import { createAddStore } from './add-store.ts'
import type { GroupBy } from './image-rows.ts'
import { createImagesStore, type ImagesFilter, type ImagesState } from './images-store.ts'
import { createVerifyRunner } from './verify-run.ts'

const groupings: readonly GroupBy[] = ['none', 'folder', 'namespace', 'verdict']
const sorts: readonly ImagesFilter['sort'][] = ['name', 'size', 'verdict', 'addedAt', 'reference']

/** How the list was sorted and grouped last time on this computer. */
function remembered(): Partial<ImagesFilter> {
  const groupBy = groupings.find((one) => one === localStorage.getItem('images.groupBy'))
  const sort = sorts.find((one) => one === localStorage.getItem('images.sort'))
  return {
    groupBy: groupBy ?? 'folder',
    ...(sort === undefined ? {} : { sort, descending: localStorage.getItem('images.descending') === 'true' }),
  }
}

export const imagesStore = createImagesStore(remembered())
export const addStore = createAddStore()
export const verifyRunner = createVerifyRunner()

/** Starts a check from where its report is not seen; says why when it cannot be. */
export async function verifyImages(paths: readonly string[] | null): Promise<void> {
  const error = await verifyRunner.start(paths)
  if (error !== null) confirmBriefly(error.message)
}

/** The same, and goes to where the report grows. */
export async function verifyAndShow(paths: readonly string[] | null): Promise<void> {
  const error = await verifyRunner.start(paths)
  if (error === null) navigate(addressOf.report())
  else confirmBriefly(error.message)
}

/** Images that the sheet asks about before they are removed; empty while it is closed. */
export const removeStore = createStore<{ readonly images: readonly ImageSummary[] }>(() => ({ images: [] }))

imagesStore.state.subscribe(({ filter }) => {
  localStorage.setItem('images.groupBy', filter.groupBy)
  localStorage.setItem('images.sort', filter.sort)
  localStorage.setItem('images.descending', String(filter.descending))
})

export function useImages<Part>(part: (state: ImagesState) => Part): Part {
  return useStore(imagesStore.state, part)
}
