/** The history of builds: each leaves a record with its steps and its log, whatever its end; drafts; what weighs a builder. */
import { execFileSync } from 'node:child_process'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { findHelper } from '../../../src-main/engine/files/helper-path.ts'
import type { CallName, CallValue } from '../../../src-shared/contract/index.ts'
import { inFolder } from '../../support/folder.ts'
import { type Builds, withBuilds } from './support/engine-build.ts'

async function ask<Name extends CallName>(builds: Builds, name: Name, params: unknown): Promise<CallValue<Name>> {
  return (await builds.call(name, params)) as CallValue<Name>
}

function startOf(folder: string, text: string) {
  const from = { kind: 'definition' as const, text, name: join(folder, 'small.def'), folder }
  return { output: join(folder, 'small.sif'), from }
}

const weighing = (folder: string, text: string) => ({ text, folder })

describe.skipIf(findHelper() === null)('a build here', () => {
  it('leaves a record with steps, warnings in its log, and what a verification said', async () => {
    await inFolder(async (folder) => {
      await withBuilds(join(folder, 'home'), async (builds) => {
        const text = 'Bootstrap: scratch\n\n%arguments\n  V=1\n\n%labels\n  Version {{ V }}\n'
        const job = await builds.run({ ...startOf(folder, text), arguments: { OTHER: '2' }, draftId: 'draft-1' })
        expect(job.error).toBe(null)
        const [record] = await ask(builds, 'build.list', {})
        expect(record).toMatchObject({
          name: 'small.def',
          builder: { id: 'here', label: 'here' },
          state: 'done',
          error: null,
          definitionId: 'draft-1',
          result: { path: join(folder, 'small.sif'), digest: null, verdict: { verdict: 'notSigned' } },
        })
        expect(record?.steps.map(({ key, state }) => `${key} ${state}`)).toEqual([
          'files done',
          'pack done',
          'metadata done',
          'write done',
        ])
        const { lines, total } = await ask(builds, 'build.log', { id: record?.id })
        expect(total).toBe(1)
        expect(lines[0]).toMatchObject({ line: 1, kind: 'warning', text: 'These build arguments are not used: OTHER.' })
        expect((await ask(builds, 'build.notices', { id: record?.id })).lines).toEqual(lines)
        const detail = await ask(builds, 'build.get', { id: record?.id })
        expect(detail).toMatchObject({ text, folder, arguments: { OTHER: '2' }, params: { builderId: 'here' } })
      })
    })
  })

  it('that fails says why, and what starts it again builds something else', async () => {
    await inFolder(async (folder) => {
      await withBuilds(join(folder, 'home'), async (builds) => {
        const text = 'Bootstrap: scratch\n\n%files\n  data.txt /data.txt\n'
        await builds.run(startOf(folder, text))
        const [record] = await ask(builds, 'build.list', {})
        expect(record).toMatchObject({ state: 'failed', error: { code: 'BUILD_FILES_MISSING' }, result: null })
        expect(record?.steps.at(-1)).toMatchObject({ key: 'write', state: 'waiting' })
        expect(record?.steps.find(({ state }) => state === 'failed')?.key).toBe('files')
        await writeFile(join(folder, 'data.txt'), 'here now')
        await ask(builds, 'jobs.resume', { id: record?.jobId })
        for (;;) {
          const [latest] = await ask(builds, 'build.list', {})
          if (latest?.state === 'running') {
            await wait(20)
            continue
          }
          expect(latest).toMatchObject({ state: 'done' })
          expect(latest?.id).not.toBe(record?.id)
          break
        }
        expect(await ask(builds, 'build.list', {})).toHaveLength(2)
      })
    })
  })

  it('is forgotten with its log when somebody asks, and its image stays', async () => {
    await inFolder(async (folder) => {
      await withBuilds(join(folder, 'home'), async (builds) => {
        await builds.run({ ...startOf(folder, 'Bootstrap: scratch\n'), arguments: { UNUSED: '1' } })
        const [record] = await ask(builds, 'build.list', {})
        expect(await readdir(join(folder, 'home/builds'))).toEqual([record?.id])
        expect(await ask(builds, 'build.forget', { ids: [record?.id] })).toEqual({ removed: 1 })
        expect(await readdir(join(folder, 'home/builds'))).toEqual([])
        expect(await ask(builds, 'build.list', {})).toEqual([])
        expect(await readdir(folder)).toContain('small.sif')
        await expect(builds.call('build.log', { id: record?.id })).rejects.toThrow('BUILD_NOT_FOUND')
      })
    })
  })
})

describe('weighing', () => {
  it.each([
    ['Bootstrap: scratch\n\n%labels\n  A b\n', true, ['everything', 'partsHere']],
    ['Bootstrap: docker\nFrom: a\n\n%post\n  true\n', false, ['partsHere', 'cannotRun']],
    ['Bootstrap: debootstrap\nMirrorURL: http://a\nOSVersion: b\n', false, ['partsHere', 'baseUnsupported']],
    ['Bootstrap: scratch\n\n%files\n  gone /gone\n', false, ['partsHere', 'filesMissing']],
    ['Bootstrap: scratch\n\n%what\n', false, ['unreadable']],
  ])('says what can be done here of %j', async (text, isPossible, codes) => {
    await inFolder(async (folder) => {
      await withBuilds(join(folder, 'home'), async (builds) => {
        const fits = await ask(builds, 'build.weigh', weighing(folder, text))
        const here = fits.find(({ builderId }) => builderId === 'here')
        expect(here?.isPossible).toBe(isPossible)
        expect(here?.points.map(({ code }) => code)).toEqual(codes)
      })
    })
  })
})

