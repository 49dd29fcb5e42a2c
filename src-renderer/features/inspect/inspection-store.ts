/**
 * What is known of one file: its inspection, and its entry in the library if it has one. Reads
 * through the client and asks again when the library says that the file changed.
 */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Client } from '../../../src-shared/contract/client.ts'
import type { AppError } from '../../../src-shared/model/error.ts'
import type { ImageSummary } from '../../../src-shared/model/image.ts'
import type { Inspection } from '../../../src-shared/model/inspection.ts'

export interface InspectionState {
  readonly inspection: Inspection | null
  /** Null when the file is not in the library, or it is not known yet. */
  readonly image: ImageSummary | null
  readonly isLoading: boolean
  /** Why the last question failed; what was read before stays. */
  readonly error: AppError | null
  /** A digest is being worked out, which reads the whole file. */
  readonly isHashing: boolean
}

export interface InspectionStore {
  readonly state: StoreApi<InspectionState>
  refresh(): Promise<void>
  workOutDigest(): Promise<void>
  connect(client: Client): () => void
}

export function createInspectionStore(path: string): InspectionStore {
  const state = createStore<InspectionState>(() => ({
    inspection: null,
    image: null,
    isLoading: true,
    error: null,
    isHashing: false,
  }))
  let client: Client | null = null
  let abort = new AbortController()

  const ask = async (digest: boolean): Promise<void> => {
    const from = client
    if (from === null) return
    const { signal } = abort
    state.setState(digest ? { isHashing: true } : { isLoading: true })
    const answer = await from.call('inspect.overview', { path, digest }, { signal })
    if (client !== from || signal.aborted) return
    const rest = { isLoading: false, isHashing: false }
    if (answer.ok) {
      // A digest that is known must not get lost by an overview that did not ask for it.
      state.setState((before) => ({
        ...rest,
        error: null,
        inspection: withKnownDigest(answer.value, before.inspection),
      }))
    } else if (answer.error.kind !== 'cancelled') state.setState({ ...rest, error: answer.error })
  }

  const askEntry = async (): Promise<void> => {
    const from = client
    if (from === null) return
    const answer = await from.call('images.byPath', { path })
    if (client === from && answer.ok) state.setState({ image: answer.value })
  }

  return {
    state,
    async refresh() {
      await Promise.all([ask(false), askEntry()])
    },
    workOutDigest: () => ask(true),
    connect(to) {
      client = to
      abort = new AbortController()
      // A signature that came or went is seen by its verification; files outside the list tell nothing else.
      const stopVerified = to.on('signatures.verified', ({ path: of, verification }) => {
        const known = state.getState().inspection?.objects.filter(({ type }) => type === 'Signature').length
        if (of === path && known !== undefined && known !== verification.signatures.length) void ask(false)
      })
      const stop = to.on('images.changed', ({ ids }) => {
        const { image } = state.getState()
        if (ids.length > 0 && image !== null && !ids.includes(image.id)) return
        const before = image
        void askEntry().then(() => {
          // The bytes are read again only when they can be others.
          const after = state.getState().image
          if (before?.fileState !== after?.fileState || before?.sizeBytes !== after?.sizeBytes) void ask(false)
        })
      })
      void ask(false)
      void askEntry()
      return () => {
        stop()
        stopVerified()
        abort.abort()
        if (client === to) client = null
      }
    },
  }
}

function withKnownDigest(inspection: Inspection, before: Inspection | null): Inspection {
  if (inspection.digest !== null || before === null || before.digest === null) return inspection
  const isSame = before.sizeBytes === inspection.sizeBytes && before.header.modifiedAt === inspection.header.modifiedAt
  return isSame ? { ...inspection, digest: before.digest } : inspection
}
