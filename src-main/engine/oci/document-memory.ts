/**
 * Remembers manifests and indexes by their digests: what has a digest never changes, and a look at a tag costs
 * no pull where the manifest is known already. Holds documents in memory only, and not many.
 */
import type { FetchDocument } from './image.ts'
import type { FetchedDocument, Registry } from './registry.ts'

export interface DocumentMemory {
  /** Fetches from a registry what is not remembered. */
  fetcher(from: Registry): FetchDocument
  clear(): void
}

/** All documents together; one alone may be large. */
const mostBytes = 16 * 1024 * 1024

export function createDocumentMemory(): DocumentMemory {
  const documents = new Map<string, FetchedDocument>()

  const remember = (key: string, fetched: FetchedDocument): void => {
    documents.set(key, fetched)
    let total = [...documents.values()].reduce((sum, { bytes }) => sum + bytes.length, 0)
    for (const [oldest, { bytes }] of documents) {
      if (total <= mostBytes) break
      documents.delete(oldest)
      total -= bytes.length
    }
  }

  return {
    clear: () => documents.clear(),
    fetcher(from) {
      return async (repository, named, signal) => {
        const prefix = `${from.host}/${repository}@`
        const isDigest = named.includes(':')
        const isWorthALook = !isDigest && [...documents.keys()].some((key) => key.startsWith(prefix))
        const look = isWorthALook ? await from.look(repository, named, signal) : null
        const digest = isDigest ? named : (look?.digest ?? null)
        const known = digest === null ? undefined : documents.get(`${prefix}${digest}`)
        if (known) return known
        const fetched = await from.manifest(repository, named, signal)
        if (fetched !== null) remember(`${prefix}${fetched.digest}`, fetched)
        return fetched
      }
    },
  }
}