describe('drafts', () => {
  it('are kept until they are removed', async () => {
    await inFolder(async (folder) => {
      const draft = { id: 'a', name: 'a.def', text: 'Bootstrap: scratch\n', folder, path: null, output: '' }
      const rest = { arguments: { A: '1' }, architecture: null, builderId: null }
      await withBuilds(join(folder, 'home'), async (builds) => {
        const saved = await ask(builds, 'build.saveDraft', { ...draft, ...rest })
        expect(saved).toMatchObject({ ...draft, ...rest })
      })
      await withBuilds(join(folder, 'home'), async (builds) => {
        await ask(builds, 'build.saveDraft', { ...draft, ...rest, text: 'Bootstrap: docker\n' })
        expect(await ask(builds, 'build.drafts', {})).toMatchObject([{ id: 'a', text: 'Bootstrap: docker\n' }])
        await ask(builds, 'build.removeDraft', { id: 'a' })
        expect(await ask(builds, 'build.drafts', {})).toEqual([])
      })
    })
  })
})

describe('definition files', () => {
  it('are read and written whole, and nothing is replaced unasked', async () => {
    await inFolder(async (folder) => {
      await withBuilds(join(folder, 'home'), async (builds) => {
        const path = join(folder, 'a.def')
        expect(await ask(builds, 'build.writeDefinition', { path, text: 'one\n' })).toEqual({ path })
        await expect(builds.call('build.writeDefinition', { path, text: 'two\n' })).rejects.toThrow('FILE_EXISTS')
        await ask(builds, 'build.writeDefinition', { path, text: 'three\n', overwrite: true })
        expect(await readFile(path, 'utf8')).toBe('three\n')
        const read = await ask(builds, 'build.readDefinition', { path })
        expect(read).toEqual({ text: 'three\n', name: 'a.def', folder, path })
        expect(await readdir(folder)).toEqual(['a.def', 'home'])
      })
    })
  })

  it('are told from images, folders and what is too large', async () => {
    await inFolder(async (folder) => {
      await withBuilds(join(folder, 'home'), async (builds) => {
        const path = join(folder, 'image.sif')
        const read = () => builds.call('build.readDefinition', { path })
        await writeFile(path, 'text\0not')
        await expect(read()).rejects.toThrow('BUILD_NOT_A_DEFINITION')
        await writeFile(path, 'x'.repeat(5_000_000))
        await expect(read()).rejects.toThrow('BUILD_DEFINITION_TOO_LARGE')
        await expect(builds.call('build.readDefinition', { path: folder })).rejects.toThrow('FILE_IS_DIRECTORY')
        const pipe = join(folder, 'pipe')
        execFileSync('mkfifo', [pipe])
        for (const endless of [pipe, '/dev/zero'])
          await expect(builds.call('build.readDefinition', { path: endless })).rejects.toThrow('FILE_NOT_ORDINARY')
      })
    })
  })

  it('name files that are there or not', async () => {
    await inFolder(async (folder) => {
      await writeFile(join(folder, 'one.txt'), '1')
      await writeFile(join(folder, 'two.txt'), '22')
      await withBuilds(join(folder, 'home'), async (builds) => {
        const paths = ['one.txt', '*.txt', 'gone']
        const { files } = await ask(builds, 'build.folderFiles', { folder, paths })
        const facts = files.map(({ path, kind, sizeBytes, fileCount }) => [path, kind, sizeBytes, fileCount])
        expect(facts).toEqual([
          ['one.txt', 'file', 1, 1],
          ['*.txt', 'folder', 3, 2],
          ['gone', 'missing', 0, 0],
        ])
      })
    })
  })
})

describe.skipIf(findHelper() === null)('two builds', () => {
  it('are set beside each other by text, values and images', async () => {
    await inFolder(async (folder) => {
      await withBuilds(join(folder, 'home'), async (builds) => {
        const text = (label: string) => `Bootstrap: scratch\n\n%labels\n  Name {{ N }}\n  Kind ${label}\n`
        for (const [name, label] of [
          ['one', 'first'],
          ['two', 'second'],
        ] as const) {
          const start = startOf(folder, text(label))
          await builds.run({ ...start, output: join(folder, `${name}.sif`), arguments: { N: name } })
        }
        const [second, first] = await ask(builds, 'build.list', {})
        const compared = await ask(builds, 'build.compare', { a: first?.id, b: second?.id })
        expect(compared).toMatchObject({
          a: { id: first?.id },
          b: { id: second?.id },
          definition: { added: 1, removed: 1 },
          values: [{ field: 'Argument N', a: 'one', b: 'two' }],
          images: { a: join(folder, 'one.sif'), b: join(folder, 'two.sif') },
        })
        const same = await ask(builds, 'build.compare', { a: first?.id, b: first?.id })
        expect([same.definition, same.values, same.images]).toEqual([null, [], null])
        await expect(builds.call('build.compare', { a: first?.id, b: 'gone' })).rejects.toThrow('BUILD_NOT_FOUND')
      })
    })
  })
})
