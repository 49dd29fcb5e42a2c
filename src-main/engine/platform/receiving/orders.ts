/** What is said between the engine's thread and the one that receives: plain data that crosses as it is. */

/** What is asked for: a GET, its address already judged. */
export interface Question {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** PEM certificates of authorities that are trusted beside the usual ones. */
  readonly authorities: string | null
  /** Whether certificates of this computer's own store are trusted too. */
  readonly trustsSystem: boolean
  /** Until the answer begins, and between two pieces of it; milliseconds. */
  readonly timeoutMs: number
}

export interface ResponseHead {
  readonly status: number
  /** Names in lower case; values of repeated names are joined by a comma. */
  readonly headers: ReadonlyMap<string, string>
}

export type ReceiveOrder =
  | { readonly kind: 'ask'; readonly id: number; readonly question: Question }
  /** Writes the body of an answer to an open file, from this position on. */
  | { readonly kind: 'save'; readonly id: number; readonly descriptor: number; readonly position: number }
  /** Nobody wants the rest; confirmed when nothing more will be written. */
  | { readonly kind: 'drop'; readonly id: number }

/** A code of the network or of the file system, and its text. */
export interface ReceiveFault {
  readonly kind: 'network' | 'system'
  readonly code: string
  readonly message: string
}

export type ReceiveAnswer =
  /** `body` is there for answers that are no content, and then whole or cut short. */
  | { readonly kind: 'head'; readonly id: number; readonly head: ResponseHead; readonly body: Uint8Array | null }
  /** The answer is of a kind that is left to the ordinary client. */
  | { readonly kind: 'unusual'; readonly id: number }
  | { readonly kind: 'written'; readonly id: number; readonly bytes: number }
  | { readonly kind: 'saved'; readonly id: number }
  | { readonly kind: 'failed'; readonly id: number; readonly fault: ReceiveFault }
  | { readonly kind: 'dropped'; readonly id: number }
