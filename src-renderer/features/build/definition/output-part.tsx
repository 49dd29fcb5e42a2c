/** The file that a build makes, and the architecture it is for. */
import { useState } from 'react'
import { buildDefinitionText } from '../../../../src-shared/text/build-definition.ts'
import { useConnection } from '../../../app/connection.ts'
import { FolderList } from '../../../app/folder-list.tsx'
import { joinPath, splitFile, withoutTilde, withTilde } from '../../../app/local-path.ts'
import { useCall } from '../../../app/use-call.ts'
import { IconButton } from '../../../components/button.tsx'
import { Check } from '../../../components/choice.tsx'
import { Field } from '../../../components/field.tsx'
import { Select } from '../../../components/select.tsx'

export interface OutputPartProps {
  /** Absolute. */
  readonly output: string
  readonly home: string
  readonly architecture: string | null
  /** What the chosen place can build for; the first is its own. */
  readonly architectures: readonly string[]
  readonly isReplacing: boolean
  readonly onOutput: (output: string) => void
  readonly onArchitecture: (architecture: string | null) => void
  readonly onReplace: (isReplacing: boolean) => void
}

/** Whether a file of that name is there already. */
export function useIsTaken(output: string): boolean {
  const { folder, name } = splitFile(output)
  const { value } = useCall('build.folderFiles', folder === '' || name === '' ? null : { folder, paths: [name] }, {
    refetchOn: ['images.changed'],
  })
  const [file] = value?.files ?? []
  return file !== undefined && file.path === name && file.kind !== 'missing'
}

function ArchitectureSelect({ props }: { readonly props: OutputPartProps }) {
  const { architecture, architectures, onArchitecture } = props
  const [own] = architectures
  const all = [...new Set([...architectures, ...(architecture === null ? [] : [architecture])])]
  if (own === undefined || all.length < 2) return null
  return (
    <Select
      label={buildDefinitionText.architecture}
      choices={all.map((value) => ({ value, label: value }))}
      value={architecture ?? own}
      onChange={(value) => onArchitecture(value === own ? null : value)}
    />
  )
}

export function OutputPart(props: OutputPartProps) {
  const { output, home, onOutput, isReplacing } = props
  const shell = useConnection((state) => state.shell)
  const [isChoosing, setChoosing] = useState(false)
  const isTaken = useIsTaken(output)
  const { folder, name } = splitFile(output)
  const choose = async (): Promise<void> => {
    if (shell === null) return setChoosing(!isChoosing)
    const answer = await shell.ask({ verb: 'chooseTarget', suggested: output })
    if (answer.ok && answer.value !== null) onOutput(answer.value)
  }
  const [own] = props.architectures
  return (
    <div className="form-part">
      <div className={props.architectures.length > 1 ? 'output-grid' : undefined}>
        <Field
          label={buildDefinitionText.image}
          value={withTilde(output, home)}
          onChange={(typed) => onOutput(withoutTilde(typed, home))}
          end={
            <>
              {props.architectures.length === 1 && <span className="quiet small">{own}</span>}
              <IconButton icon="folder" label={buildDefinitionText.chooseOutput} onPress={() => void choose()} />
            </>
          }
        />
        <ArchitectureSelect props={props} />
      </div>
      {isChoosing && (
        <FolderList
          folder={folder === '' ? home : folder}
          onOpen={(next) => onOutput(joinPath(next, name))}
          onDone={() => setChoosing(false)}
        />
      )}
      {isTaken && (
        <div className="output-taken">
          <Check isChecked={isReplacing} onChange={props.onReplace} note={buildDefinitionText.outputExists}>
            {buildDefinitionText.replaceOutput}
          </Check>
        </div>
      )}
    </div>
  )
}
