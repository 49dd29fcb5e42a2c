/**
 * Chooses a folder, or a file, on the computer the engine runs on, where the face has no dialog of its own
 * for that. The engine lists what is there.
 */
import './folder-list.css'
import { useEffect, useRef } from 'react'
import { frameText } from '../../src-shared/text/frame.ts'
import { Button } from '../components/button.tsx'
import { Icon } from '../components/icon.tsx'
import { useCall } from './use-call.ts'

export interface FolderListProps {
  readonly folder: string
  readonly onOpen: (folder: string) => void
  readonly onDone: () => void
  /** A file is wanted and not a folder: files are listed as well, and this one was chosen. */
  readonly onFile?: (path: string) => void
}

export function FolderList({ folder, onOpen, onDone, onFile }: FolderListProps) {
  const wantsFile = onFile !== undefined
  const { value, error } = useCall('settings.listFolder', {
    path: folder,
    ...(wantsFile ? {} : { extension: 'sif' }),
  })
  const list = useRef<HTMLElement>(null)
  const isLoaded = value !== null
  useEffect(() => {
    if (isLoaded) list.current?.scrollIntoView({ block: 'nearest' })
  }, [isLoaded])
  const entries = (value?.entries ?? []).filter(
    ({ isFolder, name }) => (isFolder || wantsFile) && !name.startsWith('.'),
  )
  return (
    <section ref={list} className="folder-list" aria-label={wantsFile ? frameText.chooseFile : frameText.chooseFolder}>
      <div className="line">
        <code className="cut grow" title={folder}>
          {folder}
        </code>
        <Button size="small" onPress={onDone}>
          {wantsFile ? frameText.close : frameText.folderHere}
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
        {entries.map(({ name, path, isFolder }) => (
          <li key={path}>
            <button type="button" onClick={() => (isFolder ? onOpen(path) : onFile?.(path))}>
              <Icon name={isFolder ? 'folder' : 'file-text'} />
              <span className="cut">{name}</span>
            </button>
          </li>
        ))}
        {error !== null && <li className="quiet">{error.message}</li>}
      </ul>
    </section>
  )
}
