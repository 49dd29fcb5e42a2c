/** Secret keys of many kinds, made by OpenPGP.js, GnuPG and Sequoia: which become own keys here, and which sign. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { codeOf } from '../../support/failing.ts'
import { makeImage } from '../../support/make-sif.ts'
import { withEngine } from '../../support/own-key-engine.ts'
import { sharedPath } from '../../support/shared.ts'

const folder = sharedPath('fixtures/trust/keys/interop')

interface Row {
  readonly id: string
  readonly passphrase: string
}

describe.skipIf(folder === null)('keys of other programs', () => {
  it('become own keys, and sign or say why not', { timeout: 300_000 }, async () => {
    const { rows }: { readonly rows: readonly Row[] } = JSON.parse(
      await readFile(join(folder ?? '', 'expect.json'), 'utf8'),
    )
    await withEngine(async ({ call, sign, folder: work }) => {
      const outcome: Record<string, string> = {}
      for (const { id, passphrase } of rows) {
        const material = { kind: 'file' as const, path: join(folder ?? '', `${id}.sec.asc`) }
        const given = passphrase === '' ? 'a passphrase for it' : passphrase
        let fingerprint = ''
        const imported = await codeOf(
          call('keyring.importSecret', { material, passphrase: given }).then(({ changes }) => {
            fingerprint = changes[0]?.fingerprint ?? ''
          }),
        )
        if (imported !== null) {
          outcome[id] = imported
          continue
        }
        await call('keyring.unlock', { fingerprint, passphrase: given })
        const path = join(work, `${id}.sif`)
        await makeImage(path)
        outcome[id] = (await codeOf(sign(path, fingerprint))) ?? 'signs'
      }
      const others = Object.entries(outcome).filter(([, what]) => what !== 'signs')
      expect(Object.keys(outcome)).toHaveLength(rows.length)
      expect(Object.fromEntries(others)).toEqual({
        // Curves that the library does not have here, keys that mean nothing, and a version that fits no descriptor.
        'gpg-bp256': 'SIGN_KEY_CANNOT_SIGN',
        'gpg-bp512': 'SIGN_KEY_CANNOT_SIGN',
        'gpg-k1': 'SIGN_KEY_CANNOT_SIGN',
        'gpg-dsa2048': 'SIGN_KEY_CANNOT_SIGN',
        'gpg-rsa1024': 'SIGN_KEY_CANNOT_SIGN',
        'js-v6': 'SIGN_KEY_VERSION',
      })
    })
  })
})
