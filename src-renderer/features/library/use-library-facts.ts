/** Facts of this computer that the library's lists are shown with: keys, local images, remotes, the own architecture. */
import { useMemo } from 'react'
import type { ImageSummary } from '../../../src-shared/model/image.ts'
import type { Key } from '../../../src-shared/model/key.ts'
import type { Remote } from '../../../src-shared/model/remote.ts'
import { keysByFingerprint } from '../../../src-shared/text/signer-claim.ts'
import { useCall } from '../../app/use-call.ts'

const noKeys: readonly Key[] = []
const noImages: readonly ImageSummary[] = []

/** All keys by fingerprint; empty until they are known. */
export function useKeys(): ReadonlyMap<string, Key> {
  const { value } = useCall('keyring.list', {}, { refetchOn: ['keyring.changed', 'trust.changed'] })
  const keys = value ?? noKeys
  return useMemo(() => keysByFingerprint(keys), [keys])
}

/** Local images whose name or reference contains a text; null asks for none. */
export function useImagesLike(text: string | null): readonly ImageSummary[] {
  const { value } = useCall('images.list', text === null ? null : { text, limit: 1000 }, {
    refetchOn: ['images.changed', 'signatures.verified'],
  })
  return value?.images ?? noImages
}

export interface Remotes {
  /** Those that have a library. */
  readonly libraries: readonly Remote[]
  readonly active: Remote | null
  readonly isKnown: boolean
}

export function useRemotes(): Remotes {
  const { value } = useCall('remotes.list', {}, { refetchOn: ['remotes.changed'] })
  const remotes = value ?? []
  return { libraries: remotes, active: remotes.find(({ active }) => active) ?? null, isKnown: value !== null }
}

/** Architecture of the computer the engine runs on; null until it is known. */
export function useArchitecture(): string | null {
  return useCall('settings.capabilities', {}).value?.architecture ?? null
}
