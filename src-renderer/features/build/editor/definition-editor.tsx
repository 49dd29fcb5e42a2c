/**
 * The editor of a definition. It holds the text while it is worked on, with its undo history; the form changes
 * single places of it through the handle, so both are steps of one history. It knows nothing of where the text goes.
 */
import { acceptCompletion, completionKeymap } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands'
import { indentUnit } from '@codemirror/language'
import { lintKeymap } from '@codemirror/lint'
import { search, searchKeymap } from '@codemirror/search'
import { EditorState } from '@codemirror/state'
import {
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from '@codemirror/view'
import { type RefObject, useEffect, useImperativeHandle, useRef } from 'react'
import type { DefinitionProblem, TextEdit } from '../../../../src-shared/definition/lint/problem.ts'
import { editorPhrases, editorText } from '../../../../src-shared/text/definition-editor.ts'
import { definitionColours } from './colours.ts'
import { editorTheme } from './editor-theme.ts'
import { languageHelp } from './language-help.ts'
import { problemMarks, showProblems } from './problem-marks.ts'

/** What the form and the list of problems do with the text. */
export interface EditorHandle {
  readonly text: () => string
  /** Changes places of the text as one step that can be undone. */
  readonly apply: (edits: readonly TextEdit[]) => void
  readonly replace: (text: string) => void
  /** Moves the cursor there and the focus into the editor. */
  readonly goTo: (offset: number) => void
}

export interface DefinitionEditorProps {
  /** What the editor begins with; later ones are not looked at. */
  readonly initialText: string
  /** Problems of the text as it is now, or null while that is not known. */
  readonly problems: readonly DefinitionProblem[] | null
  readonly onChange: (text: string) => void
  readonly onFix: (problem: DefinitionProblem) => void
  /** Corrects what stands at the cursor. */
  readonly onFixAt: (start: number, end: number) => void
  readonly handle: RefObject<EditorHandle | null>
}

export function DefinitionEditor(props: DefinitionEditorProps) {
  const { initialText, problems, handle } = props
  const host = useRef<HTMLDivElement>(null)
  const held = useRef<EditorView | null>(null)
  const latest = useRef(props)
  useEffect(() => {
    latest.current = props
  })
  const first = useRef(initialText)

  useEffect(() => {
    const element = host.current
    if (element === null) return undefined
    const root = element.shadowRoot ?? element.attachShadow({ mode: 'open' })
    const view = new EditorView({
      root,
      parent: root,
      state: EditorState.create({
        doc: first.current,
        extensions: [
          problemMarks,
          lineNumbers(),
          highlightActiveLineGutter(),
          highlightActiveLine(),
          highlightSpecialChars(),
          history(),
          indentUnit.of('    '),
          EditorState.phrases.of(editorPhrases),
          definitionColours,
          languageHelp,
          search({ top: true }),
          keymap.of([
            {
              key: 'Mod-.',
              run: ({ state }) => {
                const { from, to } = state.selection.main
                latest.current.onFixAt(state.doc.lineAt(from).from, state.doc.lineAt(to).to)
                return true
              },
            },
            { key: 'Tab', run: acceptCompletion },
            ...completionKeymap,
            ...searchKeymap,
            ...lintKeymap,
            ...historyKeymap,
            // Escape and then Tab leaves the editor, as its description says.
            indentWithTab,
            ...defaultKeymap,
          ]),
          EditorView.contentAttributes.of({
            // Editable text takes the focus anyway; this says so to whoever checks what scrolls.
            tabindex: '0',
            'aria-label': editorText.label,
            'aria-description': editorText.keyboardHelp,
          }),
          // A dropped file is opened by the view; its content is not put into this text.
          EditorView.domEventHandlers({ drop: (event) => (event.dataTransfer?.files.length ?? 0) > 0 }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onChange(update.state.doc.toString())
          }),
          editorTheme,
        ],
      }),
    })
    held.current = view
    return () => {
      held.current = null
      view.destroy()
    }
  }, [])

  useEffect(() => {
    const view = held.current
    if (view !== null && problems !== null) showProblems(view, problems, (problem) => latest.current.onFix(problem))
  }, [problems])

  useImperativeHandle(
    handle,
    () => ({
      text: () => held.current?.state.doc.toString() ?? first.current,
      apply: (edits) =>
        held.current?.dispatch({
          changes: edits.map(({ start, end, text }) => ({ from: start, to: end, insert: text })),
          userEvent: 'input',
        }),
      replace: (text) => {
        const view = held.current
        if (view === null) return
        view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text }, userEvent: 'input' })
      },
      goTo: (offset) => {
        const view = held.current
        if (view === null) return
        const anchor = Math.min(offset, view.state.doc.length)
        view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: 'center' }) })
        view.focus()
      },
    }),
    [],
  )

  return <div className="definition-editor" ref={host} />
}
