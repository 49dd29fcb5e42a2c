/**
 * What the Images list shows: the query, the images that answer it, and what is selected. Reads
 * through the client and follows the engine's events; it draws no verdict and changes no file.
 */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Client } from '../../../src-shared/contract/client.ts'
import type { AppError } from '../../../src-shared/model/error.ts'
import type { ImagePage, ImageQuery, ImageSummary } from '../../../src-shared/model/image.ts'

/** The part of a query that the user chooses. */
export type ImagesFilter = Omit<ImageQuery, 'offset' | 'limit'>

export interface ImagesState {
  readonly filter: ImagesFilter
  /** Totals and groups of the filter as of the last answer; null before the first. */
  readonly page: Omit<ImagePage, 'images'> | null
  readonly images: readonly ImageSummary[]
  /** True while a question is open, also for the rest of a long list. */
  readonly isLoading: boolean
  /** Why the last question failed; the images before it stay. */
  readonly error: AppError | null
  readonly collapsed: ReadonlySet<string>
  readonly selected: ReadonlySet<string>
}

export interface ImagesStore {
  readonly state: StoreApi<ImagesState>
  /** Changes the query and asks again. */
  setFilter(change: Partial<ImagesFilter>): void
  toggleGroup(key: string): void
  /** Folds or unfolds all groups. */
  foldAll(isFolded: boolean): void
  select(ids: ReadonlySet<string>): void
  refresh(): Promise<void>
  /** Asks this client from now on and follows its events until the returned function is called. What is shown stays. */
  connect(client: Client): () => void
}

export const noFilter: ImagesFilter = {
  text: '',
  verdicts: [],
  architectures: [],
  sort: 'name',
  descending: false,
  groupBy: 'none',
}

const firstPage = 200
const nextPage = 1000
/** Images that changed one by one are fetched one by one, up to this many at a time. */
const patchLimit = 40
const patchDelayMs = 120
/** The whole list is asked for again when changes pause for this long, or have gone on for the other. */
const quietMs = 1500
const longestWaitMs = 10_000

