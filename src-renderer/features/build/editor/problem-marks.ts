/** Problems in the editor: underlined, explained with their correction under the pointer, and marked in the margin. */
import { type Diagnostic, setDiagnostics } from '@codemirror/lint'
import { type Extension, RangeSet, StateEffect, StateField, type TransactionSpec } from '@codemirror/state'
import { type EditorView, GutterMarker, gutter } from '@codemirror/view'
import type { DefinitionProblem } from '../../../../src-shared/definition/lint/problem.ts'
import type { ProblemSeverity } from '../../../../src-shared/text/definition-problems.ts'
import type { IconName } from '../../../components/icon.tsx'

export const severityIcons: Readonly<Record<ProblemSeverity, IconName>> = {
  error: 'stop',
  warning: 'warning',
  hint: 'info',
}

const severityOrder: readonly ProblemSeverity[] = ['error', 'warning', 'hint']

/** The sprite of icons is in the page, which a shadow tree cannot refer to; so its shapes are copied. */
function iconElement(name: IconName): Element {
  const icon = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  icon.setAttribute('viewBox', '0 0 16 16')
  const symbol = document.getElementById(`icon-${name}`)
  if (symbol !== null) icon.append(...Array.from(symbol.childNodes, (node) => node.cloneNode(true)))
  return icon
}

class ProblemMarker extends GutterMarker {
  readonly severity: ProblemSeverity
  constructor(severity: ProblemSeverity) {
    super()
    this.severity = severity
  }
  override eq(other: ProblemMarker): boolean {
    return other.severity === this.severity
  }
  override toDOM(): Node {
    const place = document.createElement('span')
    place.className = `problem-mark ${this.severity}`
    place.append(iconElement(severityIcons[this.severity]))
    return place
  }
}

const markers: Readonly<Record<ProblemSeverity, ProblemMarker>> = {
  error: new ProblemMarker('error'),
  warning: new ProblemMarker('warning'),
  hint: new ProblemMarker('hint'),
}

const setMarkers = StateEffect.define<RangeSet<GutterMarker>>()

const markerField = StateField.define<RangeSet<GutterMarker>>({
  create: () => RangeSet.empty,
  update(held, transaction) {
    let next = held.map(transaction.changes)
    for (const effect of transaction.effects) if (effect.is(setMarkers)) next = effect.value
    return next
  },
})

export const problemMarks: Extension = [
  markerField,
  gutter({
    class: 'problem-gutter',
    markers: (view) => view.state.field(markerField),
    initialSpacer: () => markers.hint,
  }),
]

/**
 * Shows problems that were found in the text as it is now; those of another text change nothing.
 * @param onFix makes a problem's correction
 */
export function showProblems(
  view: EditorView,
  problems: readonly DefinitionProblem[],
  onFix: (problem: DefinitionProblem) => void,
): void {
  const { doc } = view.state
  const within = problems.filter(({ end }) => end <= doc.length)
  const lines = new Map<number, ProblemSeverity>()
  for (const { start, severity } of within) {
    const { from } = doc.lineAt(start)
    const held = lines.get(from)
    if (held === undefined || severityOrder.indexOf(severity) < severityOrder.indexOf(held)) lines.set(from, severity)
  }
  const ranges = [...lines].sort(([a], [b]) => a - b).map(([from, severity]) => markers[severity].range(from))
  const diagnostics = within.map((problem): Diagnostic => {
    const { start, end, severity, message, fix } = problem
    return {
      from: start,
      // What has no length is marked at the character before or after it.
      to: Math.min(doc.length, Math.max(end, start + 1)),
      severity,
      message,
      ...(fix === null ? {} : { actions: [{ name: fix.title, apply: () => onFix(problem) }] }),
    }
  })
  const shown: TransactionSpec = setDiagnostics(view.state, diagnostics)
  view.dispatch(shown, { effects: setMarkers.of(RangeSet.of(ranges)) })
}
