/** `disk` and `disk clean` as commands, on a home of their own. */
import { createHash } from 'node:crypto'
import { mkdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { runCommand } from '../../support/command-line.ts'
import { startLibraryService } from '../../support/library-service/index.ts'
import { smallSif } from '../../support/small-sif.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { hex, put } from '../disk/disk-fixture.ts'

// Real processes start slowly on a busy machine.
vi.setConfig({ testTimeout: 90_000 })

it('counts, previews, and frees only after --yes; a home of its own is not left', async () => {
  const home = await temporaryFolder()
  const cache = join(home, 'user', '.singularity', 'cache')
  const old = await put(join(cache, 'library', `sha256.${hex('a')}`), undefined, 200)
  // Where the command lines would have it: with a home of its own nobody looks there.
  await put(join(home, '.singularity', 'cache', 'library', `sha256.${hex('b')}`), undefined, 200)

  const alone = await runCommand(home, ['disk', '--json'])
  expect(alone.document).toMatchObject({ caches: [], temporary: null, images: { count: 0 } })
  const usage = await runCommand(home, ['disk', '--cache', join(home, 'user'), '--check', '--json'])
  expect(usage.document).toMatchObject({
    caches: [{ path: cache, product: 'SingularityCE', count: 1 }],
    contents: [{ entries: [{ type: 'library', nameMatchesContent: false, isSif: false }] }],
  })
  const preview = await runCommand(home, ['disk', 'clean', '--cache', cache])
  expect(preview.code).toBe(0)
  expect(preview.stdout).toContain('Old in SingularityCE’s cache')
  expect(preview.stderr).toContain('--yes')
  const dry = await runCommand(home, ['disk', 'clean', '--cache', cache, '--yes', '--dry-run', '--json'])
  expect(dry.document).toMatchObject({
    dryRun: true,
    chosen: [`oldEntries:${cache}`],
    lines: [{ kind: 'oldEntries', count: 1 }],
  })
  expect((await stat(old)).size).toBe(5000)
  const kept = await runCommand(home, ['disk', 'clean', '--cache', cache, '--older-than', '300', '--yes', '--json'])
  expect(kept.lines.at(-1)).toMatchObject({ type: 'result', removed: 0 })
  const freed = await runCommand(home, ['disk', 'clean', '--cache', cache, '--yes', '--json'])
  expect(freed.lines.at(-1)).toMatchObject({ type: 'result', removed: 1, kept: [] })
  await expect(stat(old)).rejects.toThrow()
})

it('says what was asked wrongly', async () => {
  const home = await temporaryFolder()
  await mkdir(join(home, 'empty'))
  const wrong = [
    ['disk', 'sweep'],
    ['disk', 'clean', '--older-than', '0'],
    ['disk', 'clean', '--only', 'images'],
  ]
  for (const args of wrong) expect((await runCommand(home, args)).code).toBe(2)
  const none = await runCommand(home, ['disk', '--cache', join(home, 'empty'), '--json'])
  expect(none.code).toBe(1)
  expect(none.document).toMatchObject({ error: { code: 'DISK_NO_CACHE' } })
})

it('an image that is in a cache of the command lines is not downloaded again, unless the cache lies', async () => {
  const home = await temporaryFolder()
  const service = await startLibraryService()
  try {
    const file = await smallSif('amd64', 50_000)
    service.put('ada/tools/cached', file, { tags: ['1.0'] })
    const digest = createHash('sha256').update(file).digest('hex')
    const data = join(home, 'data')
    // The user's own surroundings, so that the usual caches are looked at.
    const user = { HOME: home, XDG_DATA_HOME: data, SIF_DESKTOP_HOME: '', TMPDIR: home }
    const add = ['remote', 'add', 'lab', service.origin]
    expect((await runCommand(home, add, user)).code).toBe(0)
    const token = await put(join(home, 'token'), service.token)
    expect((await runCommand(home, ['remote', 'login', 'lab', '--token-file', token], user)).code).toBe(0)
    expect((await runCommand(home, ['remote', 'use', 'lab'], user)).code).toBe(0)
    const cached = await put(join(home, '.apptainer', 'cache', 'library', `sha256.${digest}`), file)
    const pull = async (name: string) =>
      (
        await runCommand(
          home,
          ['pull', 'library://ada/tools/cached:1.0', join(home, name), '--arch', 'amd64', '--json'],
          user,
        )
      ).lines.at(-1)
    expect(await pull('a.sif')).toMatchObject({ type: 'result', digest: `sha256:${digest}`, bytesDownloaded: 0 })
    expect((await stat(cached)).size).toBe(file.length)
    const clean = await runCommand(home, ['images', 'remove', join(home, 'a.sif'), '--delete-files'], user)
    expect(clean.code).toBe(0)
    await put(cached, Buffer.alloc(file.length))
    expect(await pull('b.sif')).toMatchObject({ digest: `sha256:${digest}`, bytesDownloaded: file.length })
  } finally {
    await service.close()
  }
})
