/** The history as it is listed: drafts and builds in one order, newest first, each with its words. Pure. */
import type { BuildRecord, Draft } from '../../../../src-shared/model/build.ts'
import { assertNever } from '../../../../src-shared/model/result.ts'
import { buildHistoryText as text } from '../../../../src-shared/text/build-history.ts'
import { stepWhere } from '../../../../src-shared/text/build-run.ts'
import { formatRelative, formatSize } from '../../../../src-shared/text/format.ts'
import type { IconName } from '../../../components/icon.tsx'

export type HistoryRow =
  | { readonly kind: 'draft'; readonly key: string; readonly at: string; readonly draft: Draft }
  | { readonly kind: 'build'; readonly key: string; readonly at: string; readonly build: BuildRecord }

/**
 * Drafts and builds, newest first. A draft that was not touched since it was built is not listed beside
 * its build.
 */
export function historyRows(builds: readonly BuildRecord[], drafts: readonly Draft[]): readonly HistoryRow[] {
  const builtAt = new Map<string, string>()
  for (const { definitionId, startedAt } of builds) {
    if (definitionId !== null && startedAt > (builtAt.get(definitionId) ?? '')) builtAt.set(definitionId, startedAt)
  }
  const open = drafts.filter(({ id, changedAt }) => changedAt > (builtAt.get(id) ?? ''))
  const rows: readonly HistoryRow[] = [
    ...open.map((draft) => ({ kind: 'draft' as const, key: `draft ${draft.id}`, at: draft.changedAt, draft })),
    ...builds.map((build) => ({ kind: 'build' as const, key: `build ${build.id}`, at: build.startedAt, build })),
  ]
  return rows.toSorted((one, other) => other.at.localeCompare(one.at) || other.key.localeCompare(one.key))
}

/** As within a sentence: `3 days ago`, `yesterday`, `12 Nov 2026`. */
export function whenText(iso: string, now: Date): string {
  const when = formatRelative(iso, now)
  return /^[A-Z]/.test(when) ? `${when.charAt(0).toLowerCase()}${when.slice(1)}` : when
}

/** The quiet line of a build: its state, when, how large. */
export function buildWords({ state, steps, finishedAt, startedAt, result }: BuildRecord, now: Date): string {
  const when = whenText(finishedAt ?? startedAt, now)
  switch (state) {
    case 'running': {
      const at = steps.findLastIndex((step) => step.state === 'running')
      return at === -1 ? text.starting : text.running(at + 1, steps.length)
    }
    case 'done':
      return result === null ? text.builtPlain(when) : text.built(when, formatSize(result.sizeBytes))
    case 'failed': {
      const failed = steps.find((step) => step.state === 'failed')
      return failed === undefined ? text.failedPlain(when) : text.failed(stepWhere(failed.key, failed.stage), when)
    }
    case 'cancelled':
      return text.cancelled(when)
    case 'interrupted':
      return text.interrupted(when)
    case 'detached':
      return text.detached
    default:
      return assertNever(state)
  }
}

export function draftWords({ changedAt }: Draft, now: Date): string {
  return text.draft(whenText(changedAt, now))
}

export const buildIcons: Readonly<Record<BuildRecord['state'], IconName>> = {
  running: 'activity',
  done: 'check',
  failed: 'stop',
  cancelled: 'cross',
  interrupted: 'warning',
  detached: 'cloud',
}

/** The build that another is compared with first: the last one before it of the same definition that came to an end. */
export function comparedFirst(build: BuildRecord, builds: readonly BuildRecord[]): BuildRecord | null {
  const others = builds.filter(({ id }) => id !== build.id)
  const earlier = others.filter(({ name, startedAt }) => name === build.name && startedAt < build.startedAt)
  return earlier.find(({ state }) => state === 'done') ?? earlier[0] ?? others[0] ?? null
}
