import { mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createFileSecrets } from '../../../../src-main/engine/platform/file-secrets.ts'

let home: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'secrets-'))
})
afterEach(() => rm(home, { recursive: true, force: true }))

it('keeps, replaces and forgets secrets, for their owner only', async () => {
  const folder = join(home, 'secrets')
  const secrets = createFileSecrets(folder)
  expect(secrets.protection).toBe('filePermissions')
  expect(await secrets.get('remote/a/token')).toBeNull()
  await secrets.set('remote/a/token', 'one')
  await secrets.set('remote/a/token', 'two')
  await secrets.set('remote/a_token', 'other')
  expect(await createFileSecrets(folder).get('remote/a/token')).toBe('two')
  const [file] = await readdir(folder)
  expect((await stat(folder)).mode & 0o777).toBe(0o700)
  expect((await stat(join(folder, file ?? ''))).mode & 0o777).toBe(0o600)
  await secrets.delete('remote/a/token')
  await secrets.delete('never/there')
  expect(await secrets.get('remote/a/token')).toBeNull()
  expect(await secrets.get('remote/a_token')).toBe('other')
})

it('never lets a name leave the folder', async () => {
  const folder = join(home, 'inner', 'secrets')
  const secrets = createFileSecrets(folder)
  const names = ['../../escaped', '/absolute', '..', '.', 'a\0b', 'x'.repeat(5000), 'ü/☃', 'A%2f', '']
  for (const name of names) await secrets.set(name, `secret of ${name}`)
  for (const name of names) expect(await secrets.get(name)).toBe(`secret of ${name}`)
  expect(await readdir(folder)).toHaveLength(names.length)
  expect(await readdir(home)).toEqual(['inner'])
})

it('writes only what the seal made of a secret', async () => {
  const folder = join(home, 'secrets')
  const secrets = createFileSecrets(folder, {
    protection: 'keychain',
    seal: (secret) => Buffer.from([...Buffer.from(secret)].map((byte) => byte ^ 0xff)),
    unseal: (sealed) => Buffer.from([...sealed].map((byte) => byte ^ 0xff)).toString(),
  })
  await secrets.set('token', 'very secret')
  expect(await secrets.get('token')).toBe('very secret')
  const [file] = await readdir(folder)
  expect(await readFile(join(folder, file ?? ''), 'latin1')).not.toContain('secret')
})

it('does not follow a link put in the place of a secret', async () => {
  const folder = join(home, 'secrets')
  const secrets = createFileSecrets(folder)
  await secrets.set('token', 'mine')
  const [file] = await readdir(folder)
  await writeFile(join(home, 'elsewhere'), 'theirs')
  await rm(join(folder, file ?? ''))
  await symlink(join(home, 'elsewhere'), join(folder, file ?? ''))
  await expect(secrets.get('token')).rejects.toMatchObject({ code: 'ELOOP' })
  await secrets.set('token', 'mine again')
  expect(await readFile(join(home, 'elsewhere'), 'utf8')).toBe('theirs')
})
