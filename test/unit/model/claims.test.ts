import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { displayClaim, isSuspiciousClaim, skeletonOf } from '../../../src-shared/model/claims.ts'

describe('displayClaim', () => {
  it.each([
    ['Ada Baker <ada@example.org>', 'Ada Baker <ada@example.org>'],
    ['José Müller', 'José Müller'],
    ['Алма Тростник', 'Алма Тростник'],
    ['田中 太郎', '田中 太郎'],
    ['Alm\u0430 R\u0435\u0435d', 'Alm\ufffd R\ufffd\ufffdd'],
    ['Ada\u202egpj.exe', 'Adagpj.exe'],
    ['A\u200bd\u200ca', 'Ada'],
    ['Ada\u001b[31m', 'Ada[31m'],
    ['two\nlines\u2028three', 'two lines three'],
    ['\uff21\uff44\uff41', 'Ada'],
    ['  spaced   out ', 'spaced out'],
    ['', ''],
  ])('%j becomes %j', (claim, shown) => {
    expect(displayClaim(claim)).toBe(shown)
  })

  it('cuts what is too long', () => {
    expect(displayClaim('x'.repeat(1000), 10)).toBe(`${'x'.repeat(9)}…`)
  })

  it('never lets a control, bidirectional or invisible character through', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (claim) => {
        const shown = displayClaim(claim)
        expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/u)
        expect([...shown].length).toBeLessThanOrEqual(200)
      }),
    )
  })
})

it('says when a claim hides or imitates something', () => {
  expect([isSuspiciousClaim('Ada Baker'), isSuspiciousClaim('Ad\u0430 Baker'), isSuspiciousClaim('Ada\u200b')]).toEqual(
    [false, true, true],
  )
})

it('gives names that look alike one skeleton', () => {
  expect(skeletonOf('Alm\u0430 R\u0435\u0435d')).toBe(skeletonOf('Alma Reed'))
  expect(skeletonOf('Acrne 1nc')).toBe(skeletonOf('Acme Inc'))
  expect(skeletonOf('Alma Reed')).not.toBe(skeletonOf('Alma Read'))
})
