import { describe, expect, it } from 'vitest'
import { pageOf } from '../../../../src-main/engine/images/query.ts'
import type { ImageQuery, ImageSummary } from '../../../../src-shared/model/image.ts'
import type { Verdict } from '../../../../src-shared/model/verification.ts'

const everything: ImageQuery = {
  text: '',
  verdicts: [],
  architectures: [],
  sort: 'name',
  descending: false,
  groupBy: 'none',
  offset: 0,
  limit: 1000,
}

function image(name: string, change: Partial<ImageSummary> = {}): ImageSummary {
  return {
    id: name,
    path: `/images/${name}`,
    name,
    folder: '/images',
    sizeBytes: 1,
    architecture: 'amd64',
    digest: null,
    reference: null,
    remote: null,
    tagMoved: null,
    verdict: null,
    sentence: null,
    signer: null,
    map: [],
    addedAt: '2026-01-01T00:00:00.000Z',
    lastUsedAt: null,
    checkedAt: null,
    fileState: 'present',
    ...change,
  }
}

const names = (images: readonly ImageSummary[], query: Partial<ImageQuery>): readonly string[] =>
  pageOf(images, { ...everything, ...query }).images.map(({ name }) => name)

describe('the list of images', () => {
  const images = [
    image('gatk_10.sif', { sizeBytes: 30, verdict: 'verified', reference: 'library://acme/genomics/gatk:10' }),
    image('gatk_9.sif', { sizeBytes: 20, verdict: 'changed', reference: 'library://acme/genomics/gatk:9' }),
    image('alpine.sif', {
      sizeBytes: 10,
      verdict: 'unknown',
      architecture: 'arm64',
      signer: { fingerprint: 'AB', name: 'Alma Reed', verified: false },
    }),
    image('own.sif', { sizeBytes: 40 }),
  ]

  it.each<[string, Partial<ImageQuery>, readonly string[]]>([
    ['by name, numbers as numbers', {}, ['alpine.sif', 'gatk_9.sif', 'gatk_10.sif', 'own.sif']],
    [
      'by size, largest first',
      { sort: 'size', descending: true },
      ['own.sif', 'gatk_10.sif', 'gatk_9.sif', 'alpine.sif'],
    ],
    [
      'by verdict, worst first, unchecked last',
      { sort: 'verdict' },
      ['gatk_9.sif', 'alpine.sif', 'gatk_10.sif', 'own.sif'],
    ],
    ['of words in any field', { text: 'genomics 9' }, ['gatk_9.sif']],
    ['of a signer', { text: 'alma' }, ['alpine.sif']],
    ['of an architecture', { architectures: ['arm64'] }, ['alpine.sif']],
    ['of some verdicts', { verdicts: ['changed', 'verified'] }, ['gatk_9.sif', 'gatk_10.sif']],
    ['a piece of it', { offset: 1, limit: 2 }, ['gatk_9.sif', 'gatk_10.sif']],
  ])('%s', (_name, query, expected) => expect(names(images, query)).toEqual(expected))

  it('groups by namespace and counts each group and what needs a look', () => {
    const page = pageOf(images, { ...everything, groupBy: 'namespace' })
    expect({ groups: page.groups, needsALook: page.needsALook, totalBytes: page.totalBytes }).toEqual({
      groups: [
        { key: '', count: 2, sizeBytes: 50 },
        { key: 'library://acme/genomics', count: 2, sizeBytes: 50 },
      ],
      needsALook: 1,
      totalBytes: 100,
    })
  })

  it('says the same whatever order the images come in', () => {
    const kinds: readonly (Verdict | null)[] = ['yours', 'changed', null]
    const many = Array.from({ length: 500 }, (_, index) =>
      image(`i${index % 50}.sif`, { id: String(index), path: `/p/${index}`, verdict: kinds[index % 3] ?? null }),
    )
    const query: ImageQuery = { ...everything, sort: 'verdict', groupBy: 'folder' }
    expect(pageOf([...many].reverse(), query)).toEqual(pageOf(many, query))
  })
})
