import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { labelExtent } from '../../../src-renderer/components/image-map/labels.ts'
import { layoutImageMap } from '../../../src-renderer/components/image-map/layout.ts'
import { leastWidth, shareWidths } from '../../../src-renderer/components/image-map/part-widths.ts'
import type { MapLane, MapObject, MapOptions } from '../../../src-renderer/components/image-map/types.ts'
import type { MapPartKind } from '../../../src-shared/model/image.ts'

const full: MapOptions = { form: 'full', scale: 'size' }

function part(key: string, kind: MapPartKind, sizeBytes: number, title = `${key} part`): MapObject {
  return {
    key,
    kind,
    objectId: null,
    title,
    detail: '1.2 kB',
    sizeBytes,
    offsetBytes: 0,
    coverText: 'covered',
    isUncovered: false,
    isChanged: false,
  }
}

const gatk: readonly MapObject[] = [
  part('header', 'header', 128),
  part('table', 'table', 28_080),
  part('object-1', 'definition', 1200),
  part('object-2', 'metadata', 4900),
  part('object-3', 'metadata', 2300),
  part('object-4', 'fileSystem', 1_624_571_904),
  part('object-5', 'signature', 1800),
  part('object-6', 'data', 231_211_008),
  part('object-7', 'signature', 1900),
]

const lane = (key: string, covers: readonly string[], coversSome: readonly string[] = []): MapLane => ({
  key,
  verdict: 'verified',
  signatureKey: key,
  covers: new Set(covers),
  coversSome: new Set(coversSome),
})

const kinds = ['header', 'table', 'definition', 'metadata', 'fileSystem', 'data', 'signature', 'other'] as const
const anyParts = fc
  .array(
    fc.record({ kind: fc.constantFrom(...kinds), size: fc.integer({ min: 0, max: 2 ** 40 }), name: fc.string() }),
    {
      minLength: 1,
      maxLength: 60,
    },
  )
  .map((list) => list.map(({ kind, size, name }, index) => part(`part-${index}`, kind, size, name)))
const anyWidth = fc.integer({ min: 120, max: 2400 })
const anyOptions = fc.record({
  form: fc.constantFrom('full', 'plain', 'short'),
  scale: fc.constantFrom('size', 'equal'),
}) satisfies fc.Arbitrary<MapOptions>

describe('widths of parts', () => {
  it('gives small parts their least width and keeps large ones to scale', () => {
    const widths = shareWidths([1, 1, 300, 100], [30, 30, 50, 50], 460)
    expect(widths).toEqual([30, 30, 300, 100])
  })

  it('pins a part that falls below its least width only after others were pinned', () => {
    const widths = shareWidths([1, 20, 79], [40, 18, 10], 100)
    expect(widths.map(Math.round)).toEqual([40, 18, 42])
  })

  it('keeps header and table narrow in small files, and fills an empty file with them', () => {
    const small = [part('header', 'header', 128), part('table', 'table', 28_080), part('object-1', 'fileSystem', 4096)]
    const widths = (objects: readonly MapObject[]) =>
      layoutImageMap(objects, [], 400, full).parts.map((placed) => Math.round(placed.width))
    expect(widths(small)).toEqual([30, 86, 280])
    expect(widths(small.slice(0, 2))).toEqual([30, 368])
  })

  it('shrinks all alike when there is no room', () => {
    expect(shareWidths([5, 5], [30, 60], 45)).toEqual([15, 30])
  })

  it('fills the width exactly, in order and without overlap', () => {
    fc.assert(
      fc.property(anyParts, anyWidth, anyOptions, (objects, width, options) => {
        const { parts } = layoutImageMap(objects, [], width, options)
        let edge = 0
        for (const placed of parts) {
          expect(placed.x).toBeGreaterThanOrEqual(edge - 1e-6)
          expect(placed.width).toBeGreaterThanOrEqual(0)
          edge = placed.x + placed.width
        }
        expect(edge).toBeCloseTo(width, 3)
      }),
    )
  })

  it('never goes below the least width while the least widths fit', () => {
    const { parts } = layoutImageMap(gatk, [], 1040, full)
    for (const placed of parts)
      expect(placed.width).toBeGreaterThanOrEqual(leastWidth(placed.object.kind, 'full') - 1e-6)
    const data = parts.find((placed) => placed.object.kind === 'data')
    const system = parts.find((placed) => placed.object.kind === 'fileSystem')
    expect((system?.width ?? 0) / (data?.width ?? 1)).toBeCloseTo(1_624_571_904 / 231_211_008, 6)
  })
})

