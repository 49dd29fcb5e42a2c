import { chmod, cp, lstat, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createHttpClient } from '../../../src-main/engine/platform/http/client.ts'
import { usualRemoteFiles } from '../../../src-main/engine/remotes/elsewhere.ts'
import {
  changeRemoteFile,
  changeRemoteYaml,
  type RemoteChange,
  readRemoteYaml,
} from '../../../src-main/engine/remotes/remote-yaml.ts'
import { createRemotes } from '../../../src-main/engine/remotes/remotes.ts'
import { temporaryName } from '../../../src-main/engine/sif/replace-file.ts'
import type { Remote, RemotesFile } from '../../../src-shared/model/remote.ts'
import { withContext } from '../../support/engine-context.ts'
import { codeOf } from '../../support/failing.ts'
import { inFolder } from '../../support/folder.ts'
import { startLibraryService } from '../../support/library-service/index.ts'
import { sharedPath } from '../../support/shared.ts'

const call = { signal: new AbortController().signal }
const homes = sharedPath('fixtures/cli-home')
const text = `Active: Lab
Remotes:
    Lab:
        URI: hub.lab.test
        Token: SECRET
        System: false
        Exclusive: false
        Insecure: true
    Site:
        URI: //hub.site.test:8443/scs
        System: true
        Exclusive: false
        Keyservers:
            - URI: http://keys.lab.test
              Skip: false
              External: true
              Insecure: true
Credentials:
    - URI: docker://ghcr.io
      Insecure: false
`

interface Expected {
  readonly activeRemote: string | null
  readonly remotes: readonly Readonly<Record<string, unknown>>[]
  readonly credentials: readonly { readonly uri: string; readonly insecure: boolean; readonly hasSecretHere: boolean }[]
}

describe.skipIf(homes === null)('the files of the real programs', () => {
  const folder = homes ?? ''
  it.each([
    ['singularity-workstation', '.singularity'],
    ['apptainer-workstation', '.apptainer'],
    ['apptainer-migrated', '.apptainer'],
  ])('%s is read as it is meant, and put back to the byte', async (name, place) => {
    const expected: Expected = JSON.parse(await readFile(join(folder, name, 'expect.json'), 'utf8'))
    const before = await readFile(join(folder, name, place, 'remote.yaml'), 'utf8')
    const found = readRemoteYaml(before, 'remote.yaml')
    expect(found.active).toBe(expected.activeRemote)
    const shown = found.remotes.map(({ token, ...rest }) => ({ ...rest, hasToken: token !== null }))
    expect(shown).toEqual(expect.arrayContaining([...expected.remotes]))
    expect(shown).toHaveLength(expected.remotes.length)
    expect(
      found.credentials.map(({ uri, insecure, authorization }) => ({
        uri,
        insecure,
        hasSecretHere: authorization !== null,
      })),
    ).toEqual(expected.credentials)
    const added = changeRemoteYaml(
      before,
      { kind: 'put', name: 'Mine', uri: 'my.example.org', insecure: false, token: 'T' },
      'remote.yaml',
    )
    expect(readRemoteYaml(added, 'x').remotes).toContainEqual(
      expect.objectContaining({ name: 'Mine', uri: 'my.example.org', token: 'T', system: false }),
    )
    expect(changeRemoteYaml(added, { kind: 'remove', name: 'Mine' }, 'remote.yaml')).toBe(before)
  })
})

