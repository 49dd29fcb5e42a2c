/** The local images of one signer. */
import { useMemo } from 'react'
import type { ImageSummary } from '../../../src-shared/model/image.ts'
import { useCall } from '../../app/use-call.ts'

/** Local images whose deciding signer is this key, the newest first, at most a thousand; null until they are known. */
export function useImagesOfSigner(fingerprint: string): readonly ImageSummary[] | null {
  const { value } = useCall(
    'images.list',
    // The text of the filter also finds fingerprints.
    { text: fingerprint, sort: 'addedAt', descending: true, limit: 1000 },
    { refetchOn: ['images.changed', 'signatures.verified'] },
  )
  return useMemo(
    () => value?.images.filter(({ signer }) => signer?.fingerprint === fingerprint) ?? null,
    [value, fingerprint],
  )
}
