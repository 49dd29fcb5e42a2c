/** A small library entry for tests of view models; every part can be replaced. */
import type { ImageSummary } from '../../../../src-shared/model/image.ts'

export function imageOf(part: Partial<ImageSummary> & { readonly id: string }): ImageSummary {
  return {
    path: `/images/${part.id}.sif`,
    name: `${part.id}.sif`,
    folder: '/images',
    sizeBytes: 1000,
    architecture: 'amd64',
    digest: null,
    reference: null,
    remote: null,
    tagMoved: null,
    verdict: null,
    sentence: null,
    signer: null,
    map: [],
    addedAt: '2026-11-03T08:12:00Z',
    lastUsedAt: null,
    checkedAt: null,
    fileState: 'present',
    ...part,
  }
}
