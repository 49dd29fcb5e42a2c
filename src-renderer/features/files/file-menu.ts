/** What can be done with entries of a file system, as one list for the context menu, the ⋯ menu and the detail. */
import type { FileEntry } from '../../../src-shared/contract/files.ts'
import { filesText } from '../../../src-shared/text/files.ts'
import type { MenuEntry } from '../../components/menu.tsx'

export interface FileDeeds {
  /** Opens a folder, follows a link. */
  readonly open: (entry: FileEntry) => void
  readonly extract: (paths: readonly string[]) => void
  readonly copyPaths: (paths: readonly string[]) => void
  /** Goes to the folder that an entry lies in; null where one is there. */
  readonly showInFolder: ((entry: FileEntry) => void) | null
}

/** @param entries at least one */
export function fileMenu(entries: readonly FileEntry[], deeds: FileDeeds): readonly MenuEntry[] {
  const [first] = entries
  if (first === undefined) return []
  const isOne = entries.length === 1
  const paths = entries.map((entry) => entry.path)
  const { showInFolder } = deeds
  const menu: MenuEntry[] = []
  if (isOne && (first.type === 'dir' || first.type === 'symlink')) {
    menu.push({
      kind: 'action',
      id: 'open',
      label: first.type === 'dir' ? filesText.openFolder : filesText.followLink,
      icon: first.type === 'dir' ? 'folder' : 'symlink',
      shortcut: 'Enter',
      onAction: () => deeds.open(first),
    })
  }
  if (isOne && showInFolder !== null) {
    menu.push({
      kind: 'action',
      id: 'show',
      label: filesText.showInFolder,
      icon: 'folder',
      onAction: () => showInFolder(first),
    })
  }
  menu.push(
    {
      kind: 'action',
      id: 'copy-path',
      label: isOne ? filesText.copyPath : filesText.copyPaths(entries.length),
      icon: 'copy',
      shortcut: 'Ctrl+Shift+C',
      onAction: () => deeds.copyPaths(paths),
    },
    {
      kind: 'action',
      id: 'extract',
      label: isOne ? filesText.extract : filesText.extractMany(entries.length),
      icon: 'pull',
      onAction: () => deeds.extract(paths),
    },
  )
  return menu
}
