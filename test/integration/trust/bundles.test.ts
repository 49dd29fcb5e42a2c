/** Team bundles: made and signed by one, read and taken over by another; tampered, unsigned and strangers' ones change nothing. */
import { spawnSync } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { writeBundleMessage } from '../../../src-main/engine/trust/bundles/format.ts'
import type { BundleContent, BundleItem } from '../../../src-shared/model/bundle.ts'
import { AppFailure } from '../../../src-shared/text/errors/index.ts'
import { hasProgram } from '../../support/make-sif.ts'
import { type WholeEngine, withEngine } from '../../support/own-key-engine.ts'
import { clearSign, makeSigner } from '../../support/test-signer.ts'

const release = await makeSigner('Acme Release')
const builds = await makeSigner('Acme Builds')
const passphrase = 'long enough to be one'

const codeOf = async (attempt: Promise<unknown>): Promise<string> => {
  try {
    await attempt
    return 'done'
  } catch (error) {
    return error instanceof AppFailure ? error.error.code : String(error)
  }
}

/** A team's engine: an own key, two decisions, two policies. @returns the bundle and its signer */
async function makeBundle({ call }: WholeEngine): Promise<{ readonly text: string; readonly key: string }> {
  const made = await call('keyring.make', {
    name: 'Acme Security',
    email: 'security@example.org',
    lifeDays: 100,
    passphrase,
  })
  const key = made.key.fingerprint
  for (const { armored } of [release, builds])
    await call('keyring.import', { material: { kind: 'text', text: armored } })
  await call('trust.decide', {
    fingerprint: release.fingerprint,
    kind: 'verified',
    how: 'inPerson',
    scope: { kind: 'everywhere' },
    note: 'a secret of mine',
  })
  await call('trust.decide', {
    fingerprint: builds.fingerprint,
    kind: 'accepted',
    how: 'notChecked',
    scope: { kind: 'namespace', namespace: 'library://acme/cfd/*' },
    note: '',
  })
  await call('trust.setPolicy', {
    namespace: 'library://acme/*',
    signers: [release.fingerprint],
    other: 'apart',
    notSigned: 'refuse',
  })
  await call('trust.setPolicy', { namespace: null, signers: null, other: 'keep', notSigned: 'apart' })
  expect(await codeOf(call('trust.exportBundle', { name: 'Acme 2026', key }))).toBe('KEYRING_LOCKED')
  await call('keyring.unlock', { fingerprint: key, passphrase })
  const { text, ...counts } = await call('trust.exportBundle', { name: 'Acme 2026', key })
  expect(counts).toEqual({ keys: 3, decisions: 2, policies: 1 })
  expect(text).not.toContain('a secret of mine')
  return { text, key }
}

const team = await withEngine(async (whole) => {
  const { text, key } = await makeBundle(whole)
  return { text, key, publicKey: (await whole.call('keyring.export', { fingerprint: key })).armored }
})
const bundle = { kind: 'text', text: team.text } as const

/** A newcomer's engine that has the signer's key, and has or has not decided about it. */
async function withReader(
  kind: 'verified' | 'rejected' | null,
  work: (whole: WholeEngine) => Promise<void>,
): Promise<void> {
  await withEngine(async (whole) => {
    await whole.call('keyring.import', { material: { kind: 'text', text: team.publicKey } })
    if (kind !== null)
      await whole.call('trust.decide', {
        fingerprint: team.key,
        kind,
        how: kind === 'verified' ? 'phone' : 'notChecked',
        scope: { kind: 'everywhere' },
        note: '',
      })
    await work(whole)
  })
}

const itemNames = (items: readonly BundleItem[]): readonly string[] =>
  items.map((item) => `${item.kind} ${item.effect}`).sort()

