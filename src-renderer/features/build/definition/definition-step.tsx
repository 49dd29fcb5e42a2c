/**
 * The first step of a build: the definition as text and as a form, its problems, and where to build it. The text is
 * the only truth; the form reads it and changes single places of it.
 */
import './definition.css'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { EditResult } from '../../../../src-shared/definition/edit/result.ts'
import type { DefinitionProblem } from '../../../../src-shared/definition/lint/problem.ts'
import type { Draft } from '../../../../src-shared/model/build.ts'
import { buildDefinitionText } from '../../../../src-shared/text/build-definition.ts'
import { buildWizardText } from '../../../../src-shared/text/build-wizard.ts'
import { keysByFingerprint } from '../../../../src-shared/text/signer-claim.ts'
import { addressOf } from '../../../app/address.ts'
import { navigate } from '../../../app/router.ts'
import { useCall } from '../../../app/use-call.ts'
import { Button } from '../../../components/button.tsx'
import { EmptyState } from '../../../components/empty-state.tsx'
import { ErrorNotice } from '../../../components/error-notice.tsx'
import { ErrorState } from '../../../components/error-state.tsx'
import { SkeletonRows } from '../../../components/skeleton.tsx'
import { SplitView } from '../../../components/split-view.tsx'
import { useMediaQuery } from '../../../components/use-media-query.ts'
import { DefinitionEditor, type EditorHandle } from '../editor/definition-editor.tsx'
import { findProblems } from '../lint/find-problems.ts'
import { ArgumentPart } from './argument-part.tsx'
import { BasePart } from './base-part.tsx'
import { DefinitionHead } from './definition-head.tsx'
import { FilesPart } from './files-part.tsx'
import { OutputPart, useIsTaken } from './output-part.tsx'
import { ProblemList } from './problem-list.tsx'
import { TranslationNotes } from './translation-notes.tsx'
import { UploadSheet } from './upload-sheet.tsx'
import { useBuildStart } from './use-build-start.ts'
import { chosenBuilder, useDefinition } from './use-definition.ts'
import { useDraft } from './use-draft.ts'
import { WherePart } from './where-part.tsx'

