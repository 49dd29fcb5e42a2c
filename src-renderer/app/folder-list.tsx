/**
 * Chooses a folder on the computer the engine runs on, where the face has no dialog of its own for
 * that. The engine lists the folders.
 */
import './folder-list.css'
import { frameText } from '../../src-shared/text/frame.ts'
import { Button } from '../components/button.tsx'
import { Icon } from '../components/icon.tsx'
import { useCall } from './use-call.ts'

export interface FolderListProps {
  readonly folder: string
  readonly onOpen: (folder: string) => void
  readonly onDone: () => void
}

export function FolderList({ folder, onOpen, onDone }: FolderListProps) {
  const { value, error } = useCall('settings.listFolder', { path: folder, extension: 'sif' })
  const folders = (value?.entries ?? []).filter(({ isFolder, name }) => isFolder && !name.startsWith('.'))
  return (
    <section className="folder-list" aria-label={frameText.chooseFolder}>
      <div className="line">
        <code className="cut grow" title={folder}>
          {folder}
        </code>
        <Button size="small" onPress={onDone}>
          {frameText.folderHere}
        </Button>
      </div>
      <ul>
        {value?.parent !== null && value !== null && (
          <li>
            <button type="button" onClick={() => onOpen(value.parent ?? folder)}>
              <Icon name="back" />
              {frameText.parentFolder}
            </button>
          </li>
        )}
        {folders.map(({ name, path }) => (
          <li key={path}>
            <button type="button" onClick={() => onOpen(path)}>
              <Icon name="folder" />
              <span className="cut">{name}</span>
            </button>
          </li>
        ))}
        {error !== null && <li className="quiet">{error.message}</li>}
      </ul>
    </section>
  )
}