describe('a bundle of a signer whom the user verified', () => {
  it('shows what it would change and changes nothing until it is taken over, item by item', async () => {
    await withReader('verified', async ({ call }) => {
      const read = await call('trust.readBundle', { material: bundle })
      expect(read).toMatchObject({
        name: 'Acme 2026',
        takenAt: null,
        signer: { fingerprint: team.key, standing: 'verified', mayBeTaken: true },
      })
      expect(itemNames(read.items)).toEqual([
        'decision new',
        'decision new',
        'key new',
        'key new',
        'key same',
        'policy new',
      ])
      expect(await call('keyring.list', {})).toHaveLength(1)
      expect(await call('trust.list', {})).toHaveLength(1)
      expect((await call('trust.policies', {})).map(({ policy }) => policy.madeAt)).toEqual([null])

      // One decision and its key, nothing else.
      const chosen = read.items.filter(
        (item) =>
          (item.kind === 'key' && item.fingerprint === release.fingerprint) ||
          (item.kind === 'decision' && item.decision.fingerprint === release.fingerprint),
      )
      const { digest } = read
      expect(chosen).toHaveLength(2)
      const items = chosen.map(({ id }) => id)
      expect(await call('trust.takeBundle', { material: bundle, digest, items })).toEqual({ taken: 2 })
      const decisions = await call('trust.list', {})
      expect(decisions.find(({ fingerprint }) => fingerprint === release.fingerprint)).toMatchObject({
        kind: 'verified',
        how: 'colleague',
        scope: { kind: 'everywhere' },
        note: `from the team bundle “Acme 2026”, signed by ${team.key}`,
      })
      expect(decisions).toHaveLength(2)
      expect(await call('keyring.list', {})).toHaveLength(2)

      const again = await call('trust.readBundle', { material: bundle })
      expect(again.takenAt).not.toBeNull()
      expect(itemNames(again.items)).toEqual([
        'decision new',
        'decision same',
        'key new',
        'key same',
        'key same',
        'policy new',
      ])
      const policy = again.items.find(({ kind }) => kind === 'policy')
      await call('trust.takeBundle', { material: bundle, digest, items: [policy?.id ?? ''] })
      expect((await call('trust.policies', {}))[0]?.policy).toMatchObject({
        namespace: 'library://acme',
        signers: [release.fingerprint],
        other: 'apart',
        notSigned: 'refuse',
        origin: { kind: 'bundle', name: 'Acme 2026', signer: team.key },
      })
      expect(await call('trust.bundles', {})).toMatchObject([
        { name: 'Acme 2026', signer: team.key, keys: 3, decisions: 2, policies: 1 },
      ])
    })
  })

  it('says where it would replace what the user said', async () => {
    await withReader('verified', async ({ call }) => {
      await call('trust.decide', {
        fingerprint: builds.fingerprint,
        kind: 'rejected',
        how: 'notChecked',
        scope: { kind: 'namespace', namespace: 'library://acme/cfd' },
        note: 'mine',
      })
      const { items } = await call('trust.readBundle', { material: bundle })
      expect(items.find(({ effect }) => effect === 'replaces')).toMatchObject({
        kind: 'decision',
        before: { kind: 'rejected', note: 'mine' },
      })
    })
  })

  it('is taken over exactly as it was shown, or not at all', async () => {
    await withReader('verified', async ({ call, folder }) => {
      const { digest, items } = await call('trust.readBundle', { material: bundle })
      const first = items[0]?.id ?? ''
      const other = { kind: 'text', text: `${team.text}\n` } as const
      expect(await codeOf(call('trust.takeBundle', { material: other, digest, items: [first] }))).not.toBe('done')
      expect(
        await codeOf(call('trust.takeBundle', { material: bundle, digest, items: [first, 'policy library://evil'] })),
      ).toBe('BUNDLE_ITEM_UNKNOWN')
      expect(await call('keyring.list', {})).toHaveLength(1)
      await mkdir(folder, { recursive: true })
      const path = join(folder, 'acme.asc')
      await writeFile(path, team.text)
      const material = { kind: 'file', path } as const
      expect((await call('trust.readBundle', { material })).digest).toBe(digest)
    })
  })
})

