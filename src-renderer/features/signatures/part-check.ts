/**
 * One group or one object of an image as something to be checked alone: how an address names it, and the menu that
 * offers what there is. Pure; the check itself is the engine's.
 */
import type { Inspection } from '../../../src-shared/model/inspection.ts'
import { inspectText } from '../../../src-shared/text/inspect.ts'
import { signingText } from '../../../src-shared/text/signing.ts'
import type { MenuEntry } from '../../components/menu.tsx'
import { partWord } from '../inspect/image-map-model.ts'
import { groupsOf } from '../signing/signing-view.ts'

export type ImagePart = { readonly groupId: number } | { readonly objectId: number }

/** The member of the image page's address that names a part. */
export const partQuery = 'part'

/** A menu with more is no menu; the rest is found in the list of objects. */
const mostEntries = 30

/** `group-1`, `object-3`. */
export function partValue(part: ImagePart): string {
  return 'groupId' in part ? `group-${part.groupId}` : `object-${part.objectId}`
}

/** @param value from an address, as anybody may have written it; null for one that names no part */
export function partOf(value: string | null): ImagePart | null {
  const match = /^(group|object)-([1-9]\d{0,9})$/.exec(value ?? '')
  if (match === null) return null
  const id = Number(match[2])
  return match[1] === 'group' ? { groupId: id } : { objectId: id }
}

/** The groups and objects that can be checked alone. @param onMore shows the list of all objects */
export function partEntries(
  inspection: Inspection,
  onCheck: (part: ImagePart) => void,
  onMore: () => void,
): readonly MenuEntry[] {
  const entry = (part: ImagePart, label: string): MenuEntry => ({
    kind: 'action',
    id: partValue(part),
    label,
    onAction: () => onCheck(part),
  })
  const groups = groupsOf(inspection).map((groupId) => entry({ groupId }, signingText.groupNamed(groupId)))
  const objects = inspection.objects
    .filter(({ type }) => type !== 'Signature')
    .map((object) => entry({ objectId: object.id }, inspectText.objectName(object.id, partWord(object))))
  const shown = [...groups.slice(0, mostEntries), ...objects.slice(0, mostEntries)]
  const isCut = groups.length > mostEntries || objects.length > mostEntries
  return [
    ...shown,
    ...(isCut
      ? ([
          { kind: 'separator', id: 'more-line' },
          { kind: 'action', id: 'more', label: inspectText.checkOthers, onAction: onMore },
        ] as const)
      : []),
  ]
}
