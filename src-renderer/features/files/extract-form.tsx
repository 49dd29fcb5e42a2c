/** The questions of an extraction: what, where to, and what else to keep; and what will be there afterwards. */
import { useState } from 'react'
import { Form } from 'react-aria-components'
import { filesText } from '../../../src-shared/text/files.ts'
import { useConnection } from '../../app/connection.ts'
import { FolderList } from '../../app/folder-list.tsx'
import { isAbsolute } from '../../app/local-path.ts'
import { useCall } from '../../app/use-call.ts'
import { Button } from '../../components/button.tsx'
import { Check, RadioGroup } from '../../components/choice.tsx'
import { Field } from '../../components/field.tsx'
import { Icon } from '../../components/icon.tsx'

export type ExtractWhat = 'all' | 'some'

export interface ExtractAnswers {
  readonly what: ExtractWhat
  /** As typed, with `~` for the home folder. */
  readonly to: string
  readonly owners: boolean
  readonly special: boolean
}

export interface ExtractFormProps {
  readonly answers: ExtractAnswers
  readonly onAnswers: (answers: ExtractAnswers) => void
  /** What is selected, in words; null when nothing is. */
  readonly some: string | null
  /** The whole image in words; null until known. */
  readonly all: string | null
  /** The folder with `~` written out. */
  readonly folder: string
  readonly onSubmit: () => void
}

/** What is in the folder already: nothing, something, or it is not there yet. */
function FolderNote({ folder }: { readonly folder: string }) {
  const { value, error } = useCall('settings.listFolder', isAbsolute(folder) ? { path: folder } : null)
  if (!isAbsolute(folder)) return <span>{filesText.folderNotAbsolute}</span>
  if (error !== null) return <span>{error.kind === 'notFound' ? filesText.folderWillBeMade : error.message}</span>
  if (value === null || value.path !== folder) return <span>&nbsp;</span>
  return (
    <span>{value.entries.length === 0 ? filesText.folderIsEmpty : filesText.folderHolds(value.entries.length)}</span>
  )
}

function Where({ answers, onAnswers, folder }: ExtractFormProps) {
  const shell = useConnection((state) => state.shell)
  const [browsing, setBrowsing] = useState<string | null>(null)
  const home = useCall('settings.capabilities', {}).value?.homeFolder ?? '/'
  const set = (to: string): void => onAnswers({ ...answers, to })
  const choose = async (): Promise<void> => {
    if (shell === null) return setBrowsing(browsing === null ? home : null)
    const answer = await shell.ask({ verb: 'chooseFiles', select: 'folder', title: filesText.chooseFolderTitle })
    const [chosen] = answer.ok ? answer.value : []
    if (chosen !== undefined) set(chosen)
  }
  return (
    <div>
      <Field
        label={filesText.extractTo}
        value={answers.to}
        onChange={set}
        isCode
        icon="folder"
        end={
          <Button variant="ghost" size="small" onPress={() => void choose()}>
            {filesText.choose}
          </Button>
        }
      />
      {browsing !== null && (
        <FolderList
          folder={browsing}
          onOpen={(next) => {
            setBrowsing(next)
            set(next)
          }}
          onDone={() => setBrowsing(null)}
        />
      )}
      <p className="quiet small extract-note" role="status">
        <FolderNote folder={folder} />
      </p>
    </div>
  )
}

export function ExtractForm(props: ExtractFormProps) {
  const { answers, onAnswers, some, all } = props
  return (
    <Form
      className="extract-form"
      onSubmit={(event) => {
        event.preventDefault()
        props.onSubmit()
      }}
    >
      <RadioGroup
        label={filesText.extractWhat}
        value={answers.what}
        onChange={(what) => onAnswers({ ...answers, what })}
        choices={[
          ...(some === null ? [] : [{ value: 'some' as const, label: some }]),
          { value: 'all' as const, label: filesText.extractAll, ...(all === null ? {} : { note: all }) },
        ]}
      />
      <Where {...props} />
      <fieldset className="extract-options">
        <legend className="field-label">{filesText.extractKeep}</legend>
        <Check
          isChecked={answers.owners}
          onChange={(owners) => onAnswers({ ...answers, owners })}
          note={filesText.extractOwnersNote}
        >
          {filesText.extractOwners}
        </Check>
        <Check
          isChecked={answers.special}
          onChange={(special) => onAnswers({ ...answers, special })}
          note={filesText.extractSpecialNote}
        >
          {filesText.extractSpecial}
        </Check>
      </fieldset>
      <section className="extract-afterwards" aria-label={filesText.extractAfterwards}>
        <h3>{filesText.extractAfterwards}</h3>
        <ul>
          <li>
            <Icon name="folder" />
            <span>{filesText.willBeWritten}</span>
          </li>
          <li>
            <Icon name="check" />
            <span>{filesText.nothingReplaced}</span>
          </li>
          <li>
            <Icon name="lock" />
            <span className="quiet">{filesText.nothingOutside}</span>
          </li>
        </ul>
      </section>
      {/* With more than one field, Enter submits only where the form has a button for it. */}
      <button type="submit" hidden />
    </Form>
  )
}
