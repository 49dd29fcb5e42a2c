/** Images in the window: the list, its count, what the status bar says, adding, removing, dropped files. */
import { lazy, useEffect } from 'react'
import { useStore } from 'zustand'
import { formatSize } from '../../../src-shared/text/format.ts'
import { imagesText } from '../../../src-shared/text/images.ts'
import { addressOf } from '../../app/address.ts'
import { type CommandProvider, matchesWords } from '../../app/commands.ts'
import { currentClient, useClient, useConnection } from '../../app/connection.ts'
import type { Feature, NavigationBadge } from '../../app/feature.ts'
import { confirmBriefly } from '../../app/messages.ts'
import { navigate } from '../../app/router.ts'
import { useCall } from '../../app/use-call.ts'
import { ReferenceText } from '../../components/reference-text.tsx'
import { VerdictBadge } from '../../components/verdict-badge.tsx'
import { AddSheet } from './add-sheet.tsx'
import { chooseImages } from './choose-images.ts'
import { addStore, imagesStore, useImages, verifyRunner } from './images.ts'
import { RemoveSheet } from './remove-sheet.tsx'
import { useNoticeChanges } from './use-notice-changes.ts'

const ImagesView = lazy(async () => ({ default: (await import('./images-view.tsx')).ImagesView }))

/** While thousands of images are added they are counted no more often than this. */
const countEveryMs = 1000

/** How many there are at all, whatever the list is narrowed to. */
function useTotals() {
  const client = useClient()
  const { value, reload } = useCall('images.list', { limit: 1 })
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null
    const stop = client.on('images.changed', () => {
      timer ??= setTimeout(() => {
        timer = null
        reload()
      }, countEveryMs)
    })
    return () => {
      stop()
      if (timer !== null) clearTimeout(timer)
    }
  }, [client, reload])
  return value
}

function useCount(): NavigationBadge | null {
  const totals = useTotals()
  return totals === null || totals.total === 0 ? null : { kind: 'count', count: totals.total }
}

function ImagesStatus() {
  const totals = useTotals()
  const { selected, images } = useImages((state) => state)
  if (totals === null) return null
  if (selected.size > 1) {
    const chosen = images.filter((image) => selected.has(image.id))
    const size = formatSize(chosen.reduce((sum, image) => sum + image.sizeBytes, 0))
    return <span>{imagesText.selectedOf(chosen.length, totals.total, size)}</span>
  }
  return <span>{imagesText.total(totals.total, formatSize(totals.totalBytes))}</span>
}

/** Keeps the stores on the connection of now, and the sheets that can be opened from anywhere. */
function ImagesOverlay() {
  const client = useClient()
  const isOpen = useConnection((state) => state.state === 'open')
  const canReadPaths = useConnection((state) => state.shell !== null)
  useEffect(() => (isOpen ? imagesStore.connect(client) : undefined), [client, isOpen])
  useEffect(() => addStore.connect(client), [client])
  useEffect(() => (isOpen ? verifyRunner.connect(client) : undefined), [client, isOpen])
  useNoticeChanges()
  const outcome = useStore(addStore.state, (state) => state.outcome)
  useEffect(() => {
    if (outcome !== null && outcome.added > 0) confirmBriefly(imagesText.addedCount(outcome.added))
  }, [outcome])
  useEffect(() => {
    if (canReadPaths) return undefined
    const drop = (event: DragEvent): void => {
      // A browser hands over what is in a file but not where it lies; the engine needs the place. What a
      // view took for itself is not asked about.
      if (!event.defaultPrevented && (event.dataTransfer?.files.length ?? 0) > 0) addStore.ask('dropped')
    }
    document.addEventListener('drop', drop)
    return () => document.removeEventListener('drop', drop)
  }, [canReadPaths])
  return (
    <>
      <AddSheet />
      <RemoveSheet />
    </>
  )
}

const imageCommands: CommandProvider = {
  id: 'images',
  title: imagesText.commandsTitle,
  order: 20,
  async find(input, limit, signal) {
    if (input.kind === 'empty' || input.kind === 'path') return { commands: [] }
    const answer = await currentClient().call('images.list', { text: input.text, limit }, { signal })
    if (!answer.ok) return { commands: [] }
    return {
      commands: answer.value.images.map((image) => ({
        id: image.id,
        title: image.name,
        icon: 'images',
        ...(image.reference === null ? {} : { note: <ReferenceText reference={image.reference} /> }),
        ...(image.verdict === null ? {} : { end: <VerdictBadge verdict={image.verdict} /> }),
        run: () => navigate(addressOf.image(image.path)),
      })),
    }
  },
}

const doings: CommandProvider = {
  id: 'images-commands',
  title: '',
  order: 50,
  find(input) {
    if (input.kind !== 'words') return { commands: [] }
    return {
      commands: [
        { id: 'add', title: imagesText.add, icon: 'plus' as const, run: () => void chooseImages() },
        {
          id: 'report',
          title: imagesText.verifyAll,
          icon: 'check' as const,
          run: () => navigate(addressOf.report()),
        },
      ].filter((command) => matchesWords(command.title, input.text)),
    }
  },
}

export const feature: Feature = {
  name: 'images',
  navigation: {
    place: 2,
    label: imagesText.title,
    icon: 'images',
    address: addressOf.images(),
    routes: ['images', 'image', 'compare'],
    useBadge: useCount,
  },
  views: { images: ImagesView },
  commands: [imageCommands, doings],
  statusEnd: ImagesStatus,
  overlay: ImagesOverlay,
  openPaths(paths) {
    const [only] = paths
    if (paths.length === 1 && only !== undefined && /\.sif$/i.test(only)) navigate(addressOf.image(only))
    else navigate(addressOf.images())
    void addStore.add(paths)
    return true
  },
  addImages() {
    void chooseImages()
    return true
  },
}