describe('remote.yaml', () => {
  it('is the same text when there is nothing to change', () => {
    const same: readonly RemoteChange[] = [
      { kind: 'use', name: 'Lab' },
      { kind: 'token', name: 'Lab', token: 'SECRET' },
      { kind: 'token', name: 'Nobody', token: null },
      { kind: 'remove', name: 'Nobody' },
      { kind: 'put', name: 'Lab', uri: 'hub.lab.test', insecure: true },
    ]
    for (const change of same) expect(changeRemoteYaml(text, change, 'x')).toBe(text)
  })

  it('is changed where it is to be changed, and nowhere else', () => {
    const out = changeRemoteYaml(text, { kind: 'token', name: 'Lab', token: null }, 'x')
    expect(out).toBe(text.replace('        Token: SECRET\n', ''))
    expect(changeRemoteYaml(out, { kind: 'token', name: 'Lab', token: 'SECRET' }, 'x')).toBe(text)
    expect(changeRemoteYaml(text, { kind: 'use', name: 'Site' }, 'x')).toBe(text.replace('Active: Lab', 'Active: Site'))
    const gone = readRemoteYaml(changeRemoteYaml(text, { kind: 'remove', name: 'Lab' }, 'x'), 'x')
    expect([gone.active, gone.remotes.map(({ name }) => name)]).toEqual([null, ['Site']])
  })

  it('keeps what the administrator set up', () => {
    for (const change of [
      { kind: 'remove', name: 'Site' },
      { kind: 'token', name: 'Site', token: 'x' },
      { kind: 'put', name: 'Site', uri: 'else.test', insecure: false },
    ] as const)
      expect(() => changeRemoteYaml(text, change, 'x')).toThrow(/everybody/)
  })

  it.each([
    ['', { active: null, remotes: [], credentials: [] }],
    ['Active: ""\nRemotes: {}\n', { active: null, remotes: [], credentials: [] }],
  ])('may be empty: %j', (empty, expected) => {
    expect(readRemoteYaml(empty, 'x')).toEqual(expected)
    const added = changeRemoteYaml(empty, { kind: 'put', name: 'A', uri: 'a.test', insecure: true }, 'x')
    expect(readRemoteYaml(added, 'x').remotes).toMatchObject([{ name: 'A', uri: 'a.test', insecure: true }])
  })

  it.each([
    ['no mapping', 'hello'],
    ['a list', '- a\n- b\n'],
    ['broken text', 'Remotes: {a: [}'],
    ['a text for remotes', 'Remotes: [1, 2]'],
    ['a bomb of aliases', 'a: &a [x,x,x]\nb: &b [*a,*a]\nRemotes: {x: {URI: *b}}\n'],
  ])('that is %s is said to be none, or read as empty', (_what, odd) => {
    try {
      expect(readRemoteYaml(odd, 'x').remotes.every(({ uri }) => typeof uri === 'string')).toBe(true)
    } catch (error) {
      expect(error).toMatchObject({ error: { code: 'REMOTE_FILE_MALFORMED' } })
    }
  })

  it('of any text is answered', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc
            .constantFrom(text)
            .chain((whole) => fc.nat(whole.length).map((at) => `${whole.slice(0, at)}${whole.slice(at + 3)}`)),
        ),
        (odd) => {
          try {
            readRemoteYaml(odd, 'x')
          } catch (error) {
            expect(error).toMatchObject({ error: { code: 'REMOTE_FILE_MALFORMED' } })
          }
        },
      ),
      { numRuns: 300 },
    )
  })

  it('is replaced as a whole, with its rights, and made private where there was none', () =>
    inFolder(async (folder) => {
      const path = join(folder, 'remote.yaml')
      await changeRemoteFile(path, { kind: 'put', name: 'A', uri: 'a.test', insecure: false, token: 'T' })
      expect((await stat(path)).mode & 0o777).toBe(0o600)
      await writeFile(path, text)
      await chmod(path, 0o640)
      await changeRemoteFile(path, { kind: 'use', name: 'Site' })
      expect((await stat(path)).mode & 0o777).toBe(0o640)
      expect(await readdir(folder)).toEqual(['remote.yaml'])
      await writeFile(path, 'Remotes: {a: [}')
      expect(await codeOf(changeRemoteFile(path, { kind: 'use', name: 'a' }))).toBe('REMOTE_FILE_MALFORMED')
      expect(await readFile(path, 'utf8')).toBe('Remotes: {a: [}')
    }))

  it('stays a link where it is one, and what a killed program left of it is swept away', () =>
    inFolder(async (folder) => {
      const real = join(folder, 'kept', 'remote.yaml')
      const path = join(folder, 'remote.yaml')
      await mkdir(join(folder, 'kept'))
      await writeFile(real, text)
      await symlink(join('kept', 'remote.yaml'), path)
      const beside = temporaryName(real).replace(`-${process.pid}-`, '-4194999-')
      await writeFile(beside, text)
      await changeRemoteFile(path, { kind: 'use', name: 'Site' })
      expect((await lstat(path)).isSymbolicLink()).toBe(true)
      expect(readRemoteYaml(await readFile(real, 'utf8'), real).active).toBe('Site')
      expect(await readdir(join(folder, 'kept'))).toEqual(['remote.yaml'])
    }))
})