export function createImagesStore(filter: Partial<ImagesFilter> = {}): ImagesStore {
  const state = createStore<ImagesState>(() => ({
    filter: { ...noFilter, ...filter },
    page: null,
    images: [],
    isLoading: false,
    error: null,
    collapsed: new Set(),
    selected: new Set(),
  }))
  let client: Client | null = null
  let asking: AbortController | null = null
  let changed = new Set<string>()
  let patchTimer: ReturnType<typeof setTimeout> | null = null
  let refreshTimer: ReturnType<typeof setTimeout> | null = null
  let waitingSince: number | null = null
  /** The filter that the images in the state answer to the end. */
  let answered: ImagesFilter | null = null

  /** Asks for the whole list: a first page that is shown at once, then the rest. */
  const refresh = async (): Promise<void> => {
    asking?.abort()
    const mine = new AbortController()
    asking = mine
    if (refreshTimer !== null) clearTimeout(refreshTimer)
    refreshTimer = null
    waitingSince = null
    const from = client
    if (from === null) return
    state.setState({ isLoading: true })
    const query = state.getState().filter
    let images: readonly ImageSummary[] = []
    for (;;) {
      const limit = images.length === 0 ? firstPage : nextPage
      const answer = await from.call(
        'images.list',
        {
          ...query,
          verdicts: [...query.verdicts],
          architectures: [...query.architectures],
          offset: images.length,
          limit,
        },
        { signal: mine.signal },
      )
      if (asking !== mine) return
      if (!answer.ok) {
        if (answer.error.kind !== 'cancelled') state.setState({ isLoading: false, error: answer.error })
        return
      }
      const { images: more, ...page } = answer.value
      images = [...images, ...more]
      const isComplete = more.length === 0 || images.length >= page.total
      state.setState((before) => ({
        page,
        // In a refresh what was there stays behind the new rows until the rest has come, so that nothing moves.
        images: isComplete || answered !== query ? images : mergeAhead(images, before.images, page.total),
        error: null,
        isLoading: !isComplete,
        ...(isComplete ? { selected: keepKnown(before.selected, images) } : {}),
      }))
      if (isComplete) {
        asking = null
        answered = query
        return
      }
    }
  }

  /** Fetches images that are known to have changed and puts them in place of the old ones. */
  const patch = async (): Promise<void> => {
    patchTimer = null
    const from = client
    if (from === null) return
    const ids = [...changed]
    changed = new Set()
    const known = new Set(state.getState().images.map((image) => image.id))
    const answers = await Promise.all(ids.filter((id) => known.has(id)).map((id) => from.call('images.get', { id })))
    const fresh = new Map(answers.flatMap((answer) => (answer.ok ? [[answer.value.id, answer.value] as const] : [])))
    if (fresh.size === 0) return
    state.setState((before) => ({ images: before.images.map((image) => fresh.get(image.id) ?? image) }))
  }

  /** Asks for everything soon, but not while changes come one after the other. */
  const refreshLater = (): void => {
    const now = Date.now()
    waitingSince ??= now
    if (refreshTimer !== null) clearTimeout(refreshTimer)
    refreshTimer = setTimeout(() => void refresh(), Math.max(0, Math.min(quietMs, waitingSince + longestWaitMs - now)))
  }

  const onChanged = (ids: readonly string[]): void => {
    for (const id of ids) changed.add(id)
    if (ids.length === 0) {
      changed = new Set()
      if (refreshTimer !== null) clearTimeout(refreshTimer)
      refreshTimer = setTimeout(() => void refresh(), state.getState().page === null ? 0 : patchDelayMs)
      return
    }
    // Order, groups and counts may have moved as well; they may wait for a quiet moment.
    refreshLater()
    if (changed.size > patchLimit) changed = new Set()
    else patchTimer ??= setTimeout(() => void patch(), patchDelayMs)
  }

  return {
    state,
    setFilter(change) {
      state.setState((before) => ({ filter: { ...before.filter, ...change } }))
      void refresh()
    },
    toggleGroup(key) {
      state.setState((before) => {
        const collapsed = new Set(before.collapsed)
        if (!collapsed.delete(key)) collapsed.add(key)
        return { collapsed }
      })
    },
    foldAll: (isFolded) =>
      state.setState(({ page }) => ({
        collapsed: new Set(isFolded ? (page?.groups ?? []).map(({ key }) => key) : []),
      })),
    select: (selected) => state.setState({ selected }),
    refresh,
    connect(to) {
      client = to
      const stops = [
        to.on('images.changed', ({ ids }) => onChanged(ids)),
        // Verdicts come from elsewhere; what is judged anew is shown anew.
        to.on('signatures.verified', ({ path }) => {
          const image = state.getState().images.find((one) => one.path === path)
          if (image !== undefined) onChanged([image.id])
        }),
        to.on('trust.changed', () => onChanged([])),
        to.on('keyring.changed', () => onChanged([])),
      ]
      void refresh()
      return () => {
        for (const stop of stops) stop()
        asking?.abort()
        asking = null
        if (patchTimer !== null) clearTimeout(patchTimer)
        if (refreshTimer !== null) clearTimeout(refreshTimer)
        patchTimer = null
        refreshTimer = null
        if (client === to) client = null
      }
    },
  }
}

/** New rows first, then those of before that are not among them, up to the new total. */
function mergeAhead(
  fresh: readonly ImageSummary[],
  before: readonly ImageSummary[],
  total: number,
): readonly ImageSummary[] {
  const known = new Set(fresh.map((image) => image.id))
  const rest = before.slice(fresh.length).filter((image) => !known.has(image.id))
  return [...fresh, ...rest].slice(0, total)
}

function keepKnown(selected: ReadonlySet<string>, images: readonly ImageSummary[]): ReadonlySet<string> {
  if (selected.size === 0) return selected
  const known = new Set(images.map((image) => image.id))
  const kept = [...selected].filter((id) => known.has(id))
  return kept.length === selected.size ? selected : new Set(kept)
}