describe('a bundle that counts for nothing', () => {
  it.each([
    [null, 'unknown'],
    ['rejected', 'rejected'],
  ] as const)('is shown and not taken over when its signer is %s', async (kind, standing) => {
    await withReader(kind, async ({ call }) => {
      const { signer, digest, items } = await call('trust.readBundle', { material: bundle })
      expect(signer).toMatchObject({ standing, mayBeTaken: false })
      const take = call('trust.takeBundle', { material: bundle, digest, items: items.map(({ id }) => id) })
      expect(await codeOf(take)).toBe('BUNDLE_SIGNER_NOT_KNOWN')
      expect(await call('keyring.list', {})).toHaveLength(1)
      expect(await call('trust.bundles', {})).toEqual([])
    })
  })

  it('says so when its signer is not here at all, though the key comes along', async () => {
    await withEngine(async ({ call }) => {
      const { signer, digest, items } = await call('trust.readBundle', { material: bundle })
      expect(signer).toMatchObject({ fingerprint: team.key, standing: 'unknown', mayBeTaken: false })
      // Only that key can be taken, to be compared and decided about; it grants nothing.
      const key = items.find((item) => item.kind === 'key' && item.fingerprint === team.key)
      const other = items.find(({ kind }) => kind === 'policy')
      const both = [key?.id ?? '', other?.id ?? '']
      expect(await codeOf(call('trust.takeBundle', { material: bundle, digest, items: both }))).toBe(
        'BUNDLE_SIGNER_NOT_KNOWN',
      )
      expect(await call('trust.takeBundle', { material: bundle, digest, items: [key?.id ?? ''] })).toEqual({ taken: 1 })
      expect((await call('keyring.list', {})).map(({ fingerprint }) => fingerprint)).toEqual([team.key])
      expect((await call('trust.readBundle', { material: bundle })).signer).toMatchObject({ standing: 'unknown' })
      expect(await call('trust.bundles', {})).toEqual([])
    })
  })

  it('is refused when anything of it was changed, or it is no bundle', async () => {
    const content: BundleContent = {
      name: 'Acme 2026',
      madeAt: '2026-11-01T00:00:00Z',
      signer: team.key,
      keys: [],
      decisions: [],
      policies: [],
    }
    const byOther = await clearSign(writeBundleMessage(content), release)
    const noKeyHere = await clearSign(writeBundleMessage({ ...content, signer: builds.fingerprint }), builds)
    const cases: readonly (readonly [string, string, string])[] = [
      ['another name', team.text.replace('Acme 2026', 'Acme 2027'), 'BUNDLE_CHANGED'],
      ['another scope', team.text.replace('library://acme/cfd', 'library://acme/'), 'BUNDLE_CHANGED'],
      ['a decision turned', team.text.replace('"accepted"', '"verified"'), 'BUNDLE_CHANGED'],
      ['an action that does not exist', team.text.replace('"refuse"', '"allow"'), 'BUNDLE_CHANGED'],
      ['text before it', `Hello\n${team.text}`, 'BUNDLE_MALFORMED'],
      ['text after it', `${team.text}{"policies":[]}\n`, 'BUNDLE_MALFORMED'],
      ['no signature', writeBundleMessage(content), 'BUNDLE_UNSIGNED'],
      ['nothing', '', 'BUNDLE_UNSIGNED'],
      ['another signer than it names', byOther, 'BUNDLE_CHANGED'],
      ['a signer whose key is nowhere', noKeyHere, 'BUNDLE_SIGNER_MISSING'],
      ['a signed text of another kind', await clearSign('{"version":1}', release), 'BUNDLE_MALFORMED'],
      ['a signed text that is no JSON', await clearSign('hello', release), 'BUNDLE_MALFORMED'],
      [
        'a later form',
        await clearSign(writeBundleMessage(content).replace('"version": 1', '"version": 2'), release),
        'BUNDLE_VERSION',
      ],
      [
        'members nobody knows',
        await clearSign(writeBundleMessage(content).replace('{', '{"__proto__": {"a": 1},'), release),
        'BUNDLE_MALFORMED',
      ],
    ]
    await withReader('verified', async ({ call }) => {
      await call('keyring.import', { material: { kind: 'text', text: release.armored } })
      const seen: Record<string, string> = {}
      for (const [name, text] of cases)
        seen[name] = await codeOf(call('trust.readBundle', { material: { kind: 'text', text } }))
      expect(seen).toEqual(Object.fromEntries(cases.map(([name, , code]) => [name, code])))
      expect(await call('trust.list', {})).toHaveLength(1)
    })
  })
})

it.skipIf(!hasProgram('gpg'))('is a signed text that GnuPG verifies', async () => {
  await withEngine(async ({ folder }) => {
    const home = join(folder, 'gnupg')
    await mkdir(home, { recursive: true, mode: 0o700 })
    const gpg = (args: readonly string[], input: string) =>
      spawnSync('gpg', ['--homedir', home, '--batch', '--status-fd', '1', ...args], { input, encoding: 'utf8' })
    gpg(['--import'], team.publicKey)
    expect(gpg(['--verify'], team.text).stdout).toContain(`VALIDSIG ${team.key}`)
    expect(gpg(['--verify'], team.text.replace('Acme 2026', 'Acme 2027')).stdout).toContain('BADSIG')
  })
})