describe('remotes of the command lines', () => {
  it('are listed, taken over with their tokens, and kept in step when that is wanted', () =>
    withContext(async (context, folder) => {
      const service = await startLibraryService()
      const http = createHttpClient({ version: '0.0.0', environment: {} })
      try {
        const home = join(folder, 'user', '.singularity')
        await mkdir(home, { recursive: true })
        const path = join(home, 'remote.yaml')
        await writeFile(path, text)
        const { handlers, connect } = createRemotes(context, { http, usualFiles: [path, join(folder, 'none.yaml')] })
        const elsewhere = async () => (await handlers['remotes.elsewhere']({}, call)) as readonly RemotesFile[]
        const [file, ...more] = await elsewhere()
        expect(more).toEqual([])
        expect(file).toMatchObject({ program: 'SingularityCE', active: 'Lab', registries: ['docker://ghcr.io'] })
        expect(file?.remotes.map(({ name, uri, hasToken, state }) => [name, uri, hasToken, state])).toEqual([
          ['Lab', 'http://hub.lab.test', true, 'new'],
          ['Site', 'https://hub.site.test:8443/scs', false, 'new'],
        ])
        expect(JSON.stringify(file)).not.toContain('SECRET')

        const taken = (await handlers['remotes.takeOver'](
          { path, names: ['Lab', 'Site'], withTokens: true },
          call,
        )) as readonly Remote[]
        expect(taken.map(({ name, hasToken }) => [name, hasToken])).toEqual([
          ['Lab', true],
          ['Site', false],
        ])
        expect((await elsewhere())[0]?.remotes.map(({ state }) => state)).toEqual(['here', 'here'])
        expect(await codeOf(connect('Lab'))).not.toBe('REMOTE_NOT_FOUND')

        await handlers['remotes.keepInStep']({ path, isOn: true }, call)
        const added = { name: 'Mine', uri: service.origin, insecure: false, token: service.token }
        await handlers['remotes.add'](added, call)
        await handlers['remotes.use']({ name: 'Mine' }, call)
        await handlers['remotes.logout']({ name: 'Lab' }, call)
        const written = readRemoteYaml(await readFile(path, 'utf8'), path)
        expect(written.active).toBe('Mine')
        expect(written.remotes.map(({ name, uri, token }) => [name, uri, token])).toEqual([
          ['Lab', 'hub.lab.test', null],
          ['Site', '//hub.site.test:8443/scs', null],
          ['Mine', `//${new URL(service.origin).host}`, service.token],
        ])
        await handlers['remotes.keepInStep']({ path, isOn: false }, call)
        await handlers['remotes.remove']({ name: 'Mine' }, call)
        expect(readRemoteYaml(await readFile(path, 'utf8'), path).remotes).toHaveLength(3)
      } finally {
        await http.close()
        await service.close()
      }
    }))

  it('are where the programs put them, also when they were moved', () => {
    expect(usualRemoteFiles({ HOME: '/home/ada' })).toEqual([
      '/home/ada/.singularity/remote.yaml',
      '/home/ada/.apptainer/remote.yaml',
    ])
    expect(usualRemoteFiles({ HOME: '/home/ada', SINGULARITY_CONFIGDIR: '/s', APPTAINER_CONFIGDIR: '/a' })).toEqual([
      '/s/remote.yaml',
      '/a/remote.yaml',
    ])
  })

  it.skipIf(homes === null)('leave the folders they are read from as they were', () =>
    inFolder(async (folder) => {
      const copy = join(folder, 'home')
      await cp(join(homes ?? '', 'singularity-workstation', '.singularity'), copy, { recursive: true })
      const before = await stat(join(copy, 'remote.yaml'))
      readRemoteYaml(await readFile(join(copy, 'remote.yaml'), 'utf8'), 'x')
      const after = await stat(join(copy, 'remote.yaml'))
      expect([after.mtimeMs, after.ino]).toEqual([before.mtimeMs, before.ino])
    }),
  )
})
