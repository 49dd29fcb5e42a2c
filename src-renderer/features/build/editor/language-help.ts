/** Completion and explanations in the editor, both from the one table of the language. */
import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from '@codemirror/autocomplete'
import type { Extension } from '@codemirror/state'
import { hoverTooltip } from '@codemirror/view'
import { completionsAt } from '../../../../src-shared/definition/editor/complete.ts'
import { hoverAt } from '../../../../src-shared/definition/editor/hover.ts'

function complete(context: CompletionContext): CompletionResult | null {
  const found = completionsAt(context.state.doc.toString(), context.pos)
  const [first] = found
  if (first === undefined) return null
  // At an empty place it only speaks when it is asked.
  if (!context.explicit && first.start === context.pos) return null
  // What stands there already needs no list, and Enter then begins a line.
  const typed = context.state.sliceDoc(first.start, context.pos)
  if (!context.explicit && found.some(({ insert }) => insert.trimEnd() === typed)) return null
  const options = found.map(
    ({ label, insert, detail, kind, start, end }): Completion => ({
      label,
      type: kind,
      ...(detail === '' ? {} : { info: detail }),
      apply: (view, _completion, from) => {
        const change = { from: Math.min(from, start), to: Math.max(end, view.state.selection.main.head), insert }
        view.dispatch({
          changes: change,
          selection: { anchor: change.from + insert.length },
          userEvent: 'input.complete',
        })
      },
    }),
  )
  return { from: first.start, options, filter: false }
}

const explain = hoverTooltip((view, position) => {
  const hover = hoverAt(view.state.doc.toString(), position)
  if (hover === null) return null
  return {
    pos: hover.start,
    end: hover.end,
    above: true,
    create: () => {
      const dom = document.createElement('div')
      dom.className = 'language-help'
      const title = document.createElement('code')
      title.textContent = hover.title
      dom.append(title)
      for (const line of hover.lines) {
        const paragraph = document.createElement('p')
        paragraph.textContent = line
        dom.append(paragraph)
      }
      return { dom }
    },
  }
})

export const languageHelp: Extension = [autocompletion({ override: [complete], icons: false }), explain]
