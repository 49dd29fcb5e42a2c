/** Keyrings of GnuPG, SingularityCE and Apptainer: found in their places, read as they are, never changed. */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readPrivateKey } from 'openpgp'
import { describe, expect, it } from 'vitest'
import { createRings } from '../../../src-main/engine/keyring/rings.ts'
import { codeOf } from '../../support/failing.ts'
import { hasProgram } from '../../support/make-sif.ts'
import { sharedPath } from '../../support/shared.ts'
import { makeSigner } from '../../support/test-signer.ts'
import { type TrustEngine, withTrustEngine } from '../../support/trust-engine.ts'

const homes = sharedPath('fixtures/cli-home')

interface ExpectedKey {
  readonly fingerprint: string
  readonly userIds: readonly string[]
  readonly packet: string
}
interface Expected {
  readonly keyrings: { readonly public: readonly ExpectedKey[]; readonly secret: readonly ExpectedKey[] }
  readonly passphrase?: string
}

const stateOf = (path: string): string =>
  `${createHash('sha256').update(readFileSync(path)).digest('hex')} ${statSync(path).mtimeMs} ${statSync(path).mode}`

/** Runs `work` with rings looked for in a home, and sees that no file of it was changed. */
async function withHome(
  home: string,
  environment: Readonly<Record<string, string>>,
  work: (engine: TrustEngine) => Promise<void>,
): Promise<void> {
  const rings = createRings({ PATH: process.env.PATH, HOME: home, ...environment }, [join(home, 'etc')])
  const files = (await rings.find()).map(({ path }) => path).filter((path) => statSync(path).isFile())
  const before = files.map(stateOf)
  await withTrustEngine(work, { rings })
  expect(files.map(stateOf)).toEqual(before)
}

describe.skipIf(homes === null)('rings of the command lines', () => {
  it.each(['singularity-workstation', 'apptainer-workstation', 'apptainer-migrated'])(
    '%s: all keys are offered as expected, secret ones with their passphrase',
    async (name) => {
      const home = join(homes ?? '', name)
      const expected: Expected = JSON.parse(readFileSync(join(home, 'expect.json'), 'utf8'))
      await withHome(home, {}, async ({ keyring, call, context }) => {
        const rings = await keyring.handlers['keyring.rings']({}, call)
        expect(rings.map(({ holds, isGlobal }) => [holds, isGlobal])).toEqual([
          ['public', false],
          ['secret', false],
        ])
        const [open, secret] = rings.map(({ path }) => ({ kind: 'ring', path }) as const)
        if (open === undefined || secret === undefined) return expect.fail('a ring is missing')
        const preview = await keyring.handlers['keyring.previewImport']({ material: open }, call)
        expect(preview.changes.map(({ fingerprint, userIds }) => [fingerprint, userIds])).toEqual(
          expected.keyrings.public.map(({ fingerprint, userIds }) => [fingerprint, userIds]),
        )
        expect(await keyring.handlers['keyring.list']({}, call)).toEqual([])
        const offer = await keyring.handlers['keyring.previewImport']({ material: secret }, call)
        expect(offer.secrets).toEqual(
          expected.keyrings.secret.map(({ fingerprint, userIds }) => ({
            fingerprint,
            userIds,
            isHere: false,
            protection: 'partly',
          })),
        )
        const passphrase = expected.passphrase ?? ''
        const [first, second] = offer.secrets.map(({ fingerprint }) => fingerprint)
        if (first === undefined || second === undefined) return expect.fail('a secret key is missing')
        const importing = (words: string) =>
          keyring.handlers['keyring.importSecret']({ material: secret, passphrase: words, only: [first] }, call)
        expect(await codeOf(Promise.resolve(importing('wrong')))).toBe('KEYRING_PASSPHRASE_WRONG')
        await importing(passphrase)
        expect([keyring.isOwn(first), keyring.isOwn(second)]).toEqual([true, false])
        const stored = readFileSync(join(context.paths.home, 'secret-keys', `${first}.asc`), 'utf8')
        const parts = (await readPrivateKey({ armoredKey: stored })).getKeys().map(({ keyPacket }) => keyPacket)
        expect(parts.map((part) => 'privateParams' in part && part.isDecrypted())).toEqual([false, false])
        const source = keyring.stored(first)?.sources[0]
        expect(source).toMatchObject({ kind: 'commandLine', path: secret.path })
      })
    },
  )

  it('a secret key that a command line lost is not offered, and that is said', async () => {
    const home = join(homes ?? '', 'singularity-after-remove-secret')
    await withHome(home, {}, async ({ keyring, call }) => {
      const secret = (await keyring.handlers['keyring.rings']({}, call)).find(({ holds }) => holds === 'secret')
      const material = { kind: 'ring', path: secret?.path ?? '' } as const
      const preview = await keyring.handlers['keyring.previewImport']({ material }, call)
      expect(preview.secrets).toEqual([])
      expect(preview.skipped.join(' ')).toMatch(/only the public half of [0-9A-F]{40}: its secret half is lost there/)
      const importing = keyring.handlers['keyring.importSecret']({ material, passphrase: 'fixture-pass' }, call)
      expect(await codeOf(Promise.resolve(importing))).toBe('KEYRING_NO_SECRET_KEYS')
    })
  })

  it('are found where variables move them, and those of all users too', async () => {
    await withTrustEngine(async ({ folder }) => {
      const ring = join(homes ?? '', 'apptainer-workstation', '.apptainer', 'keys', 'pgp-public')
      const places = [
        ['moved-a', 'pgp-public'],
        ['moved-b/keys', 'pgp-public'],
        ['etc/singularity', 'global-pgp-public'],
        ['etc/apptainer', 'global-pgp-public'],
      ] as const
      for (const [place, name] of places) {
        mkdirSync(join(folder, place), { recursive: true })
        copyFileSync(ring, join(folder, place, name))
      }
      writeFileSync(join(folder, 'moved-a', 'pgp-secret'), '')
      const found = async (environment: Readonly<Record<string, string>>) =>
        (await createRings({ HOME: join(folder, 'nobody'), ...environment }, [join(folder, 'etc')]).find()).map(
          ({ program, isGlobal, path }) => `${program} ${isGlobal} ${path.slice(folder.length + 1)}`,
        )
      const global = [
        'singularity true etc/singularity/global-pgp-public',
        'apptainer true etc/apptainer/global-pgp-public',
      ]
      expect(await found({})).toEqual(global)
      expect(
        await found({
          SINGULARITY_SYPGPDIR: join(folder, 'moved-a'),
          APPTAINER_CONFIGDIR: join(folder, 'moved-b'),
        }),
      ).toEqual([
        'singularity false moved-a/pgp-public',
        global[0],
        'apptainer false moved-b/keys/pgp-public',
        global[1],
      ])
    })
  })
})

