/** Policies in the database. Finds and keeps them; it judges nothing. */
import { plainNamespace } from '../../../src-shared/model/namespace.ts'
import { defaultPolicy, type Policy, type PolicyOrigin, type PolicyRules } from '../../../src-shared/model/policy.ts'
import type { Database } from '../platform/database.ts'

export interface PolicyStore {
  /** Narrowest first, the one for everything last; that one is always there. */
  list(): readonly Policy[]
  put(rules: PolicyRules, origin: PolicyOrigin, at: string): Policy
  remove(namespace: string | null): boolean
}

interface PolicyRow {
  readonly namespace: string
  readonly rules_json: string
  readonly origin_json: string
  readonly made_at: string
}

export function createPolicyStore(database: Database): PolicyStore {
  const all = database.prepare<[], PolicyRow>('SELECT namespace, rules_json, origin_json, made_at FROM policies')
  const put = database.prepare<[string, string, string, string]>(
    `INSERT INTO policies (namespace, rules_json, origin_json, made_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (namespace) DO UPDATE SET
       rules_json = excluded.rules_json, origin_json = excluded.origin_json, made_at = excluded.made_at`,
  )
  const drop = database.prepare<[string]>('DELETE FROM policies WHERE namespace = ?')

  return {
    list() {
      const stored = all.all().map(policyFrom)
      const everything = stored.find(({ namespace }) => namespace === null) ?? defaultPolicy
      const narrow = stored.filter(({ namespace }) => namespace !== null)
      narrow.sort(
        (one, other) =>
          (other.namespace ?? '').split('/').length - (one.namespace ?? '').split('/').length ||
          (one.namespace ?? '').localeCompare(other.namespace ?? ''),
      )
      return [...narrow, everything]
    },
    put(rules, origin, at) {
      const namespace = rules.namespace === null ? null : plainNamespace(rules.namespace)
      const kept: PolicyRules = { ...rules, namespace, signers: rules.signers && [...new Set(rules.signers)].sort() }
      put.run(namespace ?? '', JSON.stringify(kept), JSON.stringify(origin), at)
      return { ...kept, origin, madeAt: at }
    },
    remove: (namespace) => drop.run(namespace === null ? '' : plainNamespace(namespace)).changes > 0,
  }
}

function policyFrom({ namespace, rules_json, origin_json, made_at }: PolicyRow): Policy {
  const rules: PolicyRules = JSON.parse(rules_json)
  const origin: PolicyOrigin = JSON.parse(origin_json)
  return { ...defaultPolicy, ...rules, namespace: namespace === '' ? null : namespace, origin, madeAt: made_at }
}
