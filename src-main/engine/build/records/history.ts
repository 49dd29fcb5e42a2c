/** The history of builds: records and logs, read, forgotten, and put right after an engine died. */
import { join } from 'node:path'
import type { BuildDetail } from '../../../../src-shared/contract/build.ts'
import type { BuildRecord } from '../../../../src-shared/model/build.ts'
import { appError, failure } from '../../../../src-shared/text/errors/index.ts'
import type { EngineContext, Handlers } from '../../platform/context.ts'
import { ownerName } from '../../platform/owner.ts'
import { compareBuilds } from './compare-builds.ts'
import { createLiveBuild, type LiveBuild } from './live-build.ts'
import { findInLog, readLog, readNotices, removeLog } from './read-log.ts'
import { createRecordStore, type RecordStore } from './record-store.ts'

export interface History {
  readonly store: RecordStore
  /** The record as it is this moment. @throws AppFailure BUILD_NOT_FOUND */
  known(id: string): BuildRecord
  /** Begins to follow a build whose record was added; a log that is there is gone on with. */
  begin(record: BuildRecord): Promise<LiveBuild>
  /** Whether a build runs in this engine. */
  isLive(id: string): boolean
  /** Ends it with its last state. */
  end(id: string, changes: Partial<BuildRecord>): Promise<void>
  readonly handlers: Handlers<
    'build.list' | 'build.get' | 'build.compare' | 'build.forget' | 'build.log' | 'build.findInLog' | 'build.notices'
  >
}

export function createHistory(context: EngineContext): History {
  const { database, events, paths, clock } = context
  const store = createRecordStore(database, ownerName())
  const live = new Map<string, LiveBuild>()
  const folderOf = (id: string): string => join(paths.home, 'builds', id)

  /** What a dead engine left running is told as what it is. */
  const settleOrphans = (): void => {
    for (const record of store.orphans()) {
      const finishedAt = clock().toISOString()
      const steps = record.steps.map((step) =>
        step.state === 'running' ? { ...step, state: 'failed' as const, finishedAt } : step,
      )
      const error = appError('BUILD_INTERRUPTED')
      // One that a remote builder goes on with was not interrupted.
      const isAway = store.placeOf(record.id) !== null
      const state = isAway ? 'detached' : 'interrupted'
      store.save({ ...record, steps, state, finishedAt: isAway ? null : finishedAt, error: isAway ? null : error })
    }
  }

  const known = (id: string): BuildRecord => {
    const record = live.get(id)?.record() ?? store.get(id)
    if (record === null) throw failure('BUILD_NOT_FOUND', { id })
    return record
  }

  const detailOf = (id: string): BuildDetail => {
    const record = known(id)
    const params = store.paramsOf(id)
    if (params === null) throw failure('BUILD_NOT_FOUND', { id })
    const { from } = params
    const isDefinition = from.kind === 'definition'
    return {
      ...record,
      text: isDefinition ? from.text : '',
      folder: isDefinition ? from.folder : '',
      arguments: params.arguments,
      params,
    }
  }

  return {
    store,
    known,
    async begin(record) {
      const { total } = await readLog(folderOf(record.id), 1, 1)
      const build = createLiveBuild(context, store, record, folderOf(record.id), total)
      live.set(record.id, build)
      return build
    },
    isLive: (id) => live.has(id),
    async end(id, changes) {
      const build = live.get(id)
      if (build === undefined) {
        const record = store.get(id)
        if (record === null) return
        store.save({ ...record, ...changes })
        events.emit('build.changed', { ...record, ...changes })
        return
      }
      await build.end(changes)
      live.delete(id)
    },
    handlers: {
      'build.list': () => {
        settleOrphans()
        return store.list().map((record) => live.get(record.id)?.record() ?? record)
      },
      'build.get': ({ id }) => {
        settleOrphans()
        return detailOf(id)
      },
      'build.compare': ({ a, b }) => compareBuilds(detailOf(a), detailOf(b)),
      'build.forget': async ({ ids }) => {
        settleOrphans()
        const records = [...new Set(ids)].map(known)
        const running = records.find(({ state }) => state === 'running')
        if (running !== undefined) throw failure('BUILD_RUNNING', { name: running.name })
        for (const { id } of records) {
          await removeLog(folderOf(id))
          store.remove(id)
        }
        events.emit('build.forgotten', { ids: records.map(({ id }) => id) })
        return { removed: records.length }
      },
      'build.log': ({ id, from, count }) => {
        known(id)
        return readLog(folderOf(id), from, count)
      },
      'build.findInLog': ({ id, text, after }) => {
        known(id)
        return findInLog(folderOf(id), text, after)
      },
      'build.notices': async ({ id }) => {
        known(id)
        return { lines: await readNotices(folderOf(id)) }
      },
    },
  }
}
