/** Why the files of an image cannot be looked at, as far as the image itself says. Pure. */
import type { Inspection } from '../../../src-shared/model/inspection.ts'
import { isPrimary } from '../../../src-shared/model/map-part-kind.ts'
import { filesText } from '../../../src-shared/text/files.ts'
import { fileSystemWord } from '../../../src-shared/text/inspect.ts'

export interface Obstacle {
  readonly title: string
  readonly text: string
}

/** Null when nothing stands in the way. */
export function obstacle(inspection: Inspection): Obstacle | null {
  if (inspection.encrypted) return { title: filesText.encryptedTitle, text: filesText.encryptedText }
  const primary = inspection.objects.find(isPrimary)
  if (primary === undefined || primary.detail.kind !== 'partition') {
    return { title: filesText.noFileSystemTitle, text: filesText.noFileSystemText }
  }
  const { fileSystem } = primary.detail
  return fileSystem === 'Squashfs' || fileSystem === 'Ext3'
    ? null
    : { title: filesText.otherFileSystemTitle(fileSystemWord(fileSystem)), text: filesText.otherFileSystemText }
}
