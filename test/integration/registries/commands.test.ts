/** Registries from the terminal, with real processes and a registry that wants a login. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCommand } from '../../support/command-line.ts'
import { hasProgram } from '../../support/make-sif.ts'
import { type MadeImages, makeImages, pushImage } from '../../support/registry/images.ts'
import { startRegistry, type TestRegistry } from '../../support/registry/index.ts'
import { smallSif } from '../../support/small-sif.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const programs = ['docker-registry', 'skopeo', 'umoci', 'openssl']
const isMissing = programs.some((program) => !hasProgram(program))
const set = {} as { encrypted: TestRegistry; images: MadeImages }

describe.skipIf(isMissing)(`registry commands (needs ${programs.join(', ')})`, { timeout: 180_000 }, () => {
  beforeAll(async () => {
    set.images = await makeImages()
    set.encrypted = await startRegistry({ login: 'basic', encrypted: true })
    await pushImage(set.encrypted, set.images, 'amd64', 'demo/tiny:1.0')
  }, 120_000)

  afterAll(async () => {
    await set.encrypted?.close()
    set.images?.remove()
  })

  it('log in, push, resolve, pull, list and log out', async () => {
    const home = await temporaryFolder()
    const { host, certificates } = set.encrypted
    const file = join(home, 'align.sif')
    const bytes = await smallSif('amd64', 50_000)
    await writeFile(file, bytes)
    await writeFile(join(home, 'wrong'), 'wrong\n')
    await writeFile(join(home, 'right'), 'pw\n')
    const ca = certificates?.authorityPath ?? ''
    const login = (password: string, ...more: readonly string[]) =>
      runCommand(home, [
        'registry',
        'login',
        host,
        '--username',
        'ada',
        '--password-file',
        join(home, password),
        ...more,
        '--json',
      ])

    expect((await login('right')).document).toMatchObject({ error: { code: 'TLS_FAILED' } })
    expect((await login('wrong', '--ca', ca)).document).toMatchObject({ error: { code: 'REGISTRY_LOGIN_REFUSED' } })
    const accepted = await login('right', '--ca', ca)
    expect(accepted.code).toBe(0)
    expect(accepted.document).toMatchObject({ host, username: 'ada', checked: true, hasOwnAuthority: true })
    expect(`${accepted.stdout}${accepted.stderr}`).not.toContain('pw')

    const target = `oras://${host}/demo/align:1.0`
    expect((await runCommand(home, ['push', file, target, '--json'])).lines.at(-1)).toMatchObject({
      error: { code: 'PUSH_NOT_SIGNED' },
    })
    const pushed = await runCommand(home, ['push', file, target, '--allow-unsigned', '--json'])
    expect(pushed.lines.at(-1)).toMatchObject({ type: 'result', reference: target, bytesUploaded: bytes.length })

    const resolved = await runCommand(home, ['resolve', `docker://${host}/demo/tiny:1.0`, '--arch', 'amd64'])
    expect(resolved.stdout).toContain('container image')
    const missing = await runCommand(home, ['resolve', `oras://${host}/demo/align:2.0`, '--json'])
    expect(missing.document).toMatchObject({ error: { code: 'TAG_NOT_FOUND', hint: 'It has 1.0.' } })

    const pulled = await runCommand(home, ['pull', target, join(home, 'pulled.sif'), '--json'])
    expect(pulled.lines.at(-1)).toMatchObject({ type: 'result', resolved: target, verdict: 'notSigned' })
    expect((await readFile(join(home, 'pulled.sif'))).equals(bytes)).toBe(true)

    expect((await runCommand(home, ['registry', 'repositories', host, '--json'])).document).toMatchObject({
      repositories: ['demo/align', 'demo/tiny'],
    })
    expect((await runCommand(home, ['registry', 'tags', host, 'demo/tiny'])).stdout).toBe('1.0\n')
    const shown = await runCommand(home, ['registry', 'show', target])
    expect(shown.stdout).toContain('SIF image')
    expect(shown.stdout).toContain(`oras://${host}/demo/align@sha256:`)
    expect((await runCommand(home, ['registry', 'list'])).stdout).toContain('signed in as ada')

    expect((await runCommand(home, ['registry', 'logout', host])).code).toBe(0)
    const after = await runCommand(home, ['resolve', target, '--json'])
    expect(after.document).toMatchObject({ error: { code: 'REGISTRY_LOGIN_NEEDED' } })
  })

  it('reads a login of another program where it lies', async () => {
    const home = await temporaryFolder()
    const { host, certificates } = set.encrypted
    const file = join(home, 'docker-config.json')
    const auth = Buffer.from('ada:pw').toString('base64')
    const text = JSON.stringify({ auths: { [host]: { auth } } })
    await writeFile(file, text)
    await runCommand(home, ['registry', 'set', host, '--ca', certificates?.authorityPath ?? ''])
    expect((await runCommand(home, ['registry', 'import', file, '--json'])).document).toEqual({
      path: file,
      logins: [host],
    })
    expect((await runCommand(home, ['registry', 'tags', host, 'demo/tiny'])).stdout).toBe('1.0\n')
    expect((await runCommand(home, ['registry', 'list', '--json'])).document).toMatchObject([
      { host, username: 'ada', file },
    ])
    expect((await runCommand(home, ['registry', 'logout', host, '--json'])).document).toMatchObject({
      error: { code: 'REGISTRY_LOGIN_ELSEWHERE' },
    })
    expect(await readFile(file, 'utf8')).toBe(text)
  })
})
