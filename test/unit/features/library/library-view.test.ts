import { describe, expect, it } from 'vitest'
import {
  architecturesOf,
  descriptionBlocks,
  mainTag,
  pinnedForm,
  pullState,
  sortTags,
  splitPath,
  tagForm,
} from '../../../../src-renderer/features/library/library-view.ts'
import { resultRows } from '../../../../src-renderer/features/library/result-rows.ts'
import type { ImageSummary } from '../../../../src-shared/model/image.ts'
import type { LibraryContainer, LibrarySearch, LibraryTag } from '../../../../src-shared/model/library.ts'

const digest = (digit: string): string => `sha256:${digit.repeat(64)}`

function tag(name: string, architecture: string, createdAt: string, digit = 'a'): LibraryTag {
  return {
    tag: name,
    architecture,
    digest: digest(digit),
    sizeBytes: 1000,
    createdAt,
    signed: false,
    fingerprints: [],
    movedFrom: null,
    here: false,
  }
}

function container(path: string, change: Partial<LibraryContainer> = {}): LibraryContainer {
  return {
    remote: 'demo',
    path,
    reference: `library://${path}`,
    description: '',
    tags: [],
    newestTag: '1.0',
    architectures: [],
    sizeBytes: null,
    signed: false,
    fingerprints: [],
    updatedAt: null,
    stars: null,
    digest: null,
    alsoOn: [],
    downloads: null,
    ...change,
  }
}

function image(reference: string, change: Partial<ImageSummary> = {}): ImageSummary {
  return {
    id: reference,
    path: '/images/a.sif',
    name: 'a.sif',
    folder: '/images',
    sizeBytes: 1,
    architecture: 'amd64',
    digest: null,
    reference,
    remote: null,
    tagMoved: null,
    verdict: null,
    sentence: null,
    signer: null,
    map: [],
    addedAt: '2026-11-01T00:00:00.000Z',
    lastUsedAt: null,
    checkedAt: null,
    fileState: 'present',
    ...change,
  }
}

describe('tags', () => {
  const tags = [
    tag('1.9', 'amd64', '2026-01-01', 'a'),
    tag('1.10', 'amd64', '2026-02-01', 'b'),
    tag('latest', 'amd64', '2026-02-01', 'b'),
    tag('1.10', 'arm64', '2026-02-01', 'c'),
    tag('nightly', 'amd64', '2026-03-01', 'd'),
  ]
  const names = (sorted: readonly LibraryTag[]) => sorted.map((each) => `${each.tag} ${each.architecture}`)

  it('stand newest first, this computer’s before others, latest after the name it stands for', () => {
    expect(names(sortTags(tags, 'date', true, 'amd64'))).toEqual([
      'nightly amd64',
      '1.10 amd64',
      'latest amd64',
      '1.10 arm64',
      '1.9 amd64',
    ])
  })
  it('sort by name as people count', () => {
    expect(names(sortTags(tags, 'tag', false, 'amd64')).slice(0, 3)).toEqual(['1.9 amd64', '1.10 amd64', '1.10 arm64'])
  })
  it('are represented by what latest means', () => {
    expect([
      mainTag(tags, 'amd64')?.tag,
      mainTag(tags, 'arm64')?.architecture,
      mainTag(tags, 'riscv64')?.tag,
      mainTag([tag('latest', 'amd64', '2026-01-01')], 'amd64')?.tag,
      mainTag(
        tags.filter(({ tag: name }) => name !== 'latest'),
        'amd64',
      )?.tag,
      mainTag([], 'amd64'),
    ]).toEqual(['1.10', 'arm64', '1.10', 'latest', 'nightly', null])
  })
  it('name each architecture once, this computer’s first', () => {
    expect(architecturesOf(tags, 'arm64')).toEqual(['arm64', 'amd64'])
  })
  it('have a moving and a pinned form', () => {
    expect([
      tagForm('library://a/b/c', tags[0] ?? tag('', '', '')),
      pinnedForm('library://a/b/c', digest('a')),
    ]).toEqual(['library://a/b/c:1.9', `library://a/b/c:sha256.${'a'.repeat(64)}`])
  })
})

describe('pullState', () => {
  const wanted = container('acme/tools/gatk')
  const state = (...images: readonly ImageSummary[]) => pullState(wanted, images).kind
  it('compares the newest tag with what is here', () => {
    expect([
      state(),
      state(image('library://acme/tools/gatk:0.9')),
      state(image('library://acme/tools/gatk:1.0')),
      state(image('library://acme/tools/gatk:1.0', { tagMoved: true })),
      state(image('library://acme/tools/gatk:1.0', { fileState: 'missing' })),
      state(image('library://acme/tools/gatk:1.0', { tagMoved: true }), image('library://acme/tools/gatk:1.0')),
    ]).toEqual(['pull', 'pull', 'pulled', 'again', 'pull', 'pulled'])
  })
})

describe('resultRows', () => {
  const search: LibrarySearch = {
    query: 'sam',
    containers: [container('acme/tools/samtools'), container('b/c/sam', { remote: 'other' })],
    collections: [{ remote: 'demo', path: 'acme/sam', description: '', containers: 3 }],
    users: [{ remote: 'demo', name: 'sam', description: '' }],
    repositories: [],
    failed: [],
  }
  it('groups containers by remote, then collections and users, and leaves empty groups out', () => {
    const { rows, groupIndexes, count } = resultRows(search)
    expect({
      kinds: rows.map((row) => (row.kind === 'group' ? `${row.title} ${row.count}` : row.kind)),
      groupIndexes,
      count,
      empty: resultRows({ containers: [], collections: [], users: [] }).rows,
    }).toEqual({
      kinds: [
        'Containers on demo 1',
        'container',
        'Containers on other 1',
        'container',
        'Collections 1',
        'collection',
        'Users 1',
        'user',
      ],
      groupIndexes: [0, 2, 4, 6],
      count: 4,
      empty: [],
    })
  })
})

it('splits paths into what is quiet and the name', () => {
  expect([splitPath('acme/tools/gatk'), splitPath('gatk'), splitPath('')]).toEqual([
    { before: 'acme / tools / ', name: 'gatk' },
    { before: '', name: 'gatk' },
    { before: '', name: '' },
  ])
})

it('tells text from what is to be typed', () => {
  expect(descriptionBlocks('One\ntwo\r\n\r\n    run it\n    twice\n \n\tand again\n\nEnd')).toEqual([
    { kind: 'text', text: 'One\ntwo' },
    { kind: 'code', text: 'run it\ntwice' },
    { kind: 'code', text: 'and again' },
    { kind: 'text', text: 'End' },
  ])
})
