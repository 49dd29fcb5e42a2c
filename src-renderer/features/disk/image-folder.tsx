/** Where pulled images go. */
import { useState } from 'react'
import { Form } from 'react-aria-components'
import type { Settings } from '../../../src-shared/contract/settings.ts'
import type { AppError } from '../../../src-shared/model/error.ts'
import { diskText } from '../../../src-shared/text/disk.ts'
import { settingsText } from '../../../src-shared/text/settings.ts'
import { useClient, useConnection } from '../../app/connection.ts'
import { FolderList } from '../../app/folder-list.tsx'
import { isAbsolute, withoutTilde } from '../../app/local-path.ts'
import { useCall } from '../../app/use-call.ts'
import { Button } from '../../components/button.tsx'
import { Field } from '../../components/field.tsx'
import { SourceNotice } from '../../components/source-notice.tsx'

interface FolderFormProps {
  readonly settings: Settings
  readonly change: (part: Partial<Settings>) => Promise<boolean>
  readonly onMove: (to: string) => void
}

function FolderForm({ settings, change, onMove }: FolderFormProps) {
  const shell = useConnection((state) => state.shell)
  const { value: capabilities } = useCall('settings.capabilities', {})
  const [typed, setTyped] = useState(settings.imageFolder)
  const [isChoosing, setChoosing] = useState(false)
  const [isSaved, setSaved] = useState(false)
  const path = withoutTilde(typed, capabilities?.homeFolder ?? null)
  const isChanged = path !== settings.imageFolder
  const edit = (text: string): void => {
    setTyped(text)
    setSaved(false)
  }
  const save = async (folder: string): Promise<void> => {
    const done = await change({ imageFolder: folder })
    setSaved(done)
    if (done) setTyped(folder)
  }
  const choose = async (): Promise<void> => {
    if (shell === null) return setChoosing(!isChoosing)
    const result = await shell.ask({
      verb: 'chooseFiles',
      select: 'folder',
      title: settingsText.chooseTitle,
      startIn: settings.imageFolder,
    })
    const folder = result.ok ? result.value[0] : undefined
    if (folder !== undefined) edit(folder)
  }
  return (
    <Form
      className="disk-folder-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (isChanged && isAbsolute(path)) void save(path)
      }}
    >
      <Field
        label={settingsText.imageFolder}
        value={typed}
        onChange={edit}
        help={isSaved ? settingsText.saved : settingsText.imageFolderHelp}
        problem={isAbsolute(path) ? null : settingsText.notAbsolute}
        end={
          <Button variant="ghost" size="small" onPress={() => void choose()}>
            {settingsText.choose}
          </Button>
        }
      />
      {isChoosing && (
        <FolderList
          folder={isAbsolute(path) ? path : settings.imageFolder}
          onOpen={edit}
          onDone={() => {
            setChoosing(false)
          }}
        />
      )}
      {isChanged && isAbsolute(path) && (
        <div className="line">
          <Button variant="primary" onPress={() => onMove(path)}>
            {diskText.moveOpen}
          </Button>
          <Button type="submit">{diskText.saveOnly}</Button>
        </div>
      )}
    </Form>
  )
}

/** @param onMove asks to move the images to a folder; the sheet for that outlives this form. */
export function ImageFolder({ onMove }: { readonly onMove: (to: string) => void }) {
  const client = useClient()
  const { value: settings } = useCall('settings.get', {}, { refetchOn: ['settings.changed'] })
  const [error, setError] = useState<AppError | null>(null)
  const change = async (part: Partial<Settings>): Promise<boolean> => {
    const result = await client.call('settings.set', part)
    setError(result.ok ? null : result.error)
    return result.ok
  }
  if (settings === null) return null
  return (
    <div className="disk-image-folder">
      {error !== null && <SourceNotice kind="failed" title={settingsText.saveFailed} text={error.message} />}
      <FolderForm key={settings.imageFolder} settings={settings} change={change} onMove={onMove} />
    </div>
  )
}
