/**
 * The path of a file on the computer the engine runs on: typed, or chosen in the window's dialog, or in a list
 * where the face has no dialog. Reads nothing of the file.
 */
import { useState } from 'react'
import { frameText } from '../../src-shared/text/frame.ts'
import { Button } from '../components/button.tsx'
import { Field, type FieldProps } from '../components/field.tsx'
import { useConnection } from './connection.ts'
import { FolderList } from './folder-list.tsx'
import { isAbsolute, splitFile } from './local-path.ts'
import { useCall } from './use-call.ts'

export type FilePathFieldProps = Pick<FieldProps, 'label' | 'help' | 'placeholder' | 'value' | 'onChange' | 'problem'>

export function FilePathField(props: FilePathFieldProps) {
  const { label, value, onChange } = props
  const shell = useConnection((state) => state.shell)
  const home = useCall('settings.capabilities', {}).value?.homeFolder ?? '/'
  const [browsing, setBrowsing] = useState<string | null>(null)
  const choose = async (): Promise<void> => {
    if (shell === null) {
      const startIn = isAbsolute(value) ? splitFile(value).folder : home
      return setBrowsing(browsing === null ? startIn : null)
    }
    const answer = await shell.ask({ verb: 'chooseFiles', select: 'file', title: label })
    const [chosen] = answer.ok ? answer.value : []
    if (chosen !== undefined) onChange(chosen)
  }
  return (
    <div>
      <Field
        {...props}
        isCode
        end={
          <Button variant="ghost" size="small" onPress={() => void choose()}>
            {frameText.choose}
          </Button>
        }
      />
      {browsing !== null && (
        <FolderList
          folder={browsing}
          onOpen={setBrowsing}
          onFile={(path) => {
            onChange(path)
            setBrowsing(null)
          }}
          onDone={() => setBrowsing(null)}
        />
      )}
    </div>
  )
}
