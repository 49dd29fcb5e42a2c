import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { placeDirectories } from '../../../src-renderer/components/image-map/directories.ts'
import { layoutMiniMap, miniWidth } from '../../../src-renderer/components/image-map/mini-layout.ts'
import { leaderPath, partPath, stemPath } from '../../../src-renderer/components/image-map/shapes.ts'
import { detailWidth } from '../../../src-renderer/components/split-view.tsx'
import type { MapPart } from '../../../src-shared/model/image.ts'

const kinds = ['header', 'table', 'definition', 'metadata', 'fileSystem', 'data', 'signature', 'other'] as const
const covers = ['covered', 'someFields', 'notCovered', 'changed', 'none'] as const

describe('the image map of lists', () => {
  const anyParts = fc.array(
    fc.record({
      kind: fc.constantFrom(...kinds),
      objectId: fc.constant(null),
      sizeBytes: fc.integer({ min: 0, max: 2 ** 40 }),
      cover: fc.constantFrom(...covers),
    }),
    { minLength: 1, maxLength: 300 },
  ) satisfies fc.Arbitrary<readonly MapPart[]>

  it('fills its width in order, and its lane lies under what is covered alone', () => {
    fc.assert(
      fc.property(anyParts, (parts) => {
        const layout = layoutMiniMap(parts)
        let edge = 0
        for (const { x, width } of layout.parts) {
          expect(x).toBeGreaterThanOrEqual(edge - 1e-6)
          edge = x + width
        }
        expect(edge).toBeCloseTo(miniWidth, 3)
        const isInLane = (x: number): boolean =>
          layout.lane.some((run) => run.x <= x + 1e-6 && run.x + run.width >= x - 1e-6)
        for (const { part, x, width } of layout.parts) {
          if (width < 0.1) continue
          expect(isInLane(x + width / 2)).toBe(part.cover === 'covered' || part.cover === 'changed')
        }
      }),
    )
  })
})

describe('the strip of directories', () => {
  it('shows the largest first, names those with room, and stays within its width', () => {
    const directories = [
      { path: '/lib', sizeBytes: 92 },
      { path: '/opt/conda', sizeBytes: 702 },
      { path: '/usr', sizeBytes: 448 },
      { path: '/a', sizeBytes: 1 },
    ]
    const placed = placeDirectories(directories, 10, 500)
    expect(placed.map(({ path, isNamed }) => `${path} ${isNamed}`)).toEqual([
      '/opt/conda true',
      '/usr true',
      '/lib false',
      '/a false',
    ])
    expect(placed[0]?.x).toBe(10)
    const last = placed.at(-1)
    expect((last?.x ?? 0) + (last?.width ?? 0)).toBeCloseTo(510)
  })
})

describe('outlines', () => {
  it('are round at the ends of the file and nearly square between parts', () => {
    const box = { x: 0, y: 66, width: 30, height: 76 }
    expect(partPath(box, true, false)).toContain('a6 6 0 0 1 6 -6Z')
    expect(partPath(box, false, false)).toContain('a2 2 0 0 1 2 -2Z')
  })

  it('stay finite for parts of no width', () => {
    expect(partPath({ x: 5, y: 0, width: 0, height: 40 }, true, true, 0.75)).not.toContain('NaN')
  })

  it('turn towards what is covered, or go straight down to it', () => {
    expect(stemPath(100, 143, 157, 50)).toBe('M100 143V153a4 4 0 0 1 -4 4H48')
    expect(stemPath(50, 143, 157, 100)).toBe('M50 143V153a4 4 0 0 0 4 4H102')
    expect(stemPath(50, 143, 157, 50)).toBe('M50 143V157')
    expect(leaderPath(15, 1)).toBe('M15 63C15 52 1 56 1 36V4')
  })
})

describe('the width of a detail', () => {
  it('keeps within its bounds and leaves room for the list', () => {
    expect([
      detailWidth(340, 1072, 268, 560),
      detailWidth(900, 1072, 268, 560),
      detailWidth(100, 1072, 268, 560),
      detailWidth(540, 816, 268, 560),
      detailWidth(340, 300, 268, 560),
    ]).toEqual([340, 560, 268, 496, 268])
  })
})
