/** What else can be done with the image of a page, as entries of its ⋯ menu. What cannot be done is left out. */
import type { ImageSummary } from '../../../src-shared/model/image.ts'
import type { Inspection } from '../../../src-shared/model/inspection.ts'
import { buildStartText } from '../../../src-shared/text/build-start.ts'
import { compareText } from '../../../src-shared/text/compare.ts'
import { imagesText } from '../../../src-shared/text/images.ts'
import { inspectText } from '../../../src-shared/text/inspect.ts'
import { pushText } from '../../../src-shared/text/push.ts'
import { signingText } from '../../../src-shared/text/signing.ts'
import { addressOf } from '../../app/address.ts'
import { useConnection } from '../../app/connection.ts'
import { confirmBriefly } from '../../app/messages.ts'
import { navigate } from '../../app/router.ts'
import type { MenuEntry } from '../../components/menu.tsx'
import { startFromImage } from '../build/start/new-draft.ts'
import { pinnedForm, shellQuoted, tagOf } from '../images/image-actions.ts'
import { addStore, removeStore } from '../images/images.ts'
import type { VerificationStore } from '../signatures/verification-store.ts'
import { openSigning } from '../signing/signing-store.ts'
import { askToPush } from '../transfers/push-store.ts'
import type { InspectionStore } from './inspection-store.ts'

export interface ImageMenuOptions {
  readonly path: string
  readonly image: ImageSummary | null
  readonly inspection: Inspection | null
  readonly store: InspectionStore
  readonly verificationStore: VerificationStore
}

function copy(text: string): void {
  void navigator.clipboard.writeText(text).then(() => confirmBriefly(imagesText.copied))
}

export function useImageMenu(options: ImageMenuOptions): readonly MenuEntry[] {
  const { path, image, inspection, store, verificationStore } = options
  const shell = useConnection((state) => state.shell)
  const entries: MenuEntry[] = []
  const add = (
    id: string,
    label: string,
    icon: Extract<MenuEntry, { readonly kind: 'action' }>['icon'],
    onAction: () => void,
    isDangerous = false,
  ): void => {
    entries.push({ kind: 'action', id, label, isDangerous, onAction, ...(icon === undefined ? {} : { icon }) })
  }
  const digest = inspection?.digest ?? image?.digest ?? null
  const reference = image?.reference ?? null
  const pinned = image === null ? null : pinnedForm(image)

  add('check', inspectText.checkAgain, 'refresh', () => void verificationStore.verify())
  if (inspection !== null) add('sign', signingText.sign, 'sign', () => openSigning({ kind: 'sign', path }))
  if (inspection !== null) add('push', pushText.command, 'push', () => askToPush(path))
  if (inspection?.definition != null && inspection.definition.trim() !== '') {
    add('build', buildStartText.imageAction, 'builds', () => void startFromImage(path))
  }
  if (reference !== null) add('pull', inspectText.pullAgain, 'pull', () => navigate(addressOf.pull(reference)))
  const tag = image === null ? null : tagOf(image)
  if (tag !== null) add('compare', compareText.command, 'compare', () => navigate(addressOf.compare(path, tag)))
  entries.push({ kind: 'separator', id: 'copies' })
  if (reference !== null) add('copy-reference', inspectText.copyReference, 'copy', () => copy(reference))
  if (pinned !== null) add('copy-pinned', imagesText.copyPinned, 'pin', () => copy(pinned))
  add('copy-path', inspectText.copyPath, 'copy', () => copy(path))
  if (digest === null) add('digest', inspectText.workOutDigest, 'qr', () => void store.workOutDigest())
  else add('copy-digest', inspectText.copyDigest, 'copy', () => copy(digest))
  add('copy-command', inspectText.copyCommandLine, 'terminal', () => copy(imagesText.commandLineOf(shellQuoted(path))))
  if (shell !== null) {
    add('reveal', inspectText.revealFile, 'folder', () => void shell.ask({ verb: 'revealFile', path }))
  }
  entries.push({ kind: 'separator', id: 'library' })
  if (image === null) add('add', inspectText.addToImages, 'plus', () => void addStore.add([path]))
  else add('remove', inspectText.removeImage, 'trash', () => removeStore.setState({ images: [image] }), true)
  return entries
}
