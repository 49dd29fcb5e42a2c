/**
 * What can be done with one or several images, as entries for menus. One list for the ⋯ button, the
 * context menu and the detail; what this face or these images cannot do is left out.
 */
import type { ImageSummary } from '../../../src-shared/model/image.ts'
import { parseReference } from '../../../src-shared/reference/index.ts'
import { pinnedReference } from '../../../src-shared/reference/pin.ts'
import { buildStartText } from '../../../src-shared/text/build-start.ts'
import { compareText } from '../../../src-shared/text/compare.ts'
import { imagesText } from '../../../src-shared/text/images.ts'
import { pushText } from '../../../src-shared/text/push.ts'
import { signingText } from '../../../src-shared/text/signing.ts'
import type { ComparedAddress } from '../../app/address.ts'
import type { MenuEntry } from '../../components/menu.tsx'

export interface ImageDeeds {
  readonly open: (image: ImageSummary) => void
  readonly verify: (images: readonly ImageSummary[]) => void
  readonly sign: (images: readonly ImageSummary[]) => void
  readonly push: (image: ImageSummary) => void
  readonly compare: (image: ImageSummary, other: ComparedAddress) => void
  /** Begins a build from the definition that the image carries. */
  readonly build: (image: ImageSummary) => void
  readonly remove: (images: readonly ImageSummary[]) => void
  readonly copy: (text: string, count: number) => void
  /** Null where the face cannot show files. */
  readonly reveal: ((path: string) => void) | null
}

/**
 * The form of a library reference that always means these bytes. The digest of an image is that of
 * its file, which registries do not address, so for their references there is none.
 */
export function pinnedForm(image: ImageSummary): string | null {
  if (image.reference === null || image.digest === null) return null
  const parsed = parseReference(image.reference)
  return parsed.ok && parsed.value.transport === 'library' ? pinnedReference(parsed.value, image.digest) : null
}

/**
 * What the tag of an image means now, to compare it with. Null for images that were made when they were pulled,
 * and for those that came from no tag.
 */
export function tagOf({ reference, remote, architecture }: ImageSummary): ComparedAddress | null {
  const parsed = reference === null ? null : parseReference(reference)
  if (reference === null || parsed?.ok !== true) return null
  const { value } = parsed
  const isTag =
    (value.transport === 'library' && value.hash === null) || (value.transport === 'oras' && value.digest === null)
  return isTag ? { kind: 'remote', reference, remote, architecture } : null
}

/** A path as a shell takes it. */
export function shellQuoted(path: string): string {
  return /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'"'"'`)}'`
}

const separator = (id: string): MenuEntry => ({ kind: 'separator', id })

export function imageMenu(images: readonly ImageSummary[], deeds: ImageDeeds): readonly MenuEntry[] {
  const [first] = images
  if (first === undefined) return []
  return images.length === 1 ? menuOfOne(first, deeds) : menuOfMany(images, deeds)
}

function menuOfOne(image: ImageSummary, deeds: ImageDeeds): readonly MenuEntry[] {
  const { reference, path } = image
  const pinned = pinnedForm(image)
  const { reveal } = deeds
  const copies: MenuEntry[] = []
  const add = (id: string, label: string, text: string, more: { readonly shortcut?: string } = {}): void => {
    copies.push({ kind: 'action', id, label, icon: 'copy', ...more, onAction: () => deeds.copy(text, 1) })
  }
  if (reference !== null) add('copy-reference', imagesText.copyReference, reference, { shortcut: 'Ctrl+Shift+C' })
  if (pinned !== null) add('copy-pinned', imagesText.copyPinned, pinned)
  add('copy-path', imagesText.copyPath, path)
  add('copy-command', imagesText.copyCommand, imagesText.commandLineOf(shellQuoted(path)))
  return [
    {
      kind: 'action',
      id: 'open',
      label: imagesText.open,
      icon: 'eye',
      shortcut: 'Enter',
      onAction: () => deeds.open(image),
    },
    verifyEntry([image], deeds),
    signEntry([image], deeds),
    { kind: 'action', id: 'push', label: pushText.command, icon: 'push', onAction: () => deeds.push(image) },
    ...compareEntry(image, deeds),
    {
      kind: 'action',
      id: 'build',
      label: buildStartText.imageAction,
      icon: 'builds',
      onAction: () => deeds.build(image),
    },
    separator('after-verify'),
    ...copies,
    ...(reveal === null
      ? []
      : [
          {
            kind: 'action',
            id: 'reveal',
            label: imagesText.reveal,
            icon: 'folder',
            onAction: () => reveal(path),
          } as const,
        ]),
    separator('before-remove'),
    removeEntry([image], deeds),
  ]
}

function menuOfMany(images: readonly ImageSummary[], deeds: ImageDeeds): readonly MenuEntry[] {
  const references = images.flatMap((image) => image.reference ?? [])
  return [
    verifyEntry(images, deeds),
    signEntry(images, deeds),
    ...compareTwoEntry(images, deeds),
    separator('after-verify'),
    ...(references.length === 0
      ? []
      : [
          {
            kind: 'action',
            id: 'copy-reference',
            label: imagesText.copyReferences(references.length),
            icon: 'copy',
            shortcut: 'Ctrl+Shift+C',
            onAction: () => deeds.copy(references.join('\n'), references.length),
          } as const,
        ]),
    {
      kind: 'action',
      id: 'copy-path',
      label: imagesText.copyPaths(images.length),
      icon: 'copy',
      onAction: () => deeds.copy(images.map((image) => image.path).join('\n'), images.length),
    },
    separator('before-remove'),
    removeEntry(images, deeds),
  ]
}

function verifyEntry(images: readonly ImageSummary[], deeds: ImageDeeds): MenuEntry {
  return {
    kind: 'action',
    id: 'verify',
    label: imagesText.verify,
    icon: 'check',
    shortcut: 'Ctrl+Shift+V',
    onAction: () => deeds.verify(images),
  }
}

function signEntry(images: readonly ImageSummary[], deeds: ImageDeeds): MenuEntry {
  return { kind: 'action', id: 'sign', label: signingText.sign, icon: 'sign', onAction: () => deeds.sign(images) }
}

function compareEntry(image: ImageSummary, deeds: ImageDeeds): readonly MenuEntry[] {
  const tag = tagOf(image)
  return tag === null
    ? []
    : [
        {
          kind: 'action',
          id: 'compare',
          label: compareText.command,
          icon: 'compare',
          onAction: () => deeds.compare(image, tag),
        },
      ]
}

function compareTwoEntry(images: readonly ImageSummary[], deeds: ImageDeeds): readonly MenuEntry[] {
  const [a, b] = images
  if (images.length !== 2 || a === undefined || b === undefined) return []
  return [
    {
      kind: 'action',
      id: 'compare',
      label: compareText.compareTwo,
      icon: 'compare',
      onAction: () => deeds.compare(a, { kind: 'here', path: b.path }),
    },
  ]
}

function removeEntry(images: readonly ImageSummary[], deeds: ImageDeeds): MenuEntry {
  return {
    kind: 'action',
    id: 'remove',
    label: images.length === 1 ? imagesText.remove : imagesText.removeMany(images.length),
    icon: 'trash',
    shortcut: 'Del',
    isDangerous: true,
    onAction: () => deeds.remove(images),
  }
}
