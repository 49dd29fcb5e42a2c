/**
 * Every verdict on the page of an image, light and dark. With SIF_DESKTOP_SHOTS set to a folder each state is
 * kept there as a picture, and ImageMagick puts them together into verdicts-light.png and verdicts-dark.png.
 */
import { execFileSync } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { enums, generateKey, revokeKey } from 'openpgp'
import type { Verdict } from '../../src-shared/model/verification.ts'
import { verdictTable } from '../../src-shared/text/verdicts/index.ts'
import { makeImage } from '../support/make-sif.ts'
import {
  appendSignature,
  clearSignAt,
  makeSigner,
  messageFor,
  signImage,
  type TestSigner,
} from '../support/test-signer.ts'
import { type App, expect, expectAccessible, test } from './support/app.ts'

test.describe.configure({ timeout: 180_000 })

const early = new Date('2025-03-01T00:00:00Z')
const late = new Date('2025-09-01T00:00:00Z')

async function shortLived(): Promise<TestSigner> {
  const { privateKey: key } = await generateKey({
    userIDs: [{ name: 'Institute for Spring' }],
    type: 'ecc',
    format: 'object',
    date: new Date('2025-01-01T00:00:00Z'),
    keyExpirationTime: 180 * 86_400,
  })
  return { key, fingerprint: key.getFingerprint().toUpperCase(), armored: key.toPublic().armor() }
}

async function revoked(name: string, flag: enums.reasonForRevocation): Promise<TestSigner> {
  const signer = await makeSigner(name)
  const date = new Date('2025-06-01T00:00:00Z')
  const { publicKey } = await revokeKey({
    key: signer.key,
    reasonForRevocation: { flag },
    date,
    format: 'object',
  })
  return { ...signer, armored: publicKey.armor() }
}

interface State {
  readonly verdict: Verdict
  /** Null for an image that nobody signed here. */
  readonly signer: TestSigner | null
  readonly decision: 'verified' | 'accepted' | 'rejected' | null
  readonly isKeyHere?: boolean
  readonly signedAt?: Date
  readonly objectIds?: readonly number[]
}

async function makeStates(): Promise<readonly State[]> {
  const acme = await makeSigner('Acme Releases')
  return [
    { verdict: 'changed', signer: acme, decision: 'verified' },
    { verdict: 'rejected', signer: await makeSigner('Miner Builds'), decision: 'rejected' },
    {
      verdict: 'revoked',
      signer: await revoked('Stolen Laptop', enums.reasonForRevocation.keyCompromised),
      decision: 'verified',
      signedAt: early,
    },
    { verdict: 'partlySigned', signer: acme, decision: 'verified', objectIds: [1, 2] },
    { verdict: 'unknown', signer: await makeSigner('Somebody New'), decision: null },
    { verdict: 'expiredBeforeSigning', signer: await shortLived(), decision: 'accepted', signedAt: late },
    {
      verdict: 'superseded',
      signer: await revoked('Lab of Before', enums.reasonForRevocation.keySuperseded),
      decision: 'verified',
      signedAt: early,
    },
    { verdict: 'expiredSinceSigning', signer: await shortLived(), decision: 'verified', signedAt: early },
    { verdict: 'accepted', signer: await makeSigner('Base Images'), decision: 'accepted' },
    { verdict: 'verified', signer: acme, decision: 'verified' },
    { verdict: 'yours', signer: null, decision: null },
    { verdict: 'notSigned', signer: null, decision: null },
    { verdict: 'cannotCheck', signer: await makeSigner('Nobody Here'), decision: null, isKeyHere: false },
  ]
}

const fileOf = (app: App, { verdict }: State): string => join(app.home, `${verdict}.sif`)

async function setUp(app: App, states: readonly State[]): Promise<void> {
  const passphrase = join(app.home, 'passphrase')
  await writeFile(passphrase, 'correct horse battery')
  const own = ['--name', 'Mara', '--email', 'mara@example.org', '--passphrase-file', passphrase]
  expect((await app.run('key', 'newpair', ...own)).exitCode).toBe(0)
  const keys = join(app.home, 'keys.asc')
  const here = new Set(states.flatMap(({ signer, isKeyHere = true }) => (signer !== null && isKeyHere ? [signer] : [])))
  for (const signer of here) {
    await writeFile(keys, signer.armored)
    expect((await app.run('key', 'import', keys)).exitCode).toBe(0)
  }
  const decided = new Map(
    states.flatMap(({ signer, decision }) =>
      signer === null || decision === null ? [] : ([[signer, decision]] as const),
    ),
  )
  for (const [signer, decision] of decided) {
    const how = decision === 'verified' ? 'phone' : 'notChecked'
    expect((await app.run('key', 'decide', signer.fingerprint, decision, '--how', how)).exitCode).toBe(0)
  }
  for (const state of states) {
    const path = fileOf(app, state)
    await makeImage(path)
    const { signer, signedAt, objectIds } = state
    if (signer !== null && signedAt !== undefined)
      await appendSignature(path, await clearSignAt(await messageFor(path), signer, signedAt), signer.fingerprint)
    else if (signer !== null) await signImage(path, signer, objectIds === undefined ? {} : { objectIds })
    if (state.verdict === 'yours')
      expect((await app.run('sign', path, '--passphrase-file', passphrase)).exitCode).toBe(0)
    if (state.verdict === 'changed') {
      const bytes = await readFile(path)
      bytes.write('Bootstrap: SCRATCH', bytes.indexOf('Bootstrap: scratch'))
      await writeFile(path, bytes)
    }
  }
}

for (const theme of ['light', 'dark'] as const) {
  test.describe(theme, () => {
    test.use({ theme, size: { width: 1180, height: 760 } })
    test(`every verdict has its page, ${theme}`, async ({ app, page }) => {
      const states = await makeStates()
      await setUp(app, states)
      await page.reload()
      const shots = process.env.SIF_DESKTOP_SHOTS ?? null
      const pictures: string[] = []
      for (const state of states) {
        const { verdict } = state
        const query = new URLSearchParams({ path: fileOf(app, state) })
        await page.evaluate((address) => location.assign(address), `#/image?${query}`)
        await expect(page.getByRole('heading', { level: 1, name: `${verdict}.sif` })).toBeVisible()
        const region = page.getByRole('region', { name: 'Verdict' })
        await expect(region).toContainText(verdictTable[verdict].word)
        await expect(region).toHaveAttribute('data-family', verdictTable[verdict].family)
        if (['changed', 'verified', 'cannotCheck'].includes(verdict)) await expectAccessible(page)
        if (shots === null) continue
        await page.mouse.move(0, 0)
        const picture = join(shots, `verdict-${verdict}-${theme}.png`)
        await page.screenshot({ path: picture, clip: { x: 208, y: 44, width: 972, height: 400 } })
        pictures.push(picture)
      }
      if (shots !== null) {
        const background = theme === 'light' ? 'white' : '#101418'
        execFileSync('montage', [
          ...pictures,
          ...['-tile', '3x', '-geometry', '648x267+6+6', '-background', background, '-colors', '200'],
          join(shots, `verdicts-${theme}.png`),
        ])
      }
    })
  })
}
