/**
 * Decisions: what the user has said about keys, by primary-key fingerprint, with date, how it was
 * checked, scope and note. Keeps and finds them; it draws no verdict, and nothing but a call of the
 * user makes one.
 */
import type { trustCalls } from '../../../src-shared/contract/trust.ts'
import type { Decision, DecisionKind, DecisionMethod, DecisionScope } from '../../../src-shared/model/decision.ts'
import { isInNamespace, plainNamespace } from '../../../src-shared/model/namespace.ts'
import { assertNever } from '../../../src-shared/model/result.ts'
import { failure } from '../../../src-shared/text/errors/index.ts'
import type { EngineContext, Handlers } from '../platform/context.ts'

/** What scopes are compared with. */
export interface ImageIdentity {
  /** Like `library://acme/genomics/gatk:4.6.1`; null for an image from elsewhere. */
  readonly reference: string | null
  /** `sha256:…` of the file; null where it is not known. */
  readonly digest: string | null
}

export interface TrustService {
  readonly handlers: Handlers<keyof typeof trustCalls>
  /** The decision that counts for an image: the one of narrowest scope. */
  decisionFor(fingerprint: string, image: ImageIdentity): Decision | null
  /** The decision shown beside a key: the widest one. */
  shownDecision(fingerprint: string): Decision | null
  /** Keys about which something was decided. */
  decided(): readonly string[]
  /** All decisions, the newest first. */
  list(): readonly Decision[]
  /** Puts down what the user said. @throws AppFailure TRUST_NOT_CHECKED, TRUST_NOT_A_PRIMARY_KEY */
  record(said: Omit<Decision, 'at'>): Decision
}

export interface TrustNeeds {
  /** The primary key that a fingerprint belongs to; null for a key that is not here. */
  primaryOf(fingerprint: string): string | null
}

interface DecisionRow {
  readonly fingerprint: string
  readonly scope_kind: DecisionScope['kind']
  readonly scope_value: string
  readonly kind: DecisionKind
  readonly how: DecisionMethod
  readonly note: string
  readonly at: string
}

export function createTrust({ database, events, clock }: EngineContext, needs: TrustNeeds): TrustService {
  const columns = 'fingerprint, scope_kind, scope_value, kind, how, note, at'
  const all = database.prepare<[], DecisionRow>(`SELECT ${columns} FROM decisions ORDER BY at DESC, fingerprint`)
  const ofKey = database.prepare<[string], DecisionRow>(`SELECT ${columns} FROM decisions WHERE fingerprint = ?`)
  const put = database.prepare<DecisionRow>(
    `INSERT INTO decisions (${columns}) VALUES (@fingerprint, @scope_kind, @scope_value, @kind, @how, @note, @at)
     ON CONFLICT (fingerprint, scope_kind, scope_value) DO UPDATE SET kind = @kind, how = @how, note = @note, at = @at`,
  )
  const dropAll = database.prepare<[string]>('DELETE FROM decisions WHERE fingerprint = ?')
  const dropOne = database.prepare<[string, string, string]>(
    'DELETE FROM decisions WHERE fingerprint = ? AND scope_kind = ? AND scope_value = ?',
  )

  const decisionsOf = (fingerprint: string): readonly Decision[] => ofKey.all(fingerprint).map(decisionFrom)

  const record = ({ fingerprint, kind, how, scope, note }: Omit<Decision, 'at'>): Decision => {
    if (kind === 'verified' && how === 'notChecked') throw failure('TRUST_NOT_CHECKED')
    const primary = needs.primaryOf(fingerprint)
    if (primary !== null && primary !== fingerprint) throw failure('TRUST_NOT_A_PRIMARY_KEY', { fingerprint, primary })
    const row: DecisionRow = {
      fingerprint,
      scope_kind: scope.kind,
      scope_value: scopeValue(scope),
      kind,
      how,
      note,
      at: clock().toISOString(),
    }
    put.run(row)
    events.emit('trust.changed', { fingerprints: [fingerprint] })
    return decisionFrom(row)
  }

  return {
    record,
    decisionFor: (fingerprint, image) =>
      narrowestFirst(decisionsOf(fingerprint)).find(({ scope }) => scopeCovers(scope, image)) ?? null,
    decided: () => [...new Set(all.all().map(({ fingerprint }) => fingerprint))],
    list: () => all.all().map(decisionFrom),
    shownDecision: (fingerprint) => narrowestFirst(decisionsOf(fingerprint)).at(-1) ?? null,
    handlers: {
      'trust.list': () => all.all().map(decisionFrom),
      'trust.decide': record,
      'trust.undecide': ({ fingerprint, scope }) => {
        const { changes } =
          scope === undefined ? dropAll.run(fingerprint) : dropOne.run(fingerprint, scope.kind, scopeValue(scope))
        if (changes > 0) events.emit('trust.changed', { fingerprints: [fingerprint] })
        return { removed: changes }
      },
    },
  }
}

function decisionFrom({ fingerprint, scope_kind, scope_value, kind, how, note, at }: DecisionRow): Decision {
  return { fingerprint, kind, how, note, at, scope: scopeFrom(scope_kind, scope_value) }
}

function scopeFrom(kind: DecisionScope['kind'], value: string): DecisionScope {
  switch (kind) {
    case 'everywhere':
      return { kind }
    case 'namespace':
      return { kind, namespace: value }
    case 'image':
      return { kind, digest: value }
    default:
      return assertNever(kind)
  }
}

function scopeValue(scope: DecisionScope): string {
  switch (scope.kind) {
    case 'everywhere':
      return ''
    case 'namespace':
      return plainNamespace(scope.namespace)
    case 'image':
      return scope.digest
    default:
      return assertNever(scope)
  }
}

function scopeCovers(scope: DecisionScope, image: ImageIdentity): boolean {
  switch (scope.kind) {
    case 'everywhere':
      return true
    case 'namespace':
      return image.reference !== null && isInNamespace(image.reference, scope.namespace)
    case 'image':
      return image.digest !== null && image.digest === scope.digest
    default:
      return assertNever(scope)
  }
}

function width({ scope }: Decision): number {
  switch (scope.kind) {
    case 'image':
      return 0
    case 'namespace':
      // The longer the name, the narrower the namespace.
      return 1 + 1 / (1 + scope.namespace.length)
    case 'everywhere':
      return 3
    default:
      return assertNever(scope)
  }
}

function narrowestFirst(decisions: readonly Decision[]): readonly Decision[] {
  return [...decisions].sort((a, b) => width(a) - width(b))
}
