import { describe, expect, it } from 'vitest'
import { keepTicks, nextDeed, readTicks } from '../../../../src-renderer/features/build/after/after-flow.ts'
import {
  buildWords,
  comparedFirst,
  draftWords,
  historyRows,
} from '../../../../src-renderer/features/build/history/history-rows.ts'
import { draftOf } from '../../../../src-renderer/features/build/open-draft.ts'
import type { Draft } from '../../../../src-shared/model/build.ts'
import { scriptedClient } from '../scripted-client.ts'
import { buildOf, stepOf } from './build-of.ts'

const draftAt = (id: string, changedAt: string): Draft => ({
  id,
  name: `${id}.def`,
  text: 'Bootstrap: scratch\n',
  folder: '/defs',
  path: null,
  arguments: {},
  output: '',
  architecture: null,
  builderId: null,
  changedAt,
})

describe('the history', () => {
  it('lists drafts and builds newest first, and leaves out a draft that was built as it is', () => {
    const builds = [
      buildOf({ id: 'b2', startedAt: '2026-11-25T12:00:00.000Z', definitionId: 'asBuilt' }),
      buildOf({ id: 'b1', startedAt: '2026-11-25T09:00:00.000Z', definitionId: 'changed' }),
    ]
    const drafts = [draftAt('asBuilt', '2026-11-25T11:59:00.000Z'), draftAt('changed', '2026-11-25T10:00:00.000Z')]
    expect(historyRows(builds, drafts).map(({ key }) => key)).toEqual(['build b2', 'draft changed', 'build b1'])
  })

  it('says of each what became of it and when', () => {
    const now = new Date('2026-11-25T13:00:00.000Z')
    const result = {
      path: '/images/tool.sif',
      sizeBytes: 733_000_000,
      architecture: 'amd64',
      digest: null,
      warnings: [],
      imageId: null,
      verdict: null,
    }
    const steps = [stepOf(1), stepOf(2, { state: 'running' }), stepOf(3, { state: 'waiting' })]
    const failed = [stepOf(1, { state: 'failed' })]
    const at = '2026-11-20T12:00:00.000Z'
    expect([
      buildWords(buildOf({ state: 'running', steps }), now),
      buildWords(buildOf({ state: 'running' }), now),
      buildWords(buildOf({ result, finishedAt: at }), now),
      buildWords(buildOf({ state: 'failed', steps: failed, finishedAt: '2026-11-12T12:00:00.000Z' }), now),
      buildWords(buildOf({ state: 'failed', finishedAt: at }), now),
      buildWords(buildOf({ state: 'interrupted', finishedAt: at }), now),
      buildWords(buildOf({ state: 'detached', finishedAt: null }), now),
      draftWords(draftAt('d', '2026-11-25T12:59:50.000Z'), now),
    ]).toEqual([
      'Running, step 2 of 3',
      'Starting',
      'Built 5 days ago · 733 MB',
      'Stopped in %post, 12 Nov 2026',
      'Stopped, 5 days ago',
      'Cut off, 5 days ago',
      'Goes on at the remote builder',
      'Draft · just now',
    ])
  })

  it('compares first with the last good build of the same definition', () => {
    const at = (id: string, hour: string, more = {}) =>
      buildOf({ id, startedAt: `2026-11-25T${hour}:00:00.000Z`, ...more })
    const late = at('late', '12')
    const builds = [
      at('after', '13'),
      late,
      at('failed', '11', { state: 'failed' }),
      at('good', '10'),
      at('other', '09', { name: 'other.def' }),
    ]
    expect([
      comparedFirst(late, builds)?.id,
      comparedFirst(late, [late, at('other', '09', { name: 'other.def' })])?.id,
      comparedFirst(late, [late]),
    ]).toEqual(['good', 'other', null])
  })
})

describe('a build opened as a definition', () => {
  const answers = (drafts: readonly Draft[]) =>
    scriptedClient({
      'build.drafts': () => drafts,
      'build.saveDraft': (draft) => ({ ...draft, arguments: draft.arguments ?? {}, changedAt: '' }),
    })

  it('is its draft while that says the same', async () => {
    const client = answers([draftAt('mine', '')])
    expect(await draftOf(client, buildOf({ definitionId: 'mine' }))).toEqual({ ok: true, value: 'mine' })
    expect(client.calls.map(({ name }) => name)).toEqual(['build.drafts'])
  })

  it('is a new draft with the same arguments once the old one was changed', async () => {
    const client = answers([draftAt('mine', '')])
    const build = buildOf({ definitionId: 'mine', text: 'Bootstrap: library\n', arguments: { VERSION: '2' } })
    const draft = await draftOf(client, build)
    expect(draft.ok && draft.value).not.toBe('mine')
    expect(client.calls.at(-1)?.params).toMatchObject({
      name: 'tool.def',
      text: 'Bootstrap: library\n',
      arguments: { VERSION: '2' },
      output: '/images/tool.sif',
      builderId: 'here',
    })
  })
})

describe('what follows a build', () => {
  it('goes through what is ticked, in order', () => {
    const all = { sign: true, verify: true, push: true }
    expect([
      nextDeed(null, all),
      nextDeed('sign', all),
      nextDeed('sign', { ...all, verify: false }),
      nextDeed('push', all),
      nextDeed(null, { sign: false, verify: false, push: false }),
    ]).toEqual(['sign', 'verify', 'push', null, null])
  })

  it('remembers the ticks, none included', () => {
    const kept = new Map<string, string>()
    const storage = {
      getItem: (name: string) => kept.get(name) ?? null,
      setItem: (name: string, value: string) => void kept.set(name, value),
    }
    const atFirst = readTicks(storage)
    keepTicks(storage, { sign: false, verify: false, push: false })
    const none = readTicks(storage)
    keepTicks(storage, { sign: false, verify: true, push: true })
    expect([atFirst, none, readTicks(storage)]).toEqual([
      { sign: true, verify: true, push: false },
      { sign: false, verify: false, push: false },
      { sign: false, verify: true, push: true },
    ])
  })
})
