/** The remotes as the database keeps them. Tokens are not here: they are secrets and live in the platform's store. */
import { z } from 'zod'
import type { Database } from '../platform/database.ts'
import { servicesSchema } from './discovery.ts'

const knowledgeSchema = z.object({
  services: servicesSchema.nullable().default(null),
  /** What short references mean on this server, once known. */
  entity: z.string().nullable().default(null),
  collection: z.string().nullable().default(null),
  /** Whose token is kept, and when a service last refused it. */
  account: z.string().nullable().default(null),
  tokenRefusedAt: z.string().nullable().default(null),
})
export type Knowledge = Readonly<z.infer<typeof knowledgeSchema>>

/** Of a remote that nobody has asked yet. */
export const nothingKnown: Knowledge = {
  services: null,
  entity: null,
  collection: null,
  account: null,
  tokenRefusedAt: null,
}

export interface StoredRemote {
  readonly name: string
  readonly uri: string
  readonly insecure: boolean
  readonly active: boolean
  readonly knowledge: Knowledge
}

interface Row {
  readonly name: string
  readonly uri: string
  readonly insecure: number
  readonly active: number
  readonly services_json: string
}

export interface RemoteStore {
  list(): readonly StoredRemote[]
  get(name: string): StoredRemote | null
  insert(remote: StoredRemote): void
  remove(name: string): boolean
  /** Null: none is active. */
  activate(name: string | null): void
  know(name: string, knowledge: Knowledge): void
}

export function createRemoteStore(database: Database): RemoteStore {
  const select = database.prepare<[], Row>('SELECT * FROM remotes ORDER BY name')
  const selectOne = database.prepare<[string], Row>('SELECT * FROM remotes WHERE name = ?')
  const insert = database.prepare(
    'INSERT INTO remotes (name, uri, insecure, active, services_json) VALUES (?, ?, ?, ?, ?)',
  )
  const remove = database.prepare('DELETE FROM remotes WHERE name = ?')
  const activate = database.prepare('UPDATE remotes SET active = (name IS ?)')
  const know = database.prepare('UPDATE remotes SET services_json = ? WHERE name = ?')
  return {
    list: () => select.all().map(fromRow),
    get(name) {
      const row = selectOne.get(name)
      return row ? fromRow(row) : null
    },
    insert(remote) {
      insert.run(remote.name, remote.uri, Number(remote.insecure), 0, JSON.stringify(remote.knowledge))
      if (remote.active) activate.run(remote.name)
    },
    remove: (name) => remove.run(name).changes > 0,
    activate(name) {
      activate.run(name)
    },
    know(name, knowledge) {
      know.run(JSON.stringify(knowledge), name)
    },
  }
}

function fromRow(row: Row): StoredRemote {
  const parsed = knowledgeSchema.safeParse(JSON.parse(row.services_json))
  return {
    name: row.name,
    uri: row.uri,
    insecure: row.insecure === 1,
    active: row.active === 1,
    // What another version wrote and this one cannot read is asked for again.
    knowledge: parsed.success ? parsed.data : nothingKnown,
  }
}
