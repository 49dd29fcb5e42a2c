/** Writes a draft into a file of the user: a path, asked for where the face has no dialog for that. */
import { useState } from 'react'
import { buildDefinitionText } from '../../../../src-shared/text/build-definition.ts'
import { currentClient, useConnection } from '../../../app/connection.ts'
import { withoutTilde, withTilde } from '../../../app/local-path.ts'
import { ActionSheet, useSheetRun } from '../../../components/action-sheet.tsx'
import { Button } from '../../../components/button.tsx'
import { Check } from '../../../components/choice.tsx'
import { Field } from '../../../components/field.tsx'
import { useIsTaken } from './output-part.tsx'

export interface SaveSheetProps {
  readonly text: string
  /** Where it would be saved, absolute. */
  readonly suggested: string
  readonly home: string
  readonly onClose: () => void
  readonly onSaved: (path: string) => void
}

export function SaveSheet({ text, suggested, home, onClose, onSaved }: SaveSheetProps) {
  const shell = useConnection((state) => state.shell)
  const [path, setPath] = useState(suggested)
  const [isReplacing, setReplacing] = useState(false)
  const isTaken = useIsTaken(path)
  const run = useSheetRun(
    () => currentClient().call('build.writeDefinition', { path, text, overwrite: isReplacing }),
    (written) => onSaved(written.path),
  )
  const choose = async (): Promise<void> => {
    const answer = await shell?.ask({ verb: 'chooseTarget', suggested: path })
    if (answer?.ok !== true || answer.value === null) return
    setPath(answer.value)
    // The system's dialog has asked already.
    setReplacing(true)
  }
  return (
    <ActionSheet
      title={buildDefinitionText.saveTitle}
      subtitle={buildDefinitionText.saveText}
      action={buildDefinitionText.save}
      variant="primary"
      isReady={path.trim() !== '' && (!isTaken || isReplacing)}
      isBusy={run.isBusy}
      error={run.error}
      onClose={onClose}
      onAction={run.start}
    >
      <Field
        label={buildDefinitionText.savePath}
        value={withTilde(path, home)}
        onChange={(typed) => setPath(withoutTilde(typed, home))}
        isCode
        autoFocus
        {...(shell === null
          ? {}
          : {
              end: (
                <Button variant="ghost" size="small" onPress={() => void choose()}>
                  {buildDefinitionText.chooseOutput}
                </Button>
              ),
            })}
      />
      {isTaken && (
        <Check isChecked={isReplacing} onChange={setReplacing}>
          {buildDefinitionText.saveReplace}
        </Check>
      )}
    </ActionSheet>
  )
}
