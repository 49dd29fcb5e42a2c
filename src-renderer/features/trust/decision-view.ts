/**
 * What can be decided about a key and where it can count. Pure: it makes the parameters of a
 * decision from what was chosen, and never more than was chosen.
 */
import type { CallInput } from '../../../src-shared/contract/index.ts'
import type { Decision, DecisionMethod, DecisionScope } from '../../../src-shared/model/decision.ts'
import type { ImageSummary } from '../../../src-shared/model/image.ts'

export type Choice = 'checked' | 'accept' | 'reject' | 'later'

export interface ScopeOption {
  readonly id: string
  readonly scope: DecisionScope
  /** Name of the image of an image scope. */
  readonly imageName: string | null
}

export const everywhereOption: ScopeOption = { id: 'everywhere', scope: { kind: 'everywhere' }, imageName: null }

/** Text that tells scopes apart. */
export function scopeId(scope: DecisionScope): string {
  switch (scope.kind) {
    case 'everywhere':
      return 'everywhere'
    case 'namespace':
      return `namespace ${scope.namespace}`
    case 'image':
      return `image ${scope.digest}`
  }
}

/** The namespaces of a reference, nearest first: `library://acme/genomics/gatk:1` gives `…/genomics/*` and `…/acme/*`. */
export function namespacesOf(reference: string): readonly string[] {
  const match = /^([a-z][a-z0-9+.-]*:\/\/)(.+)$/.exec(reference)
  if (match === null) return []
  const [, scheme = '', rest = ''] = match
  const parts = rest.split('/').slice(0, -1)
  return parts.map((_, index) => `${scheme}${parts.slice(0, parts.length - index).join('/')}/*`)
}

/**
 * Where a decision about a key can count: everywhere, the namespaces its images came from, and
 * single images. An image that was named by the way here comes with its own namespaces first.
 * @param images local images that carry this signer
 * @param focus path of the image that led here, or null
 */
export function scopeOptions(images: readonly ImageSummary[], focus: string | null): readonly ScopeOption[] {
  const ordered = [...images].sort((a, b) => Number(b.path === focus) - Number(a.path === focus))
  const namespaces = [
    ...new Set(ordered.flatMap(({ reference }) => (reference === null ? [] : namespacesOf(reference)))),
  ]
  const single = ordered.filter(({ path, digest }) => digest !== null && (path === focus || images.length === 1))
  const options: ScopeOption[] = [everywhereOption]
  for (const namespace of namespaces.slice(0, 6)) {
    const scope: DecisionScope = { kind: 'namespace', namespace }
    options.push({ id: scopeId(scope), scope, imageName: null })
  }
  for (const { digest, name } of single) {
    if (digest === null) continue
    const scope: DecisionScope = { kind: 'image', digest }
    options.push({ id: scopeId(scope), scope, imageName: name })
  }
  return options
}

/** The scope that is chosen beforehand: narrow for trust that was not checked, everywhere for the rest. */
export function usualScope(choice: Choice, options: readonly ScopeOption[]): ScopeOption | null {
  const everywhere = options.find(({ scope }) => scope.kind === 'everywhere') ?? null
  if (choice !== 'accept') return everywhere
  return options.find(({ scope }) => scope.kind === 'namespace') ?? everywhere
}

/** What was chosen in the form. */
export interface DecisionDraft {
  readonly choice: Choice
  readonly how: Exclude<DecisionMethod, 'notChecked'> | null
  readonly scope: DecisionScope
  readonly note: string
}

/**
 * The call that a draft means; null while it cannot be saved or when there is nothing to save.
 * @param isChecked whether the whole fingerprint was compared and is equal
 */
export function decisionCall(
  fingerprint: string,
  draft: DecisionDraft,
  isChecked: boolean,
): CallInput<'trust.decide'> | null {
  const shared = { fingerprint, scope: draft.scope, note: draft.note.trim() }
  switch (draft.choice) {
    case 'checked':
      return isChecked && draft.how !== null ? { ...shared, kind: 'verified', how: draft.how } : null
    case 'accept':
      return { ...shared, kind: 'accepted', how: 'notChecked' }
    case 'reject':
      return { ...shared, kind: 'rejected', how: 'notChecked' }
    case 'later':
      return null
  }
}

/** The decisions about one key, the widest first, then the newest. */
export function decisionsAbout(fingerprint: string, decisions: readonly Decision[]): readonly Decision[] {
  const width = { everywhere: 0, namespace: 1, image: 2 } as const
  return decisions
    .filter((decision) => decision.fingerprint === fingerprint)
    .sort((a, b) => width[a.scope.kind] - width[b.scope.kind] || b.at.localeCompare(a.at))
}
