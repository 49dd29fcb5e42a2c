import { expect, it } from 'vitest'
import type { StoredImage } from '../../../../src-main/engine/images/image-store.ts'
import { createSummaries } from '../../../../src-main/engine/images/summaries.ts'
import type { Verification } from '../../../../src-shared/model/verification.ts'

const imageNamed = (id: string): StoredImage => ({
  id,
  path: `/images/${id}.sif`,
  sizeBytes: 1,
  modifiedMs: 1,
  architecture: 'amd64',
  digest: null,
  reference: null,
  remote: null,
  parts: [{ kind: 'header', objectId: null, sizeBytes: 128 }],
  fileState: 'present',
  addedAt: '2026-01-01T00:00:00.000Z',
  lastUsedAt: null,
})

function library(count: number) {
  const images = Array.from({ length: count }, (_, index) => imageNamed(`image-${index}`))
  const asked: string[] = []
  let now = Date.parse('2026-01-01T00:00:00Z')
  const summaries = createSummaries(
    () => images,
    {
      latest(path) {
        asked.push(path)
        return {
          verdict: 'unknown',
          sentence: 'Said of it.',
          signatures: [],
          checkedAt: '',
        } as Partial<Verification> as Verification
      },
    },
    () => new Date(now),
  )
  return { images, asked, summaries, later: (ms: number) => (now += ms) }
}

it('judges what is shown at once, and the rest beside other work', async () => {
  const { images, asked, summaries } = library(500)
  expect(summaries.all().map(({ verdict }) => verdict)).toEqual(Array.from({ length: 500 }, () => null))
  expect([asked.length, summaries.pending()]).toEqual([0, 500])
  const [first] = images
  expect(first && summaries.of(first)).toMatchObject({ verdict: 'unknown', map: [{ kind: 'header' }] })
  expect(summaries.pending()).toBe(499)
  await summaries.judgeAll()
  expect(summaries.pending()).toBe(0)
  expect(new Set(summaries.all().map(({ verdict }) => verdict))).toEqual(new Set(['unknown']))
  expect(asked).toHaveLength(500)
  const listed = summaries.all()
  expect(summaries.all()).toBe(listed)
})

it('judges again what was forgotten, and nothing else', async () => {
  const { asked, summaries } = library(3)
  await summaries.judgeAll()
  summaries.forget(['image-1'])
  expect(summaries.all().map(({ verdict }) => verdict)).toEqual(['unknown', null, 'unknown'])
  await summaries.judgeAll()
  expect(asked.slice(3)).toEqual(['/images/image-1.sif'])
  summaries.forget()
  await summaries.judgeAll()
  expect(asked).toHaveLength(7)
})

it('notices in time that keys have expired', async () => {
  const { asked, summaries, later } = library(2)
  await summaries.judgeAll()
  later(60_000)
  summaries.all()
  expect(summaries.pending()).toBe(0)
  later(3_600_000)
  summaries.all()
  expect(summaries.pending()).toBe(2)
  await summaries.judgeAll()
  expect(asked).toHaveLength(4)
})

it('ends when nobody waits for it any more, and with the library', async () => {
  const { summaries } = library(10)
  await summaries.judgeAll(() => true)
  expect(summaries.pending()).toBe(10)
  summaries.close()
  await summaries.judgeAll()
  expect(summaries.pending()).toBe(10)
})
