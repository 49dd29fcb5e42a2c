/** The time an image is given. With SOURCE_DATE_EPOCH the same input makes the same bytes on any day. */
import { failure } from '../../../../src-shared/text/errors/index.ts'

/** Largest time a squashfs can hold. */
const mostSeconds = 2 ** 32 - 1

export interface ImageTime {
  /** Seconds since 1970: creation of the image, and times of what has none of its own. */
  readonly seconds: number
  /** Whether nothing in the image may be newer. */
  readonly clampTimes: boolean
}

/**
 * @param environment SOURCE_DATE_EPOCH is used as `mksquashfs` uses it: as creation time and as bound of all times
 * @param nowMs used without it
 * @throws AppFailure FILES_EPOCH_INVALID
 */
export function imageTime(environment: NodeJS.ProcessEnv, nowMs: number): ImageTime {
  const value = environment.SOURCE_DATE_EPOCH
  if (value === undefined || value === '') return { seconds: Math.floor(nowMs / 1000), clampTimes: false }
  const seconds = /^\d{1,10}$/.test(value) ? Number(value) : Number.POSITIVE_INFINITY
  if (seconds > mostSeconds) throw failure('FILES_EPOCH_INVALID', { value })
  return { seconds, clampTimes: true }
}
