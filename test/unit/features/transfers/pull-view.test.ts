import { describe, expect, it } from 'vitest'
import { joinPath, splitFile } from '../../../../src-renderer/app/local-path.ts'
import {
  containerPath,
  elsewhere,
  freeFileName,
  offeredContainers,
  partsWithPath,
  situationOfError,
  tagOf,
  withTag,
} from '../../../../src-renderer/features/transfers/pull-view.ts'
import type { ResolvedReference } from '../../../../src-shared/model/reference.ts'
import { parseReference, printReference, referenceParts } from '../../../../src-shared/reference/index.ts'
import { appError } from '../../../../src-shared/text/errors/index.ts'

function resolved(text: string): ResolvedReference {
  const parsed = parseReference(text)
  if (!parsed.ok) throw new Error(text)
  return {
    input: text,
    transport: parsed.value.transport,
    reference: printReference(parsed.value),
    parts: referenceParts(parsed.value),
    digest: null,
    pinned: null,
    architecture: 'amd64',
    sizeBytes: null,
    fingerprints: [],
    signed: null,
    fileName: '',
    remote: null,
  }
}

describe('situationOfError', () => {
  it('offers the tags that exist, in the order given, with dates and architectures', () => {
    const error = appError('TAG_NOT_FOUND', {
      path: 'library/default/debian',
      tag: 'latest',
      architecture: 'amd64',
      tags: ['13', '12'],
      tagDates: ['2026-08-14T06:00:00Z', ''],
      tagArchitectures: ['amd64 arm64', 'amd64'],
    })
    expect(situationOfError(error)).toEqual({
      kind: 'missingTag',
      path: 'library/default/debian',
      tag: 'latest',
      offers: [
        { tag: '13', createdAt: '2026-08-14T06:00:00Z', architectures: ['amd64', 'arm64'] },
        { tag: '12', createdAt: null, architectures: ['amd64'] },
      ],
    })
  })
  it('tells missing architectures and containers apart', () => {
    expect([
      situationOfError(
        appError('ARCHITECTURE_NOT_FOUND', {
          path: 'a/b/c',
          tag: '1',
          architecture: 'arm64',
          architectures: ['amd64'],
        }),
      ),
      situationOfError(appError('CONTAINER_ELSEWHERE', { path: 'a/b/c', host: 'x', suggestions: ['d/e/c'] })),
      situationOfError(appError('CONTAINER_NOT_FOUND', { path: 'c', host: 'x' })),
    ]).toEqual([
      { kind: 'missingArchitecture', tag: '1', architecture: 'arm64', offers: ['amd64'] },
      { kind: 'missingContainer', path: 'a/b/c', offers: ['d/e/c'] },
      { kind: 'missingContainer', path: 'c', offers: [] },
    ])
  })
  it('never takes a lost connection for something missing', () => {
    expect([
      situationOfError(appError('OFFLINE', { host: 'x' })).kind,
      situationOfError(appError('REFERENCE_EMPTY')).kind,
    ]).toEqual(['failed', 'wrong'])
  })
})

describe('references', () => {
  it('change their tag and nothing else', () => {
    expect([
      withTag('debian:9', '13'),
      withTag('library://a/b/c', '2'),
      withTag(`library://a/b/c:sha256.${'a'.repeat(64)}`, '2'),
      withTag('docker://quay.io/x/y@sha256:'.concat('b'.repeat(64)), '2'),
      withTag('not a reference', '2'),
    ]).toEqual([
      'library://debian:13',
      'library://a/b/c:2',
      'library://a/b/c:2',
      'docker://quay.io/x/y:2',
      'not a reference',
    ])
  })
  it('keep the typed tag when the container is found elsewhere', () => {
    expect([elsewhere('godlovedc/funny/lolcow', 'lolcow'), elsewhere('godlovedc/funny/lolcow', 'lolcow:2.0')]).toEqual([
      'library://godlovedc/funny/lolcow',
      'library://godlovedc/funny/lolcow:2.0',
    ])
  })
  it('know their path and tag', () => {
    expect([
      containerPath(resolved('library://a/b/c:1')),
      containerPath(resolved('c:1')),
      containerPath(resolved('docker://a/b:1')),
      tagOf(resolved('library://a/b/c:1')),
      tagOf(resolved(`library://a/b/c:sha256.${'a'.repeat(64)}`)),
    ]).toEqual(['a/b/c', null, null, '1', null])
  })
  it('show what a server filled in', () => {
    const parts = partsWithPath('lolcow', 'library/default/lolcow') ?? []
    expect([
      parts.map(({ text }) => text).join(''),
      parts.filter(({ filledIn }) => !filledIn).map(({ text }) => text),
      partsWithPath('lolcow', 'lolcow'),
    ]).toEqual(['library://library/default/lolcow:latest', ['lolcow'], null])
  })
})

it('keeps suggestions in their order and waits for what is told of them', () => {
  expect(offeredContainers(['a/b/c', 'd/e/c'], [])).toEqual([
    { path: 'a/b/c', container: null },
    { path: 'd/e/c', container: null },
  ])
})

describe('where to', () => {
  it('stays out of the way of what is there', () => {
    const free = (...taken: readonly string[]) => freeFileName('lolcow_1.sif', 'cow/funny/lolcow', new Set(taken))
    expect([
      free(),
      free('lolcow_1.sif'),
      free('lolcow_1.sif', 'funny-lolcow_1.sif'),
      free('lolcow_1.sif', 'funny-lolcow_1.sif', 'funny-lolcow_1-2.sif'),
      freeFileName('a_1.sif', 'library/default/a', new Set(['a_1.sif'])),
    ]).toEqual(['lolcow_1.sif', 'funny-lolcow_1.sif', 'funny-lolcow_1-2.sif', 'funny-lolcow_1-3.sif', 'a_1-2.sif'])
  })
  it('joins and splits in the system’s own way', () => {
    expect([
      joinPath('/images/', 'a.sif'),
      joinPath('C:\\images', 'a.sif'),
      splitFile('/images/a.sif'),
      splitFile('/a.sif'),
      splitFile('C:\\images\\a.sif'),
    ]).toEqual([
      '/images/a.sif',
      'C:\\images\\a.sif',
      { folder: '/images', name: 'a.sif' },
      { folder: '/', name: 'a.sif' },
      { folder: 'C:\\images', name: 'a.sif' },
    ])
  })
})
