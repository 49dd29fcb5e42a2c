/**
 * A mirror in front of a registry: manifests and blobs are asked of it first and of the registry when it
 * cannot help. Digests are checked whoever delivers; lists of tags come from the registry itself.
 */
import { toAppError } from '../platform/failures.ts'
import type { Registry } from './registry.ts'

/** @returns the registry under its own name, reading through the mirror */
export function withMirror(mirror: Registry, origin: Registry): Registry {
  const first = async <Value>(ask: (registry: Registry) => Promise<Value>, isUseful: (value: Value) => boolean) => {
    try {
      const value = await ask(mirror)
      if (isUseful(value)) return value
    } catch (error) {
      if (toAppError(error).kind === 'cancelled') throw error
    }
    return ask(origin)
  }
  return {
    ...origin,
    look: (...args) =>
      first(
        (registry) => registry.look(...args),
        (found) => found !== null,
      ),
    manifest: (...args) =>
      first(
        (registry) => registry.manifest(...args),
        (found) => found !== null,
      ),
    blob: (...args) =>
      first(
        (registry) => registry.blob(...args),
        () => true,
      ),
  }
}
