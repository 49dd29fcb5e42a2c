/** The image page in the window, and opening files by their path from the command bar. */
import { lazy } from 'react'
import { imagesText } from '../../../src-shared/text/images.ts'
import { addressOf } from '../../app/address.ts'
import type { CommandProvider } from '../../app/commands.ts'
import { currentClient } from '../../app/connection.ts'
import type { Feature } from '../../app/feature.ts'
import { navigate } from '../../app/router.ts'
import { addStore } from '../images/images.ts'

const ImagePage = lazy(async () => ({ default: (await import('./image-page.tsx')).ImagePage }))

/** A typed path with `~` written out; null when it is not absolute then. */
async function absolutePath(typed: string): Promise<string | null> {
  if (/^(?:\/|[A-Za-z]:[\\/])/.test(typed)) return typed
  if (!typed.startsWith('~/')) return null
  const capabilities = await currentClient().call('settings.capabilities', {})
  return capabilities.ok ? `${capabilities.value.homeFolder}${typed.slice(1)}` : null
}

const paths: CommandProvider = {
  id: 'paths',
  title: '',
  order: 10,
  async find(input) {
    if (input.kind !== 'path') return { commands: [] }
    const path = await absolutePath(input.text)
    if (path === null) return { commands: [] }
    return {
      commands: [
        {
          id: 'open',
          title: imagesText.openPath(input.text),
          icon: 'eye',
          note: imagesText.openPathDetail,
          run: () => navigate(addressOf.image(path)),
        },
        {
          id: 'add',
          title: imagesText.addPath(input.text),
          icon: 'plus',
          run: () => {
            navigate(addressOf.images())
            void addStore.add([path])
          },
        },
      ],
    }
  },
}

export const feature: Feature = {
  name: 'inspect',
  views: { image: ImagePage },
  commands: [paths],
}
