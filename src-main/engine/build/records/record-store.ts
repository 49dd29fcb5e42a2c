/** Builds in the database: the record that is shown, what started it, and how a remote builder is come back to. */
import type { BuildStartParams } from '../../../../src-shared/contract/build.ts'
import type { BuildRecord, BuildState } from '../../../../src-shared/model/build.ts'
import type { Database } from '../../platform/database.ts'
import { isOwnerAlive } from '../../platform/owner.ts'

export interface RecordStore {
  add(record: BuildRecord, params: BuildStartParams): void
  save(record: BuildRecord): void
  get(id: string): BuildRecord | null
  paramsOf(id: string): BuildStartParams | null
  /** Newest first. */
  list(): readonly BuildRecord[]
  /** What a builder keeps to come back to a build; null when nothing. */
  placeOf(id: string): unknown
  keepPlace(id: string, place: unknown): void
  remove(id: string): void
  /** Builds that run in engines that do not live any more. */
  orphans(): readonly BuildRecord[]
}

interface Row {
  readonly state: BuildState
  readonly owner: string
  readonly record_json: string
  readonly params_json: string
  readonly place_json: string | null
}

/** More are not shown. */
const mostListed = 2000

export function createRecordStore(database: Database, owner: string): RecordStore {
  const insert = database.prepare(`
    INSERT INTO builds (id, started_at, state, owner, record_json, params_json)
    VALUES (@id, @startedAt, @state, @owner, @record, @params)`)
  const update = database.prepare(
    'UPDATE builds SET state = @state, owner = @owner, record_json = @record WHERE id = @id',
  )
  const select = database.prepare<[string], Row>('SELECT * FROM builds WHERE id = ?')
  const selectAll = database.prepare<[number], Row>('SELECT * FROM builds ORDER BY started_at DESC, rowid DESC LIMIT ?')
  const selectRunning = database.prepare<[], Row>(`SELECT * FROM builds WHERE state = 'running'`)
  const setPlace = database.prepare('UPDATE builds SET place_json = ? WHERE id = ?')
  const drop = database.prepare('DELETE FROM builds WHERE id = ?')
  const recordOf = (row: Row): BuildRecord => JSON.parse(row.record_json)

  return {
    add(record, params) {
      const { id, startedAt, state } = record
      insert.run({ id, startedAt, state, owner, record: JSON.stringify(record), params: JSON.stringify(params) })
    },
    save: (record) => void update.run({ id: record.id, state: record.state, owner, record: JSON.stringify(record) }),
    get(id) {
      const row = select.get(id)
      return row ? recordOf(row) : null
    },
    paramsOf(id) {
      const row = select.get(id)
      return row ? JSON.parse(row.params_json) : null
    },
    list: () => selectAll.all(mostListed).map(recordOf),
    placeOf(id) {
      const text = select.get(id)?.place_json ?? null
      return text === null ? null : JSON.parse(text)
    },
    keepPlace: (id, place) => void setPlace.run(JSON.stringify(place), id),
    remove: (id) => void drop.run(id),
    orphans: () =>
      selectRunning
        .all()
        .filter((row) => row.owner !== owner && !isOwnerAlive(row.owner))
        .map(recordOf),
  }
}
