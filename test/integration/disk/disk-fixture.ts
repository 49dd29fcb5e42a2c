/** The disk domain on folders of a test's own. */
import { mkdir, stat, utimes, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createDisk, type DiskService } from '../../../src-main/engine/disk/disk.ts'
import type { StoredImage } from '../../../src-main/engine/images/image-store.ts'
import type { EngineContext } from '../../../src-main/engine/platform/context.ts'
import { createPartialStore, type PartialStore } from '../../../src-main/engine/transfers/partial-store.ts'
import type { CleanPlan, CleanResult } from '../../../src-shared/model/disk.ts'
import type { Job } from '../../../src-shared/model/job.ts'
import { withContext } from '../../support/engine-context.ts'

export const call = { signal: new AbortController().signal }
export const hex = (letter: string): string => letter.repeat(64)
const dayMs = 86_400_000

export interface DiskSet {
  readonly context: EngineContext
  readonly folder: string
  readonly cache: string
  readonly disk: DiskService
  readonly partials: PartialStore
  readonly images: StoredImage[]
  /** Days that the clock is ahead: files made now have been there for that long. */
  later(days: number): void
  plan(olderThanDays?: number): Promise<CleanPlan>
  clean(plan: CleanPlan, kinds: readonly string[]): Promise<CleanResult>
  cleanJob(plan: CleanPlan, kinds: readonly string[]): Promise<Job>
}

export async function withDisk(work: (set: DiskSet) => Promise<void>): Promise<void> {
  await withContext(async (real, folder) => {
    let aheadMs = 0
    const context = { ...real, clock: () => new Date(Date.now() + aheadMs) }
    const cache = join(folder, 'ce', 'cache')
    await mkdir(cache, { recursive: true })
    const temporary = join(folder, 'tmp')
    await mkdir(temporary)
    const images: StoredImage[] = []
    const partials = createPartialStore(context.database)
    const disk = createDisk(context, {
      images: { stored: () => images },
      partials,
      imageFolder: () => join(folder, 'images'),
      usualCaches: [{ path: cache, product: 'SingularityCE' }],
      usualTemporary: [temporary],
    })
    const set: DiskSet = {
      context,
      folder,
      cache,
      disk,
      partials,
      images,
      later: (days) => {
        aheadMs += days * dayMs
      },
      plan: async (olderThanDays = 90) => disk.handlers['disk.plan']({ caches: [], olderThanDays }, call),
      async cleanJob(plan, kinds) {
        const lines = plan.lines.filter(({ kind }) => kinds.includes(kind)).map(({ id }) => id)
        const { jobId } = await disk.handlers['disk.clean']({ planId: plan.id, lines }, call)
        return context.jobs.finished(jobId)
      },
      async clean(plan, kinds) {
        const job = await set.cleanJob(plan, kinds)
        if (job.state !== 'done') throw new Error(`${job.state}: ${JSON.stringify(job.error)}`)
        return job.result as CleanResult
      },
    }
    await work(set)
  })
}

/** Writes a file with its folders. @param daysAgo when it was last read and changed */
export async function put(path: string, bytes: string | Buffer = 'x'.repeat(5000), daysAgo = 0): Promise<string> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, bytes)
  const at = new Date(Date.now() - daysAgo * dayMs)
  await utimes(path, at, at)
  return path
}

/** An entry of the library about a file that is there. */
export async function imageAt(path: string, digest: string | null): Promise<StoredImage> {
  const info = await stat(path)
  return {
    id: path,
    path,
    sizeBytes: info.size,
    modifiedMs: info.mtimeMs,
    architecture: 'amd64',
    digest,
    reference: null,
    remote: null,
    parts: [],
    fileState: 'present',
    addedAt: new Date().toISOString(),
    lastUsedAt: null,
  }
}
