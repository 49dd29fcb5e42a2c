/** What the helper's error codes mean to a user. */
import { type AppFailure, type ErrorCode, failure } from '../../../src-shared/text/errors/index.ts'

/** A request: the operation, its members, and the path inside the image it is about. */
export interface Ask {
  readonly op: string
  readonly members: Readonly<Record<string, unknown>>
  /** As the user knows it, for errors. */
  readonly inside?: string
  /** Where something is written to, for errors. */
  readonly to?: string
}

/** How the failures of a helper are told to whoever started it. */
export interface HelperErrors {
  readonly crashed: ErrorCode
  readonly stalled: ErrorCode
  /** What an `error` frame means; parameters as those of {@link helperFailure}. */
  readonly failureOf: (members: Readonly<Record<string, unknown>>, ask: Ask, path: string) => AppFailure
}

/** Those of a helper that reads an image. */
export const readingErrors: HelperErrors = {
  crashed: 'FILES_HELPER_CRASHED',
  stalled: 'FILES_HELPER_STALLED',
  failureOf: helperFailure,
}

/**
 * @param members of an `error` or `problem` frame
 * @param ask what was asked
 * @param path of the image as shown
 */
export function helperFailure(members: Readonly<Record<string, unknown>>, ask: Ask, path: string): AppFailure {
  const code = String(members.code)
  const reason = String(members.message)
  const inside = ask.inside ?? '/'
  const target = ask.to ?? path
  switch (code) {
    case 'malformed':
      return failure('FILES_DAMAGED', { path, reason })
    case 'unsupported':
      return failure('FILES_UNSUPPORTED', { path, reason })
    case 'notFound':
      return failure('FILES_PATH_NOT_FOUND', { path, inside: insideOf(reason, inside) })
    case 'wrongType':
      return failure('FILES_WRONG_TYPE', { path, inside, reason })
    case 'limit':
      return failure('FILES_LIMIT', { path, reason })
    case 'cancelled':
      return failure('CANCELLED')
    case 'notPermitted':
      return failure('FILE_NOT_PERMITTED', { path: target }, { detail: reason })
    case 'exists':
      return failure('FILE_EXISTS', { path: target }, { detail: reason })
    case 'outOfSpace':
      return failure('OUT_OF_SPACE', { path: target }, { detail: reason })
    case 'io':
      return failure('FILES_READING_FAILED', { path: target, reason })
    default:
      return failure('INTERNAL', {}, { detail: `helper: ${code}: ${reason}` })
  }
}

/** Of several paths the one that is missing stands before the colon of the reason. */
function insideOf(reason: string, inside: string): string {
  const colon = reason.lastIndexOf(': ')
  return colon > 0 ? reason.slice(0, colon) : inside
}
