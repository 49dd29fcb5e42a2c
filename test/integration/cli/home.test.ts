/** One folder holds all state of a command, and commands that share it do not disturb each other. */
import { execFile } from 'node:child_process'
import { chmod, mkdir, readdir, readFile, realpath, writeFile } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { promisify } from 'node:util'
import { expect, it, vi } from 'vitest'
import { createSif } from '../../../src-main/engine/sif/create.ts'
import { commandEntry, commandEnvironment, runCommand } from '../../support/command-line.ts'
import { definitionObject, hasProgram } from '../../support/make-sif.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { makeSigner } from '../../support/test-signer.ts'

// Real processes start slowly on a busy machine.
vi.setConfig({ testTimeout: 120_000 })

/** Commands that between them open everything the application keeps. */
function commandsFor(image: string, keys: string): readonly (readonly string[])[] {
  return [
    ['key', 'import', keys],
    ['key', 'list'],
    ['images', 'add', image],
    ['images', 'list'],
    ['images', 'check'],
    ['inspect', '--digest', image],
    ['remote', 'list'],
    ['resolve', '--offline', 'library://alpine'],
  ]
}

async function prepare(): Promise<{ folder: string; home: string; image: string; keys: string }> {
  const folder = await realpath(await temporaryFolder())
  const [home, image, keys] = [join(folder, 'home'), join(folder, 'image.sif'), join(folder, 'keys.asc')]
  await createSif(image, { objects: [definitionObject()] })
  await writeFile(keys, (await makeSigner('Ada')).armored)
  return { folder, home, image, keys }
}

it('needs nothing of the user’s own folder, and puts nothing there', async () => {
  const { folder, home, image, keys } = await prepare()
  const own = join(folder, 'own')
  await mkdir(own, { mode: 0o500 })
  const environment = {
    HOME: own,
    XDG_DATA_HOME: own,
    XDG_CONFIG_HOME: own,
    XDG_CACHE_HOME: own,
    SIF_DESKTOP_HOME: home,
  }
  for (const args of commandsFor(image, keys)) {
    const { code, stderr } = await runCommand(home, args, environment)
    expect({ args, code, stderr }).toEqual({ args, code: 0, stderr: '' })
  }
  expect(await readdir(own)).toEqual([])
  expect(await readdir(home)).toContain('sif-desktop.db')
  expect((await readdir(folder)).sort()).toEqual(['home', 'image.sif', 'keys.asc', 'own'])
  await chmod(own, 0o700)
})

it('makes its folder for this user alone', async () => {
  const { home, image, keys } = await prepare()
  await runCommand(home, ['key', 'import', keys])
  await runCommand(home, ['images', 'add', image])
  const { stdout } = await promisify(execFile)('ls', ['-ld', home])
  expect(stdout).toMatch(/^drwx------/)
})

/** Paths that a traced program opened, made or changed, by whether that worked. */
function openedIn(trace: string): readonly { readonly path: string; readonly writes: boolean }[] {
  return trace.split('\n').flatMap((line) => {
    const [, call = '', rest = ''] =
      /(?:^|\s)(openat|open|mkdir|mkdirat|unlink|unlinkat|rename|renameat|renameat2|link|linkat|symlink|creat)\((.*)/.exec(
        line,
      ) ?? []
    if (call === '' || / = -1 /.test(rest)) return []
    const writes = !call.startsWith('open') || /O_(?:WRONLY|RDWR|CREAT)/.test(rest)
    return [...rest.matchAll(/"(\/[^"]*)"/g)].map(([, path = '']) => ({ path, writes }))
  })
}

it.skipIf(process.platform !== 'linux' || !hasProgram('strace'))(
  'opens nothing of the user’s elsewhere, as the system sees it',
  async () => {
    const { folder, home, image, keys } = await prepare()
    const own = join(folder, 'own')
    await mkdir(own)
    const env = { ...commandEnvironment(home), HOME: own, NODE_COMPILE_CACHE: undefined }
    const stored = new Set<string>()
    for (const [index, args] of commandsFor(image, keys).entries()) {
      const trace = join(folder, `trace-${index}`)
      const traced = ['-f', '-qq', '-o', trace, '-e', 'trace=file', process.execPath, commandEntry, ...args]
      await promisify(execFile)('strace', traced, { env })
      const opened = openedIn(await readFile(trace, 'utf8'))
      const isNamed = (path: string): boolean => path === image || path === keys
      const inFolder = opened.filter(({ path }) => path.startsWith(`${folder}${sep}`) && !isNamed(path))
      expect({ args, elsewhere: inFolder.filter(({ path }) => !`${path}${sep}`.startsWith(`${home}${sep}`)) }).toEqual({
        args,
        elsewhere: [],
      })
      const written = opened.filter(
        ({ path, writes }) => writes && !path.startsWith('/dev/') && !path.startsWith('/proc/'),
      )
      expect({ args, written: written.filter(({ path }) => !`${path}${sep}`.startsWith(`${home}${sep}`)) }).toEqual({
        args,
        written: [],
      })
      for (const { path, writes } of opened) if (writes && path.startsWith(home)) stored.add(path)
    }
    // The trace does see what is kept.
    expect([...stored]).toContain(join(home, 'sif-desktop.db'))
  },
)

it('lets many commands share one home from its first moment', async () => {
  const { home, image, folder } = await prepare()
  const rings = await Promise.all(
    Array.from({ length: 6 }, async (_, index) => {
      const path = join(folder, `ring-${index}.asc`)
      const signer = await makeSigner(`Signer ${index}`)
      await writeFile(path, signer.armored)
      return { path, fingerprint: signer.fingerprint }
    }),
  )
  const results = await Promise.all([
    ...rings.map(({ path }) => runCommand(home, ['key', 'import', path])),
    runCommand(home, ['images', 'add', image]),
    runCommand(home, ['verify', '--offline', image]),
  ])
  expect(results.map(({ code, stderr }) => ({ code, stderr }))).toEqual([
    ...Array.from({ length: 7 }, () => ({ code: 0, stderr: '' })),
    { code: 11, stderr: '' },
  ])
  const decisions = await Promise.all(
    rings.map(({ fingerprint }) => runCommand(home, ['key', 'decide', fingerprint, 'accepted'])),
  )
  expect(decisions.map(({ code }) => code)).toEqual(rings.map(() => 0))
  const listed = (await runCommand(home, ['key', 'list', '--json'])).document
  expect(listed).toHaveLength(rings.length)
  expect(listed).toMatchObject(rings.map(() => ({ decision: { kind: 'accepted', how: 'notChecked' }, revoked: null })))
})
