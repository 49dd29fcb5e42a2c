/**
 * How every call ends: with a value or with an error that is data.
 * Thrown errors lose everything but their message on the way between processes; results do not.
 */
import type { AppError } from './error.ts'

export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: AppError }

/** Wraps a value as a successful result. */
export function ok<T>(value: T): Result<T> {
  return { ok: true, value }
}

/** Wraps an error as a failed result. */
export function fail(error: AppError): { readonly ok: false; readonly error: AppError } {
  return { ok: false, error }
}

/** Marks a switch as exhaustive: reaching it is a programming error, and a type error before that. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected value: ${JSON.stringify(value)}`)
}
