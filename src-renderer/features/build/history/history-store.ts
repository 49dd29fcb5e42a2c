/** Builds and drafts as the engine tells of them: lists first, then an event for each change. It only keeps what it was told. */
import { create } from 'zustand'
import type { Client } from '../../../../src-shared/contract/client.ts'
import type { BuildRecord, Draft } from '../../../../src-shared/model/build.ts'
import type { AppError } from '../../../../src-shared/model/error.ts'

export interface HistoryState {
  /** Newest first; null until they were read once. */
  readonly builds: readonly BuildRecord[] | null
  readonly drafts: readonly Draft[]
  /** Why they could not be read; what was known stays. */
  readonly error: AppError | null
}

export const useHistory = create<HistoryState>(() => ({ builds: null, drafts: [], error: null }))

/** Puts a build that an event told of in its place. */
function put(builds: readonly BuildRecord[], build: BuildRecord): readonly BuildRecord[] {
  if (builds.some(({ id }) => id === build.id)) return builds.map((one) => (one.id === build.id ? build : one))
  return [build, ...builds].toSorted((one, other) => other.startedAt.localeCompare(one.startedAt))
}

async function readBuilds(client: Client): Promise<void> {
  const answer = await client.call('build.list', {})
  useHistory.setState(answer.ok ? { builds: answer.value, error: null } : { error: answer.error })
}

async function readDrafts(client: Client): Promise<void> {
  const answer = await client.call('build.drafts', {})
  useHistory.setState(answer.ok ? { drafts: answer.value } : { error: answer.error })
}

export async function reloadHistory(client: Client): Promise<void> {
  await Promise.all([readBuilds(client), readDrafts(client)])
}

/** Follows the history of this client until the returned function is called. */
export function followHistory(client: Client): () => void {
  const stops = [
    client.on('build.changed', (build) =>
      useHistory.setState(({ builds }) => (builds === null ? {} : { builds: put(builds, build) })),
    ),
    client.on('build.forgotten', ({ ids }) =>
      useHistory.setState(({ builds }) =>
        builds === null ? {} : { builds: builds.filter(({ id }) => !ids.includes(id)) },
      ),
    ),
    // Other engines tell of an image they made, but of no build.
    client.on('images.changed', () => void readBuilds(client)),
    client.on('build.draftsChanged', () => void readDrafts(client)),
  ]
  void reloadHistory(client)
  return () => {
    for (const stop of stops) stop()
  }
}
