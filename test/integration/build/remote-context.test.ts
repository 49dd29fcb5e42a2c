/** The archive of files for a build service, read with tar: what the real client's archive holds, and what is refused. */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, symlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { writeContext } from '../../../src-main/engine/build/remote/context-archive.ts'
import { planContext } from '../../../src-main/engine/build/remote/context-plan.ts'
import { codeOf } from '../../support/failing.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const { signal } = new AbortController()

/** The folder of the recorded build: a file, a folder with a link and another folder. */
async function recordedFolder(): Promise<string> {
  const folder = await temporaryFolder()
  await mkdir(join(folder, 'bctx/dir/sub'), { recursive: true })
  await writeFile(join(folder, 'bctx/one.txt'), 'one\n')
  await writeFile(join(folder, 'bctx/dir/sub/two.txt'), 'two\n')
  await symlink('../one.txt', join(folder, 'bctx/dir/link'))
  return folder
}

async function archived(folder: string, sources: readonly string[]) {
  const plan = await planContext(sources, folder, signal)
  const path = join(folder, `${Math.random()}.tar.gz`)
  const archive = await writeContext(plan.entries, path, signal, () => undefined)
  const listing = execFileSync('tar', ['tvzf', path, '--numeric-owner'], { encoding: 'utf8' })
  const entries = listing
    .trim()
    .split('\n')
    .map((line) => {
      const [mode = '', owner = '', size = '', , , ...name] = line.split(/\s+/)
      return `${mode} ${owner} ${size} ${name.join(' ')}`
    })
  return { plan, path, archive, entries }
}

describe('files for a build service', () => {
  it('are those of the recorded archive: parents, links as files, each once, of root', async () => {
    const folder = await recordedFolder()
    const { plan, entries, archive, path } = await archived(folder, ['bctx/one.txt', 'bctx/dir', 'bctx/*.txt'])
    const own = `${folder.slice(1)}/`
    const parents = own.split('/').slice(0, -1)
    expect(entries.slice(0, parents.length).map((entry) => entry.split(' ').at(-1))).toEqual(
      parents.map((_, index) => `${parents.slice(0, index + 1).join('/')}/`),
    )
    expect(entries.slice(parents.length).map((entry) => entry.replace(own, ''))).toEqual([
      'drwxr-xr-x 0/0 0 bctx/',
      'drwxr-xr-x 0/0 0 bctx/dir/',
      '-rw-r--r-- 0/0 4 bctx/dir/link',
      'drwxr-xr-x 0/0 0 bctx/dir/sub/',
      '-rw-r--r-- 0/0 4 bctx/dir/sub/two.txt',
      '-rw-r--r-- 0/0 4 bctx/one.txt',
    ])
    expect([plan.fileCount, plan.sizeBytes]).toEqual([3, 12])
    const bytes = await readFile(path)
    expect(archive).toEqual({
      digest: `sha256.${createHash('sha256').update(bytes).digest('hex')}`,
      sizeBytes: bytes.length,
    })
  })

  it('make the same archive again, in any order and at any time', async () => {
    const folder = await recordedFolder()
    const first = await archived(folder, ['bctx/one.txt', 'bctx/dir'])
    await utimes(join(folder, 'bctx/one.txt'), 1, 1)
    const second = await archived(folder, ['bctx/dir', 'bctx/one.txt', join(folder, 'bctx/one.txt')])
    expect(second.archive.digest).toBe(first.archive.digest)
  })

  it('keep their names, long ones and those of other scripts too', async () => {
    const folder = await temporaryFolder()
    const names = ['ünï côde.txt', '数据', `${'long-'.repeat(40)}name`, '-rf', 'a"b\'c']
    for (const name of names) await writeFile(join(folder, name), name)
    const { path } = await archived(folder, ['*'])
    const into = await temporaryFolder()
    execFileSync('tar', ['xzf', path, '-C', into])
    for (const name of names) expect(await readFile(join(into, folder, name), 'utf8')).toBe(name)
  })

  it.each([
    ['BUILD_FILES_MISSING', 'nosuch.txt'],
    ['BUILD_FILES_MISSING', '*.nothing'],
    ['BUILD_FILES_MISSING', 'broken'],
    ['BUILD_UPLOAD_SPECIAL', 'fifo'],
    ['BUILD_UPLOAD_LOOP', 'around'],
  ])('%s: %s', async (code, source) => {
    const folder = await temporaryFolder()
    await mkdir(join(folder, 'around/below'), { recursive: true })
    await symlink('..', join(folder, 'around/below/up'))
    await symlink('nowhere', join(folder, 'broken'))
    execFileSync('mkfifo', [join(folder, 'fifo')])
    expect(await codeOf(planContext([source], folder, signal))).toBe(code)
  })

  it('are shown with the place that a link leads to', async () => {
    const folder = await recordedFolder()
    const outside = join(await temporaryFolder(), 'key')
    await writeFile(outside, 'secret')
    await symlink(outside, join(folder, 'bctx/dir/innocent'))
    await symlink('bctx', join(folder, 'way'))
    const places = async (from: string, source: string) => {
      const { entries } = await planContext([source], from, signal)
      return entries.flatMap(({ path, leadsTo }) => (leadsTo === null ? [] : [`${path} ${leadsTo}`]))
    }
    expect(await places(folder, 'bctx')).toEqual([
      `${folder}/bctx/dir/innocent ${outside}`,
      `${folder}/bctx/dir/link ${folder}/bctx/one.txt`,
    ])
    expect(await places(folder, 'way/one.txt')).toEqual([`${folder}/way/one.txt ${folder}/bctx/one.txt`])
    // Who works in a folder that is reached by a link knows where that is.
    expect(await places(join(folder, 'way'), 'one.txt')).toEqual([])
  })

  it('are refused when one of them shrinks while it is read', async () => {
    const folder = await temporaryFolder()
    await writeFile(join(folder, 'data'), 'x'.repeat(1000))
    const plan = await planContext(['data'], folder, signal)
    await rename(join(folder, 'data'), join(folder, 'other'))
    await writeFile(join(folder, 'data'), 'x')
    const written = writeContext(plan.entries, join(folder, 'context'), signal, () => undefined)
    expect(await codeOf(written)).toBe('FILE_CHANGED_UNDERNEATH')
  })
})