function Step({ initial, home }: { readonly initial: Draft; readonly home: string }) {
  const open = useDraft(initial)
  const { draft, change } = open
  const facts = useDefinition(draft)
  const editor = useRef<EditorHandle | null>(null)
  const [isReplacing, setReplacing] = useState(false)
  const isTaken = useIsTaken(draft.output)
  const isNarrow = useMediaQuery('(max-width: 1100px)')
  const { value: allKeys } = useCall('keyring.list', {}, { refetchOn: ['keyring.changed', 'trust.changed'] })
  const keys = useMemo(() => keysByFingerprint(allKeys ?? []), [allKeys])

  const builder = chosenBuilder(draft, facts.builders, facts.fits)
  const fit = facts.fits.find(({ builderId }) => builderId === builder?.id) ?? null
  const start = useBuildStart({ open, builder, fit, isReplacing: isReplacing && isTaken })
  const errors = facts.lastProblems.filter(({ severity }) => severity === 'error').length
  const isReady =
    facts.isChecked &&
    errors === 0 &&
    builder !== null &&
    fit?.isPossible === true &&
    draft.output !== '' &&
    (!isTaken || isReplacing)

  const textNow = (): string => editor.current?.text() ?? draft.text
  const edit = (result: EditResult): void => {
    if (result.kind === 'edits' && result.edits.length > 0) editor.current?.apply(result.edits)
  }
  /** The correction of the text as it is: what was found a moment ago may stand elsewhere now. */
  const fix = (problem: DefinitionProblem): void => {
    const now = findProblems({ ...facts.lintInput, text: textNow() })
    const same = now.filter(({ code, message }) => code === problem.code && message === problem.message)
    const nearest = same.toSorted((a, b) => Math.abs(a.start - problem.start) - Math.abs(b.start - problem.start))[0]
    if (nearest?.fix != null) editor.current?.apply(nearest.fix.edits)
  }
  const fixAt = (from: number, to: number): void => {
    const found = findProblems({ ...facts.lintInput, text: textNow() }).find(
      (problem) => problem.fix !== null && problem.start <= to && problem.end >= from,
    )
    if (found !== undefined) fix(found)
  }

  const press = useRef<(event: KeyboardEvent) => void>(() => undefined)
  useEffect(() => {
    press.current = (event) => {
      const isCommand = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey
      if (!isCommand || event.key !== 'Enter' || document.querySelector('[role="dialog"]') !== null) return
      event.preventDefault()
      event.stopPropagation()
      if (isReady) start.start()
    }
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => press.current(event)
    // Before the editor, which would begin a line.
    window.addEventListener('keydown', listen, true)
    return () => window.removeEventListener('keydown', listen, true)
  }, [])

  const architectures = fit?.architectures ?? []
  const form = (
    <div className="build-form">
      {facts.bases.length === 0 && <p className="quiet form-part">{buildDefinitionText.baseMissing}</p>}
      {facts.bases.slice(0, 5).map((base) => (
        <BasePart
          key={base.stageIndex}
          base={base}
          folder={draft.folder}
          hasStages={facts.stageCount > 1}
          architecture={draft.architecture}
          keys={keys}
          text={textNow}
          onEdit={edit}
        />
      ))}
      <ArgumentPart
        values={facts.values}
        given={draft.arguments}
        onGive={(given) => change({ arguments: given })}
        text={textNow}
        onEdit={edit}
      />
      <OutputPart
        output={draft.output}
        home={home}
        architecture={draft.architecture}
        architectures={architectures}
        isReplacing={isReplacing}
        onOutput={(output) => change({ output })}
        onArchitecture={(architecture) => change({ architecture })}
        onReplace={setReplacing}
      />
      <FilesPart files={facts.files} folder={draft.folder} home={home} onFolder={(folder) => change({ folder })} />
      <WherePart
        builders={facts.builders}
        fits={facts.fits}
        chosen={builder?.id ?? null}
        onChoose={(builderId) => change({ builderId })}
      />
      <ErrorNotice error={facts.error} action={<Button onPress={facts.retry}>{buildDefinitionText.retry}</Button>} />
    </div>
  )

  return (
    <>
      <DefinitionHead
        open={open}
        home={home}
        editor={editor}
        errors={errors}
        isChecking={!facts.isChecked}
        isPossible={fit === null || fit.isPossible}
        builder={builder}
        isReady={isReady}
        isBusy={start.isBusy}
        lintInput={facts.lintInput}
        onStart={start.start}
      />
      <ErrorNotice error={start.error ?? open.error} />
      <SplitView
        name="build-definition"
        detailLabel={buildDefinitionText.form}
        detail={form}
        defaultWidth={isNarrow ? 344 : 388}
        minWidth={300}
      >
        <div className="definition-pane">
          <DefinitionEditor
            initialText={initial.text}
            problems={facts.problems}
            onChange={(text) => change({ text })}
            onFix={fix}
            onFixAt={fixAt}
            handle={editor}
          />
          <TranslationNotes draftId={draft.id} />
          <ProblemList
            problems={facts.lastProblems}
            onGo={({ start: offset }) => editor.current?.goTo(offset)}
            onFix={fix}
          />
        </div>
      </SplitView>
      {start.asking !== null && (
        <UploadSheet
          remote={builder?.remote?.name ?? ''}
          upload={start.asking}
          onClose={start.refuse}
          onAgree={start.agree}
        />
      )}
    </>
  )
}

export function DefinitionStep({ id }: { readonly id: string }) {
  const { value: drafts, error, isLoading, reload } = useCall('build.drafts', {})
  const { value: capabilities } = useCall('settings.capabilities', {})
  const draft = drafts?.find((candidate) => candidate.id === id)
  if (error !== null && drafts === null) return <ErrorState error={error} onRetry={reload} />
  if (isLoading || capabilities === null) return <SkeletonRows />
  if (draft === undefined) {
    return (
      <EmptyState
        isWholeView
        title={buildDefinitionText.draftMissing}
        text={buildDefinitionText.draftMissingText}
        action={<Button onPress={() => navigate(addressOf.builds())}>{buildWizardText.newBuild}</Button>}
      />
    )
  }
  return <Step initial={draft} home={capabilities.homeFolder} />
}
