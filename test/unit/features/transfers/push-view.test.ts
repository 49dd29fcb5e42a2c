import { describe, expect, it } from 'vitest'
import {
  fits,
  isWholeReference,
  nameFromFile,
  obstacleOf,
  plannedParts,
  suggestionsFor,
} from '../../../../src-renderer/features/transfers/push-view.ts'
import type { PushPlan } from '../../../../src-shared/model/push.ts'
import type { Verdict } from '../../../../src-shared/model/verification.ts'

function planOf(changes: Partial<PushPlan> = {}, verdict: Verdict | null = 'yours'): PushPlan {
  return {
    reference: 'library://ada/tools/align:1.0',
    remote: 'Lab',
    isLoggedIn: true,
    file: { name: 'align_1.0.sif', sizeBytes: 1000, architecture: 'amd64', verdict, sentence: 'Said of it.' },
    places: [
      { kind: 'entity', name: 'ada', exists: true },
      { kind: 'collection', name: 'ada/tools', exists: false },
      { kind: 'container', name: 'ada/tools/align', exists: false },
    ],
    tags: [{ name: '1.0', state: 'new', digest: null }],
    quota: null,
    knownTags: [],
    ...changes,
  }
}

describe('the push sheet', () => {
  it.each([
    ['ada/tools/align', true],
    ['library://ada/tools/align:1.0,latest', true],
    ['tools/align', false],
    ['align', false],
    ['docker://debian', false],
    [`ada/tools/align:sha256.${'a'.repeat(64)}`, false],
    ['', false],
    ['ada/tools/', false],
  ])('asks about %s only when it says everything', (text, isWhole) => {
    expect(isWholeReference(text)).toBe(isWhole)
  })

  it.each([
    ['samtools_1.21.sif', 'samtools', '1.21'],
    ['openfoam-v2312.sif', 'openfoam', '2312'],
    ['My Tool.sif', 'my-tool', 'latest'],
    ['.sif', 'image', 'latest'],
  ])('takes %s for %s, %s', (file, container, tag) => {
    expect(nameFromFile(file)).toEqual({ container, tag })
  })

  it('offers places that the user knows, then tags of the place', () => {
    const facts = {
      text: '',
      fileName: 'align_1.0.sif',
      origin: 'library://ada/tools/align:0.9',
      others: ['library://ben/x/y:1', 'docker://debian:12', 'library://short:1'],
      plan: null,
    }
    expect(suggestionsFor(facts).map(({ reference }) => reference)).toEqual([
      'library://ada/tools/align:1.0',
      'library://ben/x/align:1.0',
    ])
    const typed = { ...facts, text: 'ada/tools/align:1.0', plan: planOf({ knownTags: ['latest'] }) }
    expect(suggestionsFor(typed)).toEqual([
      { reference: 'library://ada/tools/align:latest', icon: 'tag', note: expect.stringContaining('moved') },
    ])
  })

  it('says what will be made', () => {
    expect(plannedParts(planOf()).map(({ name, change }) => [name, change])).toEqual([
      ['ada / tools', 'new collection'],
      ['ada / tools / align', 'new container'],
      ['1.0', 'new tag'],
    ])
  })

  it.each<readonly [string, PushPlan, ReturnType<typeof obstacleOf>]>([
    ['nothing', planOf(), null],
    ['nothing that is known', planOf({}, null), null],
    ['the login', planOf({ isLoggedIn: false }, 'changed'), 'notLoggedIn'],
    ['a change', planOf({}, 'changed'), 'changed'],
    ['the missing signature', planOf({}, 'notSigned'), 'notSigned'],
    ['a rejected signer', planOf({}, 'rejected'), 'notSigned'],
    ['the room', planOf({ quota: { totalBytes: 5000, usedBytes: 4500 } }), 'noRoom'],
  ])('is kept back by %s', (_what, plan, obstacle) => {
    expect(obstacleOf(plan)).toBe(obstacle)
  })

  it('knows no limit where there is none', () => {
    expect(fits(planOf({ quota: { totalBytes: 0, usedBytes: 10 ** 12 } }))).toBeNull()
  })
})
