import { expect, it } from 'vitest'
import { printRate, readRate } from '../../../src-shared/model/rate.ts'

it('rates are read as people write them, and nothing else is one', () => {
  expect(['0', '900', '500k', '2M', '1.5 MB/s', '1,5m', '2 gb', '3kB'].map(readRate)).toEqual([
    0, 900, 500_000, 2_000_000, 1_500_000, 1_500_000, 2_000_000_000, 3000,
  ])
  expect(['', 'fast', '-1', '2T', '1e6', '2 M M', '9999G', '1.2.3k', '0x10'].map(readRate)).toEqual(
    Array.from({ length: 9 }, () => null),
  )
})

it('rates are written so that they are read the same', () => {
  expect([0, 1, 500_000, 1_500_000, 2_000_000_000, 1_234_567].map(printRate)).toEqual([
    '',
    '1',
    '500k',
    '1.5M',
    '2G',
    '1234567',
  ])
  for (const rate of [1, 999, 1000, 12_345, 99_900, 1_234_000, 7e9]) expect(readRate(printRate(rate))).toBe(rate)
})
