/**
 * The keys, and the local images whose signers wait for the user; read through the client and again
 * when the engine says that one of them changed. It also holds which of the sheets about keys is open.
 */
import { create } from 'zustand'
import type { Client } from '../../../src-shared/contract/client.ts'
import type { AppError } from '../../../src-shared/model/error.ts'
import type { ImageSummary } from '../../../src-shared/model/image.ts'
import type { Key } from '../../../src-shared/model/key.ts'
import type { ReviewEntry } from '../../../src-shared/model/signer-memory.ts'

/** Key material as a file of this computer or as text: armored, or base64 of binary. */
export type Material =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'text'; readonly text: string }
  /** A ring of another program on this computer. */
  | { readonly kind: 'ring'; readonly path: string }

export type KeyringSheet =
  | { readonly kind: 'import'; readonly material: Material | null }
  | { readonly kind: 'find'; readonly text: string }
  | { readonly kind: 'remove'; readonly key: Key }

export interface KeyringState {
  /** Null until they were read once. */
  readonly keys: readonly Key[] | null
  /** Images whose verdict waits for something about their signer. */
  readonly waiting: readonly ImageSummary[]
  /** What else waits about signers: another one in a namespace, a revocation, images that were put apart. */
  readonly review: readonly ReviewEntry[]
  readonly isBusy: boolean
  /** Why the last reading failed; what was known stays. */
  readonly error: AppError | null
  readonly sheet: KeyringSheet | null
}

export const useKeyring = create<KeyringState>(() => ({
  keys: null,
  waiting: [],
  review: [],
  isBusy: false,
  error: null,
  sheet: null,
}))

export function openKeyringSheet(sheet: KeyringSheet | null): void {
  useKeyring.setState({ sheet })
}

/** Reads keys and waiting images once. */
export async function readKeyring(client: Client): Promise<void> {
  useKeyring.setState({ isBusy: true })
  const [keys, images, review] = await Promise.all([
    client.call('keyring.list', {}),
    client.call('images.list', { verdicts: ['unknown', 'revoked', 'cannotCheck'], limit: 1000 }),
    client.call('trust.review', {}),
  ])
  useKeyring.setState((old) => ({
    keys: keys.ok ? keys.value : old.keys,
    waiting: images.ok ? images.value.images : old.waiting,
    review: review.ok ? review.value : old.review,
    error: keys.ok ? null : keys.error,
    isBusy: false,
  }))
}

/** Bursts of events, like those of a large import, cause one reading. */
const settleMs = 150

/** Reads, and follows the engine's events until the returned function is called. */
export function followKeyring(client: Client): () => void {
  let timer: ReturnType<typeof setTimeout> | null = null
  const soon = (): void => {
    timer ??= setTimeout(() => {
      timer = null
      void readKeyring(client)
    }, settleMs)
  }
  const events = [
    'keyring.changed',
    'trust.changed',
    'images.changed',
    'signatures.verified',
    'trust.policiesChanged',
  ] as const
  const stops = events.map((event) => client.on(event, soon))
  void readKeyring(client)
  return () => {
    if (timer !== null) clearTimeout(timer)
    for (const stop of stops) stop()
  }
}
