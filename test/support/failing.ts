/** Looks at how work ends, for tests of errors. */
import { AppFailure } from '../../src-shared/text/errors/index.ts'

/** @returns the code of the AppFailure that the work ends with, null when it succeeds; other errors are thrown on */
export async function codeOf(work: Promise<unknown>): Promise<string | null> {
  try {
    await work
    return null
  } catch (error) {
    if (error instanceof AppFailure) return error.error.code
    throw error
  }
}
