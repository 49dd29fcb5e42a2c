/**
 * The helpers that are running: one for each image looked into, kept for a while after its last use,
 * replaced when it has died or the file has changed. Owns their lives and nothing they do.
 */
import { failure } from '../../../src-shared/text/errors/index.ts'
import { openOrdinaryFile } from '../platform/named-file.ts'
import { HelperClient } from './helper-client.ts'
import { neededHelper } from './helper-path.ts'
import { OpenImage } from './open-image.ts'
import { findFileSystem } from './partition.ts'

/** How long an unused helper is kept. */
const idleMs = 60_000
/** Unused helpers kept at once. */
const maxIdle = 6

/** What to start a helper with besides the image. */
export interface ExtraStart {
  readonly args?: readonly string[]
  readonly descriptors?: readonly number[]
  /** How errors name the image; its path if missing. */
  readonly shownAs?: string
}

/**
 * Starts a helper for an image.
 * @throws AppFailure FILES_UNAVAILABLE, those of {@link findFileSystem}, FILES_HELPER_CRASHED; system errors as they are
 */
export async function startHelper(
  path: string,
  { args: more = [], descriptors = [], shownAs = path }: ExtraStart = {},
): Promise<HelperClient> {
  const program = neededHelper()
  const handle = await openOrdinaryFile(path)
  try {
    const { offset, sizeBytes } = await findFileSystem(path, handle)
    const args = ['serve', '--offset', String(offset), '--size', String(sizeBytes), ...more]
    return HelperClient.start({ program, args, descriptors: [handle.fd, ...descriptors], shownAs })
  } finally {
    // The helper has a copy of its own by now.
    await handle.close()
  }
}

interface Kept {
  /** Which file it is about: path, place on disk, size and times. */
  readonly identity: string
  readonly client: Promise<HelperClient>
  users: number
  timer: NodeJS.Timeout | null
}

export interface ImagePool {
  /** Lets `work` use the file system of an image. Errors as {@link startHelper}. */
  use<Value>(path: string, signal: AbortSignal | undefined, work: (image: OpenImage) => Promise<Value>): Promise<Value>
  close(): Promise<void>
}

export function createImagePool(): ImagePool {
  const kept = new Map<string, Kept>()
  let closed = false

  const drop = async (path: string, entry: Kept): Promise<void> => {
    if (kept.get(path) === entry) kept.delete(path)
    if (entry.timer !== null) clearTimeout(entry.timer)
    const client = await entry.client.catch(() => null)
    await client?.close()
  }

  const take = async (path: string): Promise<Kept> => {
    const identity = await identityOf(path)
    const known = kept.get(path)
    if (known !== undefined) {
      const client = await known.client.catch(() => null)
      if (known.identity === identity && client?.isAlive && kept.get(path) === known) return known
      // Whoever still uses it goes on with it; it is closed when the last of them is done.
      if (kept.get(path) === known) kept.delete(path)
      if (known.users === 0) await drop(path, known)
    }
    const raced = kept.get(path)
    if (raced !== undefined && raced.identity === identity) return raced
    const entry: Kept = { identity, client: startHelper(path), users: 0, timer: null }
    kept.set(path, entry)
    return entry
  }

  const release = (path: string, entry: Kept): void => {
    entry.users -= 1
    if (entry.users > 0) return
    if (closed || kept.get(path) !== entry) {
      void drop(path, entry)
      return
    }
    entry.timer = setTimeout(() => void drop(path, entry), idleMs)
    entry.timer.unref()
    const idle = [...kept].filter(([, { users }]) => users === 0)
    for (const [oldPath, old] of idle.slice(0, Math.max(0, idle.length - maxIdle))) void drop(oldPath, old)
  }

  return {
    async use(path, signal, work) {
      if (closed) throw failure('ENGINE_GONE')
      const entry = await take(path)
      entry.users += 1
      if (entry.timer !== null) clearTimeout(entry.timer)
      entry.timer = null
      try {
        return await work(new OpenImage(await entry.client, signal))
      } finally {
        release(path, entry)
      }
    },
    async close() {
      closed = true
      await Promise.all([...kept].map(([path, entry]) => drop(path, entry)))
    },
  }
}

/** What tells one state of a file from another. */
export async function identityOf(path: string): Promise<string> {
  const handle = await openOrdinaryFile(path)
  try {
    const { dev, ino, size, mtimeMs, ctimeMs } = await handle.stat()
    return [dev, ino, size, mtimeMs, ctimeMs].join(' ')
  } finally {
    await handle.close()
  }
}
