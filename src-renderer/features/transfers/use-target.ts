/** Where a pull will put its file: the usual name in the image folder, out of the way of what is there. */
import { useMemo, useState } from 'react'
import type { ResolvedReference } from '../../../src-shared/model/reference.ts'
import { joinPath, splitFile, withoutTilde, withTilde } from '../../app/local-path.ts'
import { useCall } from '../../app/use-call.ts'
import { containerPath, freeFileName } from './pull-view.ts'

export interface Target {
  /** As shown and edited, with `~` for the home folder. */
  readonly shown: string
  readonly absolute: string
  readonly folder: string
  readonly name: string
  /** The usual name, when another file has it and this pull goes beside it. */
  readonly beside: string | null
  /** A file with this very name is there. */
  readonly exists: boolean
  /** The file that is there has the bytes that would be pulled. */
  readonly isSame: boolean
  readonly isKnown: boolean
  edit(shown: string): void
  openFolder(folder: string): void
}

export function useTarget(resolved: ResolvedReference | null): Target {
  const { value: settings } = useCall('settings.get', {}, { refetchOn: ['settings.changed'] })
  const { value: capabilities } = useCall('settings.capabilities', {})
  const [edited, setEdited] = useState<string | null>(null)
  const [chosenFolder, setChosenFolder] = useState<string | null>(null)
  const home = capabilities?.homeFolder ?? ''
  const usual = resolved?.fileName ?? ''
  const typed = edited === null ? null : splitFile(withoutTilde(edited, home))
  const folder = typed?.folder ?? chosenFolder ?? settings?.imageFolder ?? ''
  const { value: listing } = useCall(
    'settings.listFolder',
    resolved === null || folder === '' ? null : { path: folder, extension: 'sif' },
    { refetchOn: ['images.changed'] },
  )
  const taken = useMemo(
    () => new Set((listing?.path === folder ? listing.entries : []).map(({ name }) => name)),
    [listing, folder],
  )
  const usualPath = joinPath(folder, usual)
  const { value: there } = useCall(
    'images.byPath',
    resolved === null || usual === '' || folder === '' ? null : { path: usualPath },
    { refetchOn: ['images.changed'] },
  )
  const isSame =
    there?.path === usualPath &&
    there.digest !== null &&
    there.digest === (resolved?.oci === undefined ? resolved?.digest : resolved.oci.fileDigest) &&
    there.fileState === 'present'
  const path = resolved === null ? null : containerPath(resolved)
  const name = typed?.name ?? (isSame ? usual : freeFileName(usual, path, taken))
  const absolute = joinPath(folder, name)
  return {
    shown: edited ?? withTilde(absolute, home),
    absolute,
    folder,
    name,
    beside: typed === null && name !== usual ? usual : null,
    exists: taken.has(name),
    isSame: isSame && name === usual,
    isKnown: folder !== '',
    edit: setEdited,
    openFolder: (next) => {
      setEdited(null)
      setChosenFolder(next)
    },
  }
}
