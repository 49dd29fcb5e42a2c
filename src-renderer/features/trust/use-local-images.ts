/** The local images that matter for a decision; long libraries are read page by page. */
import { useEffect, useMemo, useState } from 'react'
import type { ImageSummary } from '../../../src-shared/model/image.ts'
import { useClient } from '../../app/connection.ts'

const pageSize = 1000
/** More than this many images are not looked through for a list of one signer's. */
const mostImages = 20_000

/** All local images whose deciding signer is this key, the newest first; null until they are known. */
export function useImagesOfSigner(fingerprint: string): readonly ImageSummary[] | null {
  const client = useClient()
  const [images, setImages] = useState<readonly ImageSummary[] | null>(null)
  const [round, setRound] = useState(0)

  useEffect(() => {
    const again = (): void => setRound((value) => value + 1)
    const stops = [client.on('images.changed', again), client.on('signatures.verified', again)]
    return () => {
      for (const stop of stops) stop()
    }
  }, [client])

  // A new round asks again for the same signer.
  const request = useMemo(() => ({ fingerprint, round }), [fingerprint, round])
  useEffect(() => {
    const controller = new AbortController()
    const read = async (): Promise<void> => {
      const found: ImageSummary[] = []
      for (let offset = 0; offset < mostImages; offset += pageSize) {
        const page = await client.call(
          'images.list',
          { sort: 'addedAt', descending: true, offset, limit: pageSize },
          { signal: controller.signal },
        )
        if (controller.signal.aborted || !page.ok) return
        found.push(...page.value.images.filter(({ signer }) => signer?.fingerprint === request.fingerprint))
        if (offset + pageSize >= page.value.total) break
      }
      setImages(found)
    }
    void read()
    return () => controller.abort()
  }, [client, request])

  return images
}
