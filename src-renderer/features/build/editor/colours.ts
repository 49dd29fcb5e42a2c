/**
 * Colours of the definition in the editor, from the syntax tree that builds are checked with. Only what is on the
 * screen is coloured; the tree of a long text is read again when typing rests, and until then colours move along.
 */
import { RangeSetBuilder } from '@codemirror/state'
import { Decoration, type DecorationSet, type EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view'
import { type DefinitionTree, parseTree } from '../../../../src-shared/definition/tree.ts'
import type { TokenKind } from '../../../components/code/code-tokens.ts'
import { highlightPart } from '../../../components/code/highlight-definition.ts'

/** Up to this length, in UTF-16 units, reading all of the text is not felt while typing. */
const shortText = 200_000
const restMs = 120

const marks: Readonly<Record<Exclude<TokenKind, 'plain' | 'hidden'>, Decoration>> = {
  section: Decoration.mark({ class: 'token-section' }),
  keyword: Decoration.mark({ class: 'token-keyword' }),
  string: Decoration.mark({ class: 'token-string' }),
  variable: Decoration.mark({ class: 'token-variable' }),
  comment: Decoration.mark({ class: 'token-comment' }),
}

class Colours {
  decorations: DecorationSet
  private tree: DefinitionTree
  private timer: ReturnType<typeof setTimeout> | null = null
  private readonly view: EditorView

  constructor(view: EditorView) {
    this.view = view
    this.tree = parseTree(view.state.doc.toString())
    this.decorations = this.draw()
  }

  update(update: ViewUpdate): void {
    if (update.docChanged && update.state.doc.length > shortText) {
      this.decorations = this.decorations.map(update.changes)
      this.readLater()
      return
    }
    if (update.docChanged) this.tree = parseTree(update.state.doc.toString())
    const wasRead = update.state.doc.length === this.tree.text.length
    if (wasRead && (update.docChanged || update.viewportChanged || this.timer !== null)) this.decorations = this.draw()
  }

  destroy(): void {
    if (this.timer !== null) clearTimeout(this.timer)
  }

  private readLater(): void {
    if (this.timer !== null) clearTimeout(this.timer)
    this.timer = setTimeout(() => {
      this.tree = parseTree(this.view.state.doc.toString())
      // An empty transaction has the view ask for the decorations again.
      this.view.dispatch({})
      this.timer = null
    }, restMs)
  }

  private draw(): DecorationSet {
    const builder = new RangeSetBuilder<Decoration>()
    for (const { from, to } of this.view.visibleRanges) {
      for (const { start, tokens } of highlightPart(this.tree, { start: from, end: to })) {
        let at = start
        for (const { text, kind } of tokens) {
          const end = at + text.length
          if (kind !== 'plain' && kind !== 'hidden' && end > from && end > at) builder.add(at, end, marks[kind])
          at = end
        }
      }
    }
    return builder.finish()
  }
}

export const definitionColours = ViewPlugin.fromClass(Colours, { decorations: (plugin) => plugin.decorations })
