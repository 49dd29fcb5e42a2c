/** Chooses a folder on the computer the engine runs on, where the face has no dialog of its own for that. */
import { transfersText } from '../../../src-shared/text/transfers.ts'
import { useCall } from '../../app/use-call.ts'
import { Button } from '../../components/button.tsx'
import { Icon } from '../../components/icon.tsx'

export interface FolderListProps {
  readonly folder: string
  readonly onOpen: (folder: string) => void
  readonly onDone: () => void
}

export function FolderList({ folder, onOpen, onDone }: FolderListProps) {
  const { value, error } = useCall('settings.listFolder', { path: folder, extension: 'sif' })
  const folders = (value?.entries ?? []).filter(({ isFolder, name }) => isFolder && !name.startsWith('.'))
  return (
    <section className="folder-list" aria-label={transfersText.chooseTitle}>
      <div className="line">
        <code className="cut grow" title={folder}>
          {folder}
        </code>
        <Button size="small" onPress={onDone}>
          {transfersText.folderHere}
        </Button>
      </div>
      <ul>
        {value?.parent !== null && value !== null && (
          <li>
            <button type="button" onClick={() => onOpen(value.parent ?? folder)}>
              <Icon name="back" />
              {transfersText.parentFolder}
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
