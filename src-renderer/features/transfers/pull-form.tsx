/** The questions of a pull: what, which tag, for which machine, where to; and what will be there afterwards. */
import { useState } from 'react'
import { Form } from 'react-aria-components'
import type { Key } from '../../../src-shared/model/key.ts'
import type { ReferencePart } from '../../../src-shared/model/reference.ts'
import { transfersText } from '../../../src-shared/text/transfers.ts'
import { useConnection } from '../../app/connection.ts'
import { FolderList } from '../../app/folder-list.tsx'
import { Button } from '../../components/button.tsx'
import { Check } from '../../components/choice.tsx'
import { Field } from '../../components/field.tsx'
import { ReferenceText } from '../../components/reference-text.tsx'
import { SourceNotice } from '../../components/source-notice.tsx'
import { Missing } from './missing.tsx'
import { Afterwards } from './pull-afterwards.tsx'
import { Variant } from './pull-variant.tsx'
import { isPullable, withTag } from './pull-view.ts'
import type { Resolving } from './use-resolved.ts'
import type { Target } from './use-target.ts'

interface MeansProps {
  readonly parts: readonly ReferencePart[]
  readonly remote: string | null
  readonly isLooking: boolean
}

function Means({ parts, remote, isLooking }: MeansProps) {
  const isFilled = parts.some((part) => part.filledIn)
  return (
    <div className="pull-means">
      <span className="quiet">{transfersText.means}</span>
      <ReferenceText reference={parts.map(({ text }) => text).join('')} parts={parts} />
      <span className="grow" />
      <span className="quiet small nowrap">
        {isLooking ? (
          transfersText.looking
        ) : isFilled ? (
          <>
            <span className="filled-in">{transfersText.filledIn}</span>{' '}
            {remote === null ? transfersText.filledInByDefault : transfersText.filledInBy(remote)}
          </>
        ) : null}
      </span>
    </div>
  )
}

function Where({
  target,
  isReplacing,
  onReplace,
}: {
  readonly target: Target
  readonly isReplacing: boolean
  readonly onReplace: (isReplacing: boolean) => void
}) {
  const shell = useConnection((state) => state.shell)
  const [isChoosing, setChoosing] = useState(false)
  const choose = async (): Promise<void> => {
    if (shell === null) return setChoosing(!isChoosing)
    const result = await shell.ask({ verb: 'chooseTarget', suggested: target.absolute })
    if (result.ok && result.value !== null) target.edit(result.value)
  }
  return (
    <div>
      <Field
        label={transfersText.whereTo}
        value={target.shown}
        onChange={target.edit}
        end={
          <Button variant="ghost" size="small" onPress={() => void choose()}>
            {transfersText.choose}
          </Button>
        }
      />
      {isChoosing && <FolderList folder={target.folder} onOpen={target.openFolder} onDone={() => setChoosing(false)} />}
      {target.beside !== null && <p className="quiet small pull-note">{transfersText.staysBeside(target.beside)}</p>}
      {target.exists && !target.isSame && (
        <div className="pull-note">
          <Check isChecked={isReplacing} onChange={onReplace} note={transfersText.existsNote(target.name)}>
            {transfersText.replace}
          </Check>
        </div>
      )}
    </div>
  )
}

export interface PullFormProps {
  readonly text: string
  readonly onText: (text: string) => void
  readonly onArchitecture: (architecture: string) => void
  readonly resolving: Resolving
  readonly target: Target
  readonly keys: ReadonlyMap<string, Key>
  /** Architecture of this computer. */
  readonly here: string | null
  readonly isReplacing: boolean
  readonly onReplace: (isReplacing: boolean) => void
  readonly onRetry: () => void
  /** Enter in a field, where everything is there. */
  readonly onSubmit: () => void
  readonly hasFocus: boolean
}

export function PullForm(props: PullFormProps) {
  const { text, onText, resolving, target, keys } = props
  const { situation, parts, remote } = resolving
  const resolved = situation.kind === 'ready' ? situation.resolved : null
  return (
    <Form
      className="pull-form"
      onSubmit={(event) => {
        event.preventDefault()
        props.onSubmit()
      }}
    >
      <div>
        <Field
          label={transfersText.what}
          value={text}
          onChange={onText}
          placeholder={transfersText.whatPlaceholder}
          icon="search"
          isCode
          autoFocus={props.hasFocus}
        />
        {parts !== null ? (
          <Means parts={parts} remote={remote} isLooking={situation.kind === 'looking'} />
        ) : (
          situation.kind === 'empty' && <p className="quiet pull-means">{transfersText.whatHint}</p>
        )}
      </div>
      <Missing
        situation={situation}
        text={text}
        keys={keys}
        remote={remote}
        onText={onText}
        onArchitecture={props.onArchitecture}
        onRetry={props.onRetry}
      />
      {resolved !== null && !isPullable(resolved) && (
        <div className="pull-notice">
          <SourceNotice
            kind="information"
            title={transfersText.notYet(resolved.transport)}
            text={transfersText.notYetText}
          />
        </div>
      )}
      {resolved !== null && isPullable(resolved) && (
        <>
          <Variant
            resolved={resolved}
            here={props.here}
            onTag={(tag) => onText(withTag(text, tag))}
            onArchitecture={props.onArchitecture}
          />
          <Where target={target} isReplacing={props.isReplacing} onReplace={props.onReplace} />
          <Afterwards resolved={resolved} target={target} keys={keys} />
        </>
      )}
      {/* With more than one field, Enter submits only where the form has a button for it. */}
      <button type="submit" hidden />
    </Form>
  )
}