describe('names', () => {
  it('never overlap, and their leaders never cross', () => {
    fc.assert(
      fc.property(anyParts, anyWidth, (objects, width) => {
        const { labels } = layoutImageMap(objects, [], width, full)
        for (const [index, label] of labels.entries()) {
          const next = labels[index + 1]
          const [start, end] = labelExtent(label)
          expect(start).toBeGreaterThanOrEqual(0)
          expect(end).toBeLessThanOrEqual(width)
          if (next === undefined) continue
          // Leaders have one shape between their two ends, so the same order at both ends is enough.
          expect(next.from).toBeGreaterThanOrEqual(label.from)
          expect(next.x).toBeGreaterThan(label.x)
          expect(labelExtent(next)[0]).toBeGreaterThan(end)
        }
      }),
    )
  })

  it('stand for every part but the file system, which names itself', () => {
    const { labels } = layoutImageMap(gatk, [], 1040, full)
    expect(labels.map((label) => `${label.object.key} ${label.side}`)).toEqual([
      'header start',
      'table start',
      'object-1 start',
      'object-2 start',
      'object-3 start',
      'object-5 end',
      'object-6 end',
      'object-7 end',
    ])
  })

  it('give up header and metadata before signatures when there is no room', () => {
    const { labels } = layoutImageMap(gatk, [], 420, full)
    const kept = labels.map((label) => label.object.kind)
    expect(kept).toContain('signature')
    expect(kept).not.toContain('header')
  })

  it('are left out of the small forms', () => {
    expect(layoutImageMap(gatk, [], 308, { form: 'plain', scale: 'size' }).labels).toEqual([])
  })
})

describe('lanes', () => {
  it('join neighbours and leave out what is not covered', () => {
    const layout = layoutImageMap(
      gatk,
      [lane('object-7', ['object-1', 'object-2', 'object-3', 'object-4', 'object-6'], ['header', 'table'])],
      1040,
      full,
    )
    const at = (key: string) => layout.parts.find((placed) => placed.object.key === key)
    const [first, second] = layout.lanes[0]?.runs ?? []
    expect(layout.lanes[0]?.runs).toHaveLength(2)
    expect(first?.x).toBe(at('object-1')?.x)
    expect((first?.x ?? 0) + (first?.width ?? 0)).toBeCloseTo((at('object-4')?.x ?? 0) + (at('object-4')?.width ?? 0))
    expect(second?.x).toBe(at('object-6')?.x)
    expect(layout.lanes[0]?.dashes).toHaveLength(1)
  })

  it('are tied to the signature that speaks, at the nearest edge of what it covers', () => {
    const layout = layoutImageMap(gatk, [lane('object-5', ['object-4'])], 1040, full)
    const system = layout.parts.find((placed) => placed.object.key === 'object-4')
    const stem = layout.lanes[0]?.stem
    expect(stem?.end).toBeCloseTo((system?.x ?? 0) + (system?.width ?? 0))
    expect(stem?.x).toBeGreaterThan(stem?.end ?? 0)
  })

  it('have no stem when the signature is not in the file any more', () => {
    expect(layoutImageMap(gatk, [lane('gone', ['object-4'])], 1040, full).lanes[0]?.stem).toBeNull()
  })

  it('stand at their pitch below the bar', () => {
    const lanes = [lane('object-5', ['object-4']), lane('object-7', ['object-4'])]
    expect(layoutImageMap(gatk, lanes, 1040, full).lanes.map((placed) => placed.y)).toEqual([157, 170])
    expect(layoutImageMap(gatk, lanes, 1040, { form: 'short', scale: 'size' }).lanes.map((placed) => placed.y)).toEqual(
      [44, 52],
    )
    expect(layoutImageMap(gatk, lanes, 1040, full).height).toBe(182)
  })
})
