/** Turns what Node throws into errors with a code, at the one place where they become results. */
import type { AppError } from '../../../src-shared/model/error.ts'
import { AppFailure, appError } from '../../../src-shared/text/errors/index.ts'
import { unnamedFile } from '../../../src-shared/text/errors/platform.ts'

/**
 * @param error anything that was thrown
 * @returns its AppError; unknown causes become INTERNAL with the raw text as detail
 */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppFailure) return error.error
  if (error instanceof Error && error.name === 'AbortError') return appError('CANCELLED')
  if (isSystemError(error)) {
    // Reading from what is open already does not say what it was.
    const path = error.path ?? unnamedFile
    const detail = error.message
    switch (error.code) {
      case 'ENOENT':
        return appError('FILE_NOT_FOUND', { path }, { detail })
      case 'EACCES':
      case 'EPERM':
      case 'EROFS':
        return appError('FILE_NOT_PERMITTED', { path }, { detail })
      case 'EEXIST':
        return appError('FILE_EXISTS', { path }, { detail })
      case 'EISDIR':
        return appError('FILE_IS_DIRECTORY', { path }, { detail })
      case 'ENOTDIR':
        return appError('FILE_PATH_NOT_FOLDER', { path }, { detail })
      case 'ELOOP':
        return appError('FILE_PATH_LOOPS', { path }, { detail })
      case 'ENAMETOOLONG':
        return appError('FILE_PATH_TOO_LONG', { path: shortened(path) }, { detail: detail.slice(0, mostDetail) })
      case 'ENXIO':
      case 'ENODEV':
        return appError('FILE_NOT_ORDINARY', { path }, { detail })
      case 'ENOSPC':
      case 'EDQUOT':
      case 'EFBIG':
        return appError('OUT_OF_SPACE', { path }, { detail })
      default:
        return appError('INTERNAL', {}, { detail })
    }
  }
  return appError('INTERNAL', {}, { detail: error instanceof Error ? (error.stack ?? error.message) : String(error) })
}

/** More of a path that is too long tells nobody anything. */
const mostPath = 200
const mostDetail = 1000

function shortened(path: string): string {
  return path.length <= mostPath ? path : `${path.slice(0, mostPath)}…`
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error && 'errno' in error
}
