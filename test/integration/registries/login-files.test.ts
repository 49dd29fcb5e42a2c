/** Logins that other programs keep: files as the command lines and Docker leave them, and credential helpers. */
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readCredentialFile, usualCredentialFiles } from '../../../src-main/engine/oci/docker-config.ts'
import { codeOf } from '../../support/failing.ts'
import { withOci } from '../../support/registry/oci-engine.ts'
import { sharedPath } from '../../support/shared.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const encoded = (text: string): string => Buffer.from(text).toString('base64')

async function fileWith(content: unknown): Promise<string> {
  const path = join(await temporaryFolder(), 'config.json')
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}

async function read(content: unknown) {
  const file = await readCredentialFile(await fileWith(content))
  if (file === null) throw new Error('there is no file')
  return file
}

describe('a file of logins', () => {
  it('names hosts in all the ways in which they are written', async () => {
    const file = await read({
      auths: {
        'https://index.docker.io/v1/': { auth: encoded('hub:pw') },
        'ghcr.io': { auth: encoded('ada:with:colons') },
        'https://old.example.org/v2/': { username: 'old', password: 'pw' },
        'quay.io/team/part': { auth: encoded('part:pw') },
        'quay.io': { auth: encoded('whole:pw') },
      },
    })
    const user = async (host: string, repository: string | null = null) => {
      const found = await file.find(host, repository)
      return found?.kind === 'password' ? `${found.username} ${found.password}` : null
    }
    expect(await user('docker.io', 'library/alpine')).toBe('hub pw')
    expect(await user('ghcr.io')).toBe('ada with:colons')
    expect(await user('old.example.org')).toBe('old pw')
    expect(await user('quay.io', 'team/part/x')).toBe('part pw')
    expect(await user('quay.io', 'team/other')).toBe('whole pw')
    expect(await user('example.org')).toBeNull()
  })

  it('holds tokens as well', async () => {
    const file = await read({
      auths: { a: { identitytoken: 'IDENTITY', auth: encoded('x:y') }, b: { registrytoken: 'TOKEN' } },
    })
    expect(await file.find('a', null)).toEqual({ kind: 'identityToken', token: 'IDENTITY' })
    expect(await file.find('b', null)).toEqual({ kind: 'registryToken', token: 'TOKEN' })
  })

  it.each([
    ['nothing of the kind', '[]'],
    ['no JSON', 'auths: {}'],
    ['wrong members', '{"auths": ["x"]}'],
  ])('with %s is refused', async (_, text) => {
    expect(await codeOf(readCredentialFile(await fileWith(text)))).toBe('REGISTRY_FILE_UNREADABLE')
  })

  it('with one broken entry gives the others', async () => {
    const file = await read({ auths: { a: { auth: 7 }, b: { auth: encoded('ada:pw') }, c: { auth: '!!!' } } })
    expect(await file.find('a', null)).toBeNull()
    expect(await file.find('b', null)).toMatchObject({ username: 'ada' })
    expect(await file.find('c', null)).toBeNull()
  })

  it('that is broken keeps nobody from registries without a login', async () => {
    const path = await fileWith('no JSON')
    await withOci(async ({ oci, call }) => expect(await oci.handlers['oci.registries']({}, call)).toEqual([]), {
      usualCredentialFiles: [path],
    })
  })
})

describe('a credential helper', () => {
  const before = process.env.PATH
  let folder = ''
  const helper = async (script: string): Promise<void> => {
    const path = join(folder, 'docker-credential-test')
    await writeFile(path, `#!/bin/sh\n${script}\n`)
    await chmod(path, 0o755)
  }
  beforeEach(async () => {
    folder = await temporaryFolder()
    process.env.PATH = `${folder}:${before}`
  })
  afterEach(() => {
    process.env.PATH = before
  })

  it('is asked for the hosts it is named for, with the name on its standard input', async () => {
    await helper(`read -r name; echo "$1 $name" >> ${join(folder, 'asked')}; echo '{"Username":"ada","Secret":"pw"}'`)
    const file = await read({ credHelpers: { 'ghcr.io': 'test' } })
    expect(await file.find('ghcr.io', 'a/b')).toEqual({ kind: 'password', username: 'ada', password: 'pw' })
    expect(await file.find('quay.io', null)).toBeNull()
    expect(await readFile(join(folder, 'asked'), 'utf8')).toBe('get ghcr.io\n')
  })

  it('keeps what a store keeps, Docker Hub under its own name', async () => {
    await helper(
      `read -r name; echo "$name" >> ${join(folder, 'asked')}; echo '{"Username":"<token>","Secret":"IDENTITY"}'`,
    )
    const file = await read({ auths: { 'https://index.docker.io/v1/': {} }, credsStore: 'test' })
    expect(await file.find('docker.io', 'library/alpine')).toEqual({ kind: 'identityToken', token: 'IDENTITY' })
    expect(await readFile(join(folder, 'asked'), 'utf8')).toBe('https://index.docker.io/v1/\n')
  })

  it.each([
    ['has nothing', 'echo "credentials not found in native keychain"; exit 1', null],
    ['fails', 'echo SECRET; exit 3', 'CREDENTIAL_HELPER_FAILED'],
    ['answers nonsense', 'echo SECRET', 'CREDENTIAL_HELPER_FAILED'],
  ])('that %s', async (_, script, code) => {
    await helper(script)
    const file = await read({ credHelpers: { 'ghcr.io': 'test' } })
    const asked = file.find('ghcr.io', null)
    expect(await codeOf(asked)).toBe(code)
    await asked.then(
      (found) => expect(found).toBeNull(),
      (error: unknown) => expect(JSON.stringify((error as { error: unknown }).error)).not.toContain('SECRET'),
    )
  })

  it('is a program of that name and nothing else', async () => {
    const named = (name: string) => read({ credHelpers: { h: name } }).then((file) => codeOf(file.find('h', null)))
    expect(await named('missing-one')).toBe('CREDENTIAL_HELPER_FAILED')
    expect(await named('../../bin/sh')).toBe('CREDENTIAL_HELPER_FAILED')
  })
})

const homes = sharedPath('fixtures/cli-home')
describe.skipIf(homes === null)('homes of the command lines (needs the shared fixtures)', () => {
  it.each(['singularity-workstation', 'apptainer-workstation', 'apptainer-migrated'])('%s', async (name) => {
    const home = join(homes ?? '', name)
    const expected = JSON.parse(await readFile(join(home, 'expect.json'), 'utf8')).registryAuth
    const files = usualCredentialFiles({}, home)
    expect(files).toContain(join(home, expected.file))
    await withOci(
      async ({ oci, call }) => {
        const registries = await oci.handlers['oci.registries']({}, call)
        expect(registries.map(({ host, username, file }) => ({ host, username, file }))).toEqual(
          expected.entries.map(({ host, user }: { host: string; user: string }) => ({
            host,
            username: user,
            file: join(home, expected.file),
          })),
        )
      },
      { usualCredentialFiles: files },
    )
    const file = await readCredentialFile(join(home, expected.file))
    for (const { host, user, secret } of expected.entries)
      expect(await file?.find(host, null)).toEqual({ kind: 'password', username: user, password: secret })
  })
})

it('folders of the environment go before the usual ones', async () => {
  const folder = await temporaryFolder()
  await mkdir(join(folder, 'x'))
  const files = usualCredentialFiles({ DOCKER_CONFIG: join(folder, 'x'), REGISTRY_AUTH_FILE: '/r/auth.json' }, folder)
  expect(files).toContain(join(folder, 'x', 'config.json'))
  expect(files).toContain('/r/auth.json')
})
