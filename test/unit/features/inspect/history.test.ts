import { describe, expect, it } from 'vitest'
import { history, isClaim } from '../../../../src-renderer/features/inspect/history.ts'
import { scriptGroups } from '../../../../src-renderer/features/inspect/script-list.ts'
import { imageOf } from '../images/image-of.ts'
import { findingOf, verificationOf } from '../signatures/verification-of.ts'
import { inspectionOf, objectOf } from './inspection-of.ts'

describe('what happened to a file', () => {
  it('is told newest first, with what only the file says marked', () => {
    const image = imageOf({
      id: 'a',
      reference: 'library://a/b/c:1',
      remote: null,
      tagMoved: true,
      addedAt: '2026-11-10T00:00:00Z',
      lastUsedAt: '2026-11-22T00:00:00Z',
    })
    const inspection = inspectionOf({
      createdAt: '2026-11-03T00:00:00Z',
      objects: [
        objectOf({ id: 1, createdAt: '2026-11-03T00:00:10Z' }),
        objectOf({ id: 6, createdAt: '2026-11-07T00:00:00Z' }),
      ],
    })
    const verification = verificationOf({
      checkedAt: '2026-11-21T00:00:00Z',
      signatures: [findingOf({ objectId: 5, signedAt: '2026-11-04T00:00:00Z' })],
    })
    const events = history(image, inspection, verification)
    expect(events.map((event) => [event.kind, isClaim(event)])).toEqual([
      ['used', false],
      ['checked', false],
      ['pulled', false],
      ['objectAdded', true],
      ['signed', true],
      ['created', true],
    ])
  })

  it('says nothing of times that reproducible images carry', () => {
    expect(history(null, inspectionOf({ createdAt: '0001-01-01T00:00:00Z' }), null)).toEqual([])
  })
})

describe('the texts of an image', () => {
  it('are listed with what each is for, and what does nothing', () => {
    const groups = scriptGroups(
      inspectionOf({
        runscript: '#!/bin/sh\nexec a',
        startscript: '#!/bin/sh\n',
        help: '  \n',
        apps: [
          { name: 'x', labels: {}, environment: {}, runscript: 'run', startscript: null, test: null, help: 'about x' },
        ],
        environment: { '/.singularity.d/env/90-environment.sh': 'export A=1' },
      }),
    )
    expect(
      groups.map(({ heading, entries }) => [heading, entries.map(({ title, isEmpty }) => [title, isEmpty])]),
    ).toEqual([
      [
        null,
        [
          ['Runscript', false],
          ['Startscript', true],
        ],
      ],
      [
        'Apps',
        [
          ['x: Runscript', false],
          ['x: Help', false],
        ],
      ],
      ['Environment', [['90-environment.sh', false]]],
    ])
  })
})
