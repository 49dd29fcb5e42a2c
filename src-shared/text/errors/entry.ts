import type { ErrorArea, ErrorKind } from '../../model/error.ts'

/**
 * What one error code says. `{name}` stands for the parameter of that name.
 * The hint says what the user can do next.
 */
export interface ErrorText {
  readonly area: ErrorArea
  readonly kind: ErrorKind
  readonly message: string
  readonly hint?: string
}