it('a path that is no ring of this computer is not read', async () => {
  await withTrustEngine(async ({ keyring, call }) => {
    const material = { kind: 'ring', path: '/etc/passwd' } as const
    const previewing = keyring.handlers['keyring.previewImport']({ material }, call)
    expect(await codeOf(Promise.resolve(previewing))).toBe('KEYRING_RING_NOT_FOUND')
  })
})

describe.skipIf(!hasProgram('gpg'))('the ring of GnuPG', () => {
  it.each([
    ['its keybox', 'keybox'],
    ['its older ring', 'old'],
    ['what the program exports, where its keys are in its database,', 'database'],
  ] as const)('%s is read, and its folder stays as it is', { timeout: 60_000 }, async (_name, kind) => {
    const one = await makeSigner('Grace')
    const two = await makeSigner('Heidi')
    await withTrustEngine(async ({ folder }) => {
      const home = join(folder, '.gnupg')
      mkdirSync(home, { mode: 0o700 })
      const env = { PATH: process.env.PATH, LC_ALL: 'C' }
      const gpg = (...args: string[]) =>
        execFileSync('gpg', ['--homedir', home, '--batch', ...args], { env, stdio: 'pipe' })
      try {
        for (const [name, signer] of [
          ['one', one],
          ['two', two],
        ] as const) {
          writeFileSync(join(folder, `${name}.asc`), signer.armored)
          gpg('--import', join(folder, `${name}.asc`))
        }
        const box = join(home, 'pubring.kbx')
        const old = join(home, 'pubring.gpg')
        if (kind === 'old') {
          writeFileSync(old, gpg('--export'))
          rmSync(box)
        }
        if (kind === 'database') {
          mkdirSync(join(home, 'public-keys.d'), { recursive: true })
          const database = join(home, 'public-keys.d', 'pubring.db')
          // Versions without that database are asked all the same, and export what they have.
          if (!existsSync(database)) writeFileSync(database, 'not read by anybody')
          writeFileSync(join(home, 'common.conf'), 'use-keyboxd\n')
        }
        const ring = kind === 'old' ? old : box
        const before = existsSync(ring) ? stateOf(ring) : null
        await withTrustEngine(
          async ({ keyring, call }) => {
            const rings = await keyring.handlers['keyring.rings']({}, call)
            expect(rings.map(({ program }) => program)).toEqual(['gnupg'])
            const material = { kind: 'ring', path: home } as const
            const preview = await keyring.handlers['keyring.previewImport']({ material }, call)
            expect(preview.changes.map(({ fingerprint }) => fingerprint).sort()).toEqual(
              [one.fingerprint, two.fingerprint].sort(),
            )
            await keyring.handlers['keyring.import']({ material, only: [two.fingerprint] }, call)
            const [key, ...others] = await keyring.handlers['keyring.list']({}, call)
            expect([key?.fingerprint, key?.sources[0]?.kind, others]).toEqual([two.fingerprint, 'gnupg', []])
          },
          { rings: createRings({ PATH: process.env.PATH, HOME: folder }, []) },
        )
        if (before !== null) expect(stateOf(ring)).toBe(before)
      } finally {
        execFileSync('gpgconf', ['--homedir', home, '--kill', 'all'], { stdio: 'ignore' })
      }
    })
  })
})
