/**
 * Keeps judged verifications for lists of many images, until anything they rest on changes: the file,
 * the facts, a decision, a key, what the image is known as, another engine's writing, or simply time.
 * It only ever holds what could be worked out again.
 */
import type { Verification } from '../../../src-shared/model/verification.ts'
import type { Database } from '../platform/database.ts'
import type { EventBus } from '../platform/events.ts'

export interface VerdictCache {
  /**
   * @param key of everything that is compared, like stamp and identity of the image
   * @param make works it out; only called when nothing is kept under this path and key
   */
  get(path: string, key: string, make: () => Verification | null): Verification | null
  /** To be told whenever facts about a file are written. */
  forget(path: string): void
  /** Keeps what many verdicts rest on, like a key, for as long as verdicts are kept and no key changes. */
  once<Value>(name: string, make: () => Value): Value
  /** Stops listening. */
  close(): void
}

interface Kept {
  readonly key: string
  readonly verification: Verification | null
}

/** Keys expire while nothing happens; later than this that is seen. */
const longestKeptMs = 60_000

export function createVerdictCache(database: Database, events: EventBus, clock: () => Date): VerdictCache {
  const kept = new Map<string, Kept>()
  const shared = new Map<string, unknown>()
  let startedAt = clock().getTime()
  // Changes whenever another connection has written.
  const dataVersion = database.prepare<[], number>('PRAGMA data_version').pluck()
  let version = dataVersion.get()

  const forgetSigners = (fingerprints: readonly string[]): void => {
    for (const [path, { verification }] of kept) {
      if (
        verification?.signatures.some(({ fingerprint }) => fingerprint !== null && fingerprints.includes(fingerprint))
      )
        kept.delete(path)
    }
  }
  const stop = events.listen((event) => {
    if (event.event === 'trust.changed') forgetSigners(event.payload.fingerprints)
    // A key may have another's signatures in it, and a missing one is named by a subkey.
    else if (event.event === 'keyring.changed') {
      kept.clear()
      shared.clear()
    }
  })

  return {
    get(path, key, make) {
      const now = clock().getTime()
      const seen = dataVersion.get()
      if (seen !== version || now - startedAt > longestKeptMs || now < startedAt) {
        kept.clear()
        shared.clear()
        version = seen
        startedAt = now
      }
      const known = kept.get(path)
      if (known?.key === key) return known.verification
      const verification = make()
      kept.set(path, { key, verification })
      return verification
    },
    forget: (path) => void kept.delete(path),
    once<Value>(name: string, make: () => Value): Value {
      if (!shared.has(name)) shared.set(name, make())
      return shared.get(name) as Value
    },
    close: stop,
  }
}
