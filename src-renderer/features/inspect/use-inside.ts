/** What the file system of an image says of it, beside or instead of what is stored in objects. */
import { useMemo } from 'react'
import { type MetadataDifference, metadataDifferences, withInside } from '../../../src-shared/model/inside.ts'
import type { ImageMetadata, Inspection } from '../../../src-shared/model/inspection.ts'
import { useCall } from '../../app/use-call.ts'
import { useCanLook } from '../files/use-file-system.ts'

export interface Inside {
  /** The inspection, filled up from the file system where nothing else says anything. */
  readonly shown: Inspection
  /** Null where there is nothing to compare, or not yet. */
  readonly inside: ImageMetadata | null
  readonly differences: readonly MetadataDifference[]
}

const none: readonly MetadataDifference[] = []

export function useInside(path: string, inspection: Inspection | null): Inside | null {
  const canLook = useCanLook(inspection) && inspection?.format === 'sif'
  const { value } = useCall('inspect.inside', canLook ? { path } : null, { refetchOn: ['images.changed'] })
  return useMemo(() => {
    if (inspection === null) return null
    if (value === null || !canLook) return { shown: inspection, inside: null, differences: none }
    if (inspection.metadataFrom === 'nowhere') {
      return { shown: withInside(inspection, value), inside: null, differences: none }
    }
    const differences = metadataDifferences(inspection, value.metadata)
    return { shown: inspection, inside: value.metadata, differences }
  }, [inspection, value, canLook])
}
