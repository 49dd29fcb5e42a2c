/** The head of the first step: what is open, whether it is saved, templates, saving, and the button that builds. */
import { type RefObject, useEffect, useRef, useState } from 'react'
import { fixDefinition } from '../../../../src-shared/definition/lint/lint.ts'
import { definitionTemplates } from '../../../../src-shared/definition/templates.ts'
import type { Builder } from '../../../../src-shared/model/build.ts'
import { buildDefinitionText } from '../../../../src-shared/text/build-definition.ts'
import { addressOf } from '../../../app/address.ts'
import { currentClient } from '../../../app/connection.ts'
import { joinPath, splitFile } from '../../../app/local-path.ts'
import { confirmBriefly } from '../../../app/messages.ts'
import { navigate } from '../../../app/router.ts'
import { ActionSheet, useSheetRun } from '../../../components/action-sheet.tsx'
import { commandKey } from '../../../components/app-frame.tsx'
import { Button } from '../../../components/button.tsx'
import { Menu, type MenuEntry, MoreMenu } from '../../../components/menu.tsx'
import { BuildHead } from '../build-head.tsx'
import type { EditorHandle } from '../editor/definition-editor.tsx'
import type { LintInput } from '../lint/find-problems.ts'
import { SaveSheet } from './save-sheet.tsx'
import { forgetNotes } from './translation-notes.tsx'
import type { OpenDraft } from './use-draft.ts'
import { buildAction } from './where-part.tsx'

export interface DefinitionHeadProps {
  readonly open: OpenDraft
  readonly home: string
  readonly editor: RefObject<EditorHandle | null>
  readonly errors: number
  readonly isChecking: boolean
  readonly isPossible: boolean
  readonly builder: Builder | null
  readonly isReady: boolean
  readonly isBusy: boolean
  readonly lintInput: LintInput
  readonly onStart: () => void
}

/** The text in the file that a draft is saved as; null while there is none or it cannot be read. */
function useSavedText(path: string | null): [string | null, (text: string) => void] {
  const [saved, setSaved] = useState<string | null>(null)
  useEffect(() => {
    if (path === null) return undefined
    let isCurrent = true
    void currentClient()
      .call('build.readDefinition', { path })
      .then((answer) => {
        if (isCurrent) setSaved(answer.ok ? answer.value.text : null)
      })
    return () => {
      isCurrent = false
    }
  }, [path])
  return [saved, setSaved]
}

function stateOf(props: DefinitionHeadProps): string {
  if (props.errors > 0) return buildDefinitionText.toSolve(props.errors)
  if (props.isChecking) return buildDefinitionText.checking
  return props.isPossible ? '' : buildDefinitionText.cannotBuild
}

function RemoveSheet({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const run = useSheetRun(
    () => currentClient().call('build.removeDraft', { id }),
    () => {
      forgetNotes(id)
      navigate(addressOf.builds(), { replace: true })
    },
  )
  return (
    <ActionSheet
      title={buildDefinitionText.removeTitle}
      subtitle={buildDefinitionText.removeText}
      width="small"
      action={buildDefinitionText.removeAction}
      variant="danger"
      icon="trash"
      isReady
      isBusy={run.isBusy}
      error={run.error}
      onClose={onClose}
      onAction={run.start}
    >
      {null}
    </ActionSheet>
  )
}

export function DefinitionHead(props: DefinitionHeadProps) {
  const { open, home, editor, builder } = props
  const { draft, change } = open
  const [sheet, setSheet] = useState<'save' | 'remove' | null>(null)
  const [saved, setSaved] = useSavedText(draft.path)
  const isEdited = draft.path !== null && saved !== null && saved !== draft.text

  const done = (path: string): void => {
    const { folder, name } = splitFile(path)
    setSaved(draft.text)
    // A draft that had no place of its own takes that of its file; its relative paths then begin there.
    change({ path, name, ...(draft.path === null ? { folder } : {}) })
    setSheet(null)
    confirmBriefly(buildDefinitionText.saved(name))
  }
  const save = async (): Promise<void> => {
    if (draft.path === null) return setSheet('save')
    const answer = await currentClient().call('build.writeDefinition', {
      path: draft.path,
      text: draft.text,
      overwrite: true,
    })
    if (answer.ok) done(answer.value.path)
    else setSheet('save')
  }
  const latest = useRef(save)
  useEffect(() => {
    latest.current = save
  })
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const isCommand = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey
      if (!isCommand || event.key.toLowerCase() !== 's' || document.querySelector('[role="dialog"]') !== null) return
      event.preventDefault()
      void latest.current()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [])

  const templates = definitionTemplates.map(
    ({ id, title, text }): MenuEntry => ({
      kind: 'action',
      id,
      label: title,
      onAction: () => editor.current?.replace(text),
    }),
  )
  const { given, files } = props.lintInput
  const exists = new Map(files)
  const correctAll = (): void => {
    const options = { givenArguments: new Set(given), fileExists: (path: string) => exists.get(path) ?? null }
    editor.current?.replace(fixDefinition(editor.current.text(), options).text)
  }
  const copy = (): void => {
    void navigator.clipboard.writeText(draft.text).then(() => confirmBriefly(buildDefinitionText.copied))
  }
  const entries: readonly MenuEntry[] = [
    {
      kind: 'action',
      id: 'save',
      label: buildDefinitionText.save,
      icon: 'file-text',
      shortcut: `${commandKey}+S`,
      onAction: () => void save(),
    },
    { kind: 'action', id: 'save-as', label: buildDefinitionText.saveAs, onAction: () => setSheet('save') },
    { kind: 'separator', id: 'text' },
    { kind: 'action', id: 'correct', label: buildDefinitionText.correctAll, icon: 'check', onAction: correctAll },
    { kind: 'action', id: 'copy', label: buildDefinitionText.copyText, icon: 'copy', onAction: copy },
    { kind: 'separator', id: 'end' },
    {
      kind: 'action',
      id: 'remove',
      label: buildDefinitionText.removeDraft,
      icon: 'trash',
      isDangerous: true,
      onAction: () => setSheet('remove'),
    },
  ]
  return (
    <>
      <BuildHead
        title={draft.name}
        step="definition"
        {...(isEdited ? { note: buildDefinitionText.edited } : {})}
        actions={
          <>
            <span className="quiet build-state" role="status">
              {stateOf(props)}
            </span>
            <Menu label={buildDefinitionText.templates} entries={templates}>
              <Button iconAfter="down">{buildDefinitionText.templates}</Button>
            </Menu>
            {builder !== null && (
              <Button
                variant="primary"
                isDisabled={!props.isReady}
                isPending={props.isBusy}
                tooltip={`${commandKey}+Enter`}
                onPress={props.onStart}
              >
                {buildAction(builder)}
              </Button>
            )}
            <MoreMenu label={buildDefinitionText.moreActions} entries={entries} />
          </>
        }
      />
      {sheet === 'save' && (
        <SaveSheet
          text={draft.text}
          suggested={draft.path ?? joinPath(draft.folder, draft.name)}
          home={home}
          onClose={() => setSheet(null)}
          onSaved={done}
        />
      )}
      {sheet === 'remove' && <RemoveSheet id={draft.id} onClose={() => setSheet(null)} />}
    </>
  )
}
