/** What arrived, and what policies did with it: the record, and the list of what lies in the quarantine. */
import { namespaceOf } from '../../../src-shared/model/namespace.ts'
import type { Arrival } from '../../../src-shared/model/policy.ts'
import type { Database } from '../platform/database.ts'

export interface ArrivalStore {
  add(arrival: Arrival): void
  get(id: string): Arrival | null
  count(): number
  latest(limit: number): readonly Arrival[]
  /** The last arrival of a file. */
  ofPath(path: string): Arrival | null
  waiting(): readonly Arrival[]
  /** The last one that a policy applied to. @param namespace of the policy; null for the one for everything */
  lastOfPolicy(namespace: string | null): Arrival | null
  /** What became of something that was kept out, and where it lies now. */
  settle(id: string, after: 'released' | 'deleted', at: string, note: string, path: string): void
}

interface ArrivalRow {
  readonly arrival_json: string
}

/** So many are remembered; what waits is never forgotten. */
const mostArrivals = 5000

export function createArrivalStore(database: Database): ArrivalStore {
  const put = database.prepare<[string, string, string, string | null, string, string | null, string]>(
    'INSERT OR REPLACE INTO arrivals (id, at, namespace, reference, path, after, arrival_json) VALUES (?, ?, ?, ?, ?, ?, ?)',
  )
  const trim = database.prepare<[number]>(
    `DELETE FROM arrivals WHERE after IS NOT 'waiting' AND id IN
       (SELECT id FROM arrivals ORDER BY at DESC, rowid DESC LIMIT -1 OFFSET ?)`,
  )
  const one = database.prepare<[string], ArrivalRow>('SELECT arrival_json FROM arrivals WHERE id = ?')
  const size = database.prepare<[], { readonly count: number }>('SELECT count(*) AS count FROM arrivals')
  const newest = database.prepare<[number], ArrivalRow>(
    'SELECT arrival_json FROM arrivals ORDER BY at DESC, rowid DESC LIMIT ?',
  )
  const byPath = database.prepare<[string], ArrivalRow>(
    'SELECT arrival_json FROM arrivals WHERE path = ? ORDER BY at DESC, rowid DESC LIMIT 1',
  )
  const held = database.prepare<[], ArrivalRow>(
    `SELECT arrival_json FROM arrivals WHERE after = 'waiting' ORDER BY at DESC, rowid DESC`,
  )
  const ofPolicy = database.prepare<[string], ArrivalRow>(
    'SELECT arrival_json FROM arrivals WHERE namespace = ? ORDER BY at DESC, rowid DESC LIMIT 1',
  )
  const write = (arrival: Arrival): void => {
    const { id, at, reference, path, after, admission } = arrival
    put.run(id, at, admission.namespace ?? '', reference, path, after, JSON.stringify(arrival))
  }
  const get = (id: string): Arrival | null => read(one.get(id))
  return {
    add(arrival) {
      write(arrival)
      trim.run(mostArrivals)
    },
    get,
    count: () => size.get()?.count ?? 0,
    latest: (limit) => newest.all(limit).flatMap((row) => read(row) ?? []),
    ofPath: (path) => read(byPath.get(path)),
    waiting: () => held.all().flatMap((row) => read(row) ?? []),
    lastOfPolicy: (namespace) => read(ofPolicy.get(namespace ?? '')),
    settle(id, after, at, note, path) {
      const arrival = get(id)
      if (arrival !== null) write({ ...arrival, after, afterAt: at, note, path })
    },
  }
}

function read(row: ArrivalRow | undefined): Arrival | null {
  if (row === undefined) return null
  const arrival: Arrival = JSON.parse(row.arrival_json)
  return arrival
}

/** The namespace whose signers are remembered; null for what came from nowhere in particular. */
export function memoryNamespace(reference: string | null): string | null {
  return reference === null ? null : namespaceOf(reference)
}
