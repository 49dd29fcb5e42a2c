import { expect, test } from 'vitest'
import { imageTime } from '../../../../src-main/engine/files/pack/image-time.ts'
import { AppFailure } from '../../../../src-shared/text/errors/index.ts'

test('SOURCE_DATE_EPOCH is the time of the image and the bound of all others', () => {
  expect(imageTime({ SOURCE_DATE_EPOCH: '1600000000' }, 5)).toEqual({ seconds: 1_600_000_000, clampTimes: true })
  expect(imageTime({ SOURCE_DATE_EPOCH: '0' }, 5)).toEqual({ seconds: 0, clampTimes: true })
})

test('without it the time is now', () => {
  expect(imageTime({}, 1_700_000_000_999)).toEqual({ seconds: 1_700_000_000, clampTimes: false })
  expect(imageTime({ SOURCE_DATE_EPOCH: '' }, 2000)).toEqual({ seconds: 2, clampTimes: false })
})

test.each(['-1', '1.5', '4294967296', '99999999999', 'yesterday', ' 5'])('%j is no such time', (value) => {
  expect(() => imageTime({ SOURCE_DATE_EPOCH: value }, 5)).toThrow(AppFailure)
})
