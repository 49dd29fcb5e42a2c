import { copyFile, mkdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createImages } from '../../../../src-main/engine/images/images.ts'
import type { VerdictSource } from '../../../../src-main/engine/images/summaries.ts'
import type { EngineContext } from '../../../../src-main/engine/platform/context.ts'
import { createSif } from '../../../../src-main/engine/sif/create.ts'
import type { CallParams } from '../../../../src-shared/contract/index.ts'
import { withContext } from '../../../support/engine-context.ts'

type ImageQueryParams = CallParams<'images.list'>
const call = { signal: new AbortController().signal }
const query: ImageQueryParams = {
  text: '',
  verdicts: [],
  architectures: [],
  sort: 'name',
  descending: false,
  groupBy: 'none',
  offset: 0,
  limit: 100,
}

function imagesOf(context: EngineContext, verdicts: VerdictSource = { latest: () => null }) {
  return createImages(context, { verdicts, tags: { hasMoved: () => null } })
}

async function someImage(path: string): Promise<void> {
  await createSif(path, {
    objects: [
      { type: 'Deffile', data: Buffer.from('bootstrap: scratch\n') },
      {
        type: 'Partition',
        data: Buffer.alloc(4096),
        detail: { kind: 'partition', fileSystem: 'Squashfs', partitionType: 'PrimSys', architecture: 'arm64' },
      },
    ],
  })
}

describe('the local library', () => {
  it('adds files and folders in one job, and names what it could not read', () =>
    withContext(async (context, folder) => {
      const images = imagesOf(context)
      await mkdir(join(folder, 'deep', 'er'), { recursive: true })
      await someImage(join(folder, 'deep', 'er', 'a.sif'))
      await someImage(join(folder, 'named-otherwise'))
      await writeFile(join(folder, 'deep', 'junk.sif'), 'no image')
      const { jobId } = await images.handlers['images.add'](
        { paths: [join(folder, 'deep'), join(folder, 'named-otherwise')] },
        call,
      )
      const job = await context.jobs.finished(jobId)
      const page = await images.handlers['images.list'](query, call)
      expect({
        state: job.state,
        result: job.result,
        listed: page.images.map(({ name, architecture }) => [name, architecture]),
      }).toEqual({
        state: 'done',
        result: expect.objectContaining({ added: 2, failed: [expect.objectContaining({ code: 'SIF_NOT_A_SIF' })] }),
        listed: [
          ['a.sif', 'arm64'],
          ['named-otherwise', 'arm64'],
        ],
      })
    }))

  it('keeps the id and the origin of a file that is entered again', () =>
    withContext(async (context, folder) => {
      const images = imagesOf(context)
      const path = join(folder, 'a.sif')
      await someImage(path)
      const first = await images.enter(path, { reference: 'library://a/b/c:1', digest: `sha256:${'0'.repeat(64)}` })
      const second = await images.enter(path)
      const entry = await images.handlers['images.get']({ id: first }, call)
      expect([second, entry.reference, entry.digest]).toEqual([first, 'library://a/b/c:1', `sha256:${'0'.repeat(64)}`])
    }))

  it('notices files that are gone or changed', () =>
    withContext(async (context, folder) => {
      const images = imagesOf(context)
      for (const name of ['gone', 'changed', 'same']) {
        await someImage(join(folder, name))
        await images.enter(join(folder, name))
      }
      await rm(join(folder, 'gone'))
      await utimes(join(folder, 'changed'), 1, 1)
      const counts = await images.handlers['images.check']({ ids: [] }, call)
      const page = await images.handlers['images.list'](query, call)
      expect({ counts, states: page.images.map(({ fileState }) => fileState) }).toEqual({
        counts: { missing: 1, modified: 1 },
        states: ['modified', 'missing', 'present'],
      })
    }))

  it('removes entries, and files only when asked', () =>
    withContext(async (context, folder) => {
      const images = imagesOf(context)
      const [kept, deleted] = [join(folder, 'kept'), join(folder, 'deleted')]
      await someImage(kept)
      await copyFile(kept, deleted)
      const ids = [await images.enter(kept), await images.enter(deleted)]
      await images.handlers['images.remove']({ ids: ids.slice(0, 1), deleteFiles: false }, call)
      await images.handlers['images.remove']({ ids: ids.slice(1), deleteFiles: true }, call)
      const page = await images.handlers['images.list'](query, call)
      const there = await Promise.all(
        [kept, deleted].map((path) =>
          stat(path).then(
            () => true,
            () => false,
          ),
        ),
      )
      expect({ total: page.total, there }).toEqual({ total: 0, there: [true, false] })
    }))

  it('sees what another engine on the same database entered', () =>
    withContext(async (context, folder) => {
      const here = imagesOf(context)
      await here.handlers['images.list'](query, call)
      const path = join(folder, 'a.sif')
      await someImage(path)
      const { openDatabase } = await import('../../../../src-main/engine/platform/database.ts')
      const database = openDatabase(context.paths.database)
      await imagesOf({ ...context, database }).enter(path)
      database.close()
      expect((await here.handlers['images.list'](query, call)).total).toBe(1)
    }))
})
