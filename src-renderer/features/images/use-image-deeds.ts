/** What this face does when an action on images is chosen. */
import { useMemo } from 'react'
import { imagesText } from '../../../src-shared/text/images.ts'
import { addressOf } from '../../app/address.ts'
import { useConnection } from '../../app/connection.ts'
import { confirmBriefly } from '../../app/messages.ts'
import { navigate } from '../../app/router.ts'
import { startFromImage } from '../build/start/new-draft.ts'
import { openSigning } from '../signing/signing-store.ts'
import { askToPush } from '../transfers/push-store.ts'
import type { ImageDeeds } from './image-actions.ts'
import { removeStore, verifyImages } from './images.ts'

export function useImageDeeds(): ImageDeeds {
  const shell = useConnection((state) => state.shell)
  return useMemo(
    () => ({
      open: (image) => navigate(addressOf.image(image.path)),
      verify: (images) => void verifyImages(images.map(({ path }) => path)),
      sign: (images) =>
        openSigning(
          images.length === 1 && images[0] !== undefined
            ? { kind: 'sign', path: images[0].path }
            : { kind: 'signMany', paths: images.map(({ path }) => path) },
        ),
      compare: ({ path }, other) => navigate(addressOf.compare(path, other)),
      push: ({ path }) => askToPush(path),
      build: ({ path }) => void startFromImage(path),
      remove: (images) => removeStore.setState({ images }),
      copy: (text, count) => {
        const said = count === 1 ? imagesText.copied : imagesText.copiedReferences(count)
        void navigator.clipboard.writeText(text).then(() => confirmBriefly(said))
      },
      reveal: shell === null ? null : (path) => void shell.ask({ verb: 'revealFile', path }),
    }),
    [shell],
  )
}
