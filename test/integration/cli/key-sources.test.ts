/** Keys from standard input and other programs' rings, and the list of keyservers, in the terminal. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { ended, runCommand, startCommand } from '../../support/command-line.ts'
import { sharedPath } from '../../support/shared.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { makeSigner } from '../../support/test-signer.ts'

describe('key import', { timeout: 60_000 }, () => {
  it('reads standard input, armored and binary', async () => {
    const home = await temporaryFolder()
    const signer = await makeSigner('Ada')
    for (const [input, effect] of [
      [signer.armored, 'new'],
      [Buffer.from(signer.key.toPublic().write()), 'unchanged'],
    ] as const) {
      const command = startCommand(home, ['key', 'import', '-', '--json'])
      command.stdin.end(input)
      const [{ code }, output] = await Promise.all([ended(command), text(command.stdout)])
      expect(code).toBe(0)
      expect(JSON.parse(output)).toMatchObject({ changes: [{ fingerprint: signer.fingerprint, effect }], secrets: [] })
    }
  })

  it('asks for a file or a program, and not for both', async () => {
    const home = await temporaryFolder()
    expect((await runCommand(home, ['key', 'import'])).code).toBe(2)
    expect((await runCommand(home, ['key', 'import', 'file', '--from', 'gnupg'])).code).toBe(2)
    expect((await runCommand(home, ['key', 'import', '--from', 'netscape'])).code).toBe(2)
    const missing = await runCommand(home, ['key', 'import', '--from', 'gnupg', '--json'])
    expect([missing.code, missing.document]).toMatchObject([1, { error: { code: 'KEYRING_RING_NOT_FOUND' } }])
  })

  const ring = sharedPath('fixtures/cli-home/apptainer-workstation/.apptainer/keys')
  it.skipIf(ring === null)(
    'takes one own key out of the ring of a command line, and leaves the ring as it is',
    async () => {
      const home = await temporaryFolder()
      const keys = join(home, 'elsewhere')
      await mkdir(keys)
      for (const name of ['pgp-public', 'pgp-secret'])
        await writeFile(join(keys, name), await readFile(join(ring ?? '', name)))
      const passphraseFile = join(home, 'words')
      await writeFile(passphraseFile, 'fixture-pass\n')
      const environment = { APPTAINER_KEYSDIR: keys }
      const from = ['key', 'import', '--from', 'apptainer', '--json']
      const seen = (await runCommand(home, [...from, '--preview'], environment)).document
      expect(seen).toMatchObject({ changes: { length: 5 }, secrets: { length: 2 } })
      const fingerprint = '075520EAF32629E3E6428B0AEC9DBB1AF6EBFA9A'
      const own = [...from, '--only', fingerprint, '--passphrase-file', passphraseFile]
      expect(await runCommand(home, own, environment)).toMatchObject({ code: 0 })
      const listed = (await runCommand(home, ['key', 'list', '--json'])).document
      expect(listed).toMatchObject([{ fingerprint, hasSecret: true }])
      expect((listed as readonly unknown[]).length).toBe(1)
      for (const name of ['pgp-public', 'pgp-secret']) {
        expect(await readFile(join(keys, name))).toEqual(await readFile(join(ring ?? '', name)))
      }
    },
  )
})

it('keyserver: lists, adds in a place, refuses what is not encrypted, and removes', { timeout: 60_000 }, async () => {
  const home = await temporaryFolder()
  const urls = (result: { readonly document: unknown }) =>
    (result.document as readonly { readonly url: string | null; readonly isSkipped: boolean }[]).map(
      ({ url, isSkipped }) => `${url}${isSkipped ? ' skipped' : ''}`,
    )
  const run = (...args: readonly string[]) => runCommand(home, ['keyserver', ...args, '--json'])
  expect(urls(await run('add', 'keys.example.org', '--order', '1'))).toEqual(['https://keys.example.org', 'null'])
  const refused = await run('add', 'http://plain.example.org')
  expect([refused.code, refused.document]).toMatchObject([1, { error: { code: 'KEYSERVER_NEEDS_INSECURE' } }])
  expect(urls(await run('add', 'http://plain.example.org', '--insecure'))).toHaveLength(3)
  expect(urls(await run('remove', 'remote'))).toContain('null skipped')
  expect(urls(await run('remove', 'keys.example.org'))).toEqual(['null skipped', 'http://plain.example.org'])
  expect(urls(await run('list'))).toEqual(['null skipped', 'http://plain.example.org'])
  expect((await run('remove', 'nobody.example.org')).code).toBe(1)
})
