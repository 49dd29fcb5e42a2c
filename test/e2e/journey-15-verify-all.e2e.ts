/** Journey 15: check everything in one go, keep and print the report, and notice files that change on disk. */
import { execFileSync } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { makeImage } from '../support/make-sif.ts'
import { makePki } from '../support/test-pki.ts'
import { makeSigner, signImage } from '../support/test-signer.ts'
import { type App, expectAccessible, test } from './support/app.ts'

test.describe.configure({ timeout: 90_000 })

const trusted = makeSigner('Acme Releases')
const stranger = makeSigner('Somebody')

/** Three images in the library: by a verified signer, by nobody known, by nobody. @returns their folder */
async function fill(app: App): Promise<string> {
  const folder = join(app.home, 'shelf')
  await mkdir(folder)
  const keys = join(app.home, 'keys.asc')
  await writeFile(keys, `${(await trusted).armored}\n${(await stranger).armored}`)
  for (const [name, signer] of [
    ['release.sif', await trusted],
    ['unknown.sif', await stranger],
    ['plain.sif', null],
  ] as const) {
    const path = join(folder, name)
    await makeImage(path)
    if (signer !== null) await signImage(path, signer)
  }
  expect((await app.run('key', 'import', keys)).exitCode).toBe(0)
  expect((await app.run('key', 'decide', (await trusted).fingerprint, 'verified', '--how', 'phone')).exitCode).toBe(0)
  expect((await app.run('images', 'add', folder)).exitCode).toBe(0)
  return folder
}

async function change(path: string): Promise<void> {
  const bytes = await readFile(path)
  bytes.write('Bootstrap: SCRATCH', bytes.indexOf('Bootstrap: scratch'))
  await writeFile(path, bytes)
}

for (const [theme, size] of [
  ['light', { width: 1280, height: 800 }],
  ['dark', { width: 1024, height: 700 }],
] as const) {
  test.describe(`${theme} at ${size.width}`, () => {
    test.use({ theme, size })

    test('journey 15: everything is checked, reported, printed, and changes on disk are noticed', async ({
      app,
      page,
    }) => {
      const folder = await fill(app)
      await page.reload()
      await page.getByRole('link', { name: /^Images \d/ }).click()
      await page.getByRole('button', { name: 'Verify all' }).click()
      await expect(page.getByRole('heading', { level: 1, name: '3 images checked' })).toBeVisible({ timeout: 30_000 })
      await page.getByRole('link', { name: /^Images \d/ }).click()
      await page.getByRole('button', { name: 'More actions' }).click()
      await page.getByRole('menuitem', { name: 'Show the last report' }).click()
      await expect(page.getByRole('heading', { level: 1, name: '3 images checked' })).toBeVisible()
      await expect(page.getByText('keyservers were not asked')).toBeVisible()
      await expect(page.getByRole('row', { name: /In order/ })).toContainText('1 verified, yours or accepted')
      await expectAccessible(page)

      // The report is the engine's: another window, or this one opened again, shows it as well.
      await page.reload()
      await expect(page.getByRole('heading', { level: 1, name: '3 images checked' })).toBeVisible()

      await change(join(folder, 'release.sif'))
      // A file somebody may still be writing to is left alone for a moment.
      await page.waitForTimeout(5500)
      await page.evaluate(() => window.dispatchEvent(new Event('focus')))
      await expect(page.getByText('release.sif has changed on disk and is checked again').first()).toBeVisible()
      await page.getByRole('link', { name: /^Images \d/ }).click()
      await expect(page.getByRole('row').filter({ hasText: 'release.sif' })).toContainText('Changed')

      await page.getByRole('button', { name: 'More actions' }).click()
      await page.getByRole('menuitem', { name: 'Show the last report' }).click()
      await page.getByRole('button', { name: 'Verify again' }).click()
      await expect(page.getByRole('heading', { level: 1, name: '3 images checked, 1 needs a look' })).toBeVisible({
        timeout: 30_000,
      })
      await expect(page.getByText('1 verdict differs from before')).toBeVisible()
      const row = page.getByRole('row').filter({ hasText: 'release.sif' })
      await expect(row).toContainText('Changed')
      await expect(row).toContainText('Verified')
      await expectAccessible(page)
      if (process.env.SIF_DESKTOP_SHOTS)
        await page.screenshot({ path: `${process.env.SIF_DESKTOP_SHOTS}/report-${theme}.png` })

      // On paper every image stands in one table and nothing else does.
      await page.evaluate(() => {
        window.print = () => document.body.setAttribute('data-printed', 'yes')
      })
      await page.getByRole('button', { name: 'Print…' }).click()
      await expect(page.locator('body[data-printed="yes"]')).toBeVisible()
      await page.emulateMedia({ media: 'print' })
      const paper = page.getByRole('region', { name: 'Checked images' })
      await expect(paper.getByRole('row')).toHaveCount(4)
      await expect(paper).toContainText(join(folder, 'plain.sif'))
      await expect(page.getByRole('navigation').first()).toBeHidden()
      if (process.env.SIF_DESKTOP_SHOTS)
        await page.screenshot({ path: `${process.env.SIF_DESKTOP_SHOTS}/paper-${theme}.png` })
      await page.emulateMedia({ media: 'screen' })
      await page.evaluate(() => window.dispatchEvent(new Event('afterprint')))
      await expect(paper).toHaveCount(0)

      const download = page.waitForEvent('download')
      await page.getByRole('button', { name: 'Save as JSON…' }).click()
      const saved = JSON.parse(await readFile(await (await download).path(), 'utf8'))
      expect(saved.files).toHaveLength(3)
    })

    test('many images are signed in one go', async ({ app, page }) => {
      await fill(app)
      const passphrase = join(app.home, 'passphrase')
      await writeFile(passphrase, 'correct horse battery')
      const made = await app.run(
        'key',
        'newpair',
        '--name',
        'Mara',
        '--email',
        'm@example.org',
        '--passphrase-file',
        passphrase,
      )
      expect(made.exitCode).toBe(0)
      await page.reload()
      await page.getByRole('link', { name: /^Images \d/ }).click()
      await page.getByRole('row').filter({ hasText: 'plain.sif' }).click()
      await page
        .getByRole('row')
        .filter({ hasText: 'unknown.sif' })
        .click({ modifiers: ['Control'] })
      await page.getByRole('button', { name: 'Sign…' }).click()
      const sheet = page.getByRole('dialog')
      await expect(sheet).toContainText('Sign 2 images')
      await expect(sheet.getByRole('button', { name: 'Sign 2 images' })).toBeDisabled()
      await sheet.getByLabel('Passphrase of this key').fill('correct horse battery')
      await page.keyboard.press('Enter')
      await expect(sheet.getByText('will be signed')).toHaveCount(2)
      await expectAccessible(page)
      if (process.env.SIF_DESKTOP_SHOTS)
        await page.screenshot({ path: `${process.env.SIF_DESKTOP_SHOTS}/sign-many-${theme}.png` })
      await sheet.getByRole('button', { name: 'Sign 2 images' }).click()
      await expect(sheet.getByText('signed', { exact: true })).toHaveCount(2, { timeout: 30_000 })
      await sheet.getByRole('button', { name: 'Close' }).last().click()
      await expect(page.getByRole('row').filter({ hasText: 'plain.sif' })).toContainText('Yours')
    })

    test('a signer is known by a certificate that the user gives, and is decided about', async ({ app, page }) => {
      const pki = makePki(join(app.home, 'pki'))
      const leaf = pki.leaf('Acme Signing Service')
      const image = join(app.home, 'by-certificate.sif')
      await makeImage(image)
      expect((await app.run('sign', image, '--key-file', leaf.key)).exitCode).toBe(0)
      expect((await app.run('images', 'add', image)).exitCode).toBe(0)
      await page.reload()
      await page.getByRole('link', { name: /^Images \d/ }).click()
      await page.getByText('by-certificate.sif').first().dblclick()
      await page.getByRole('tab', { name: /Signatures/ }).click()
      await page.getByRole('button', { name: 'Check with a key or certificate…' }).click()
      const sheet = page.getByRole('dialog')
      await sheet.getByLabel('Public key or certificate (PEM)').fill(await readFile(leaf.certificate, 'utf8'))
      await expect(sheet).toContainText('The certificate of its issuer')
      await sheet
        .getByLabel('Certificates between it and a root, if any')
        .fill(await readFile(pki.intermediateFile, 'utf8'))
      await sheet.getByLabel('Roots you trust for it').fill(await readFile(pki.rootFile, 'utf8'))
      await expect(sheet).toContainText('a root you gave, vouches for it')
      await expect(sheet).toContainText('Not checked')
      await expectAccessible(page)
      if (process.env.SIF_DESKTOP_SHOTS)
        await page.screenshot({ path: `${process.env.SIF_DESKTOP_SHOTS}/certificate-${theme}.png` })
      await sheet.getByRole('button', { name: 'Keep it and check again' }).click()
      await expect(sheet).toHaveCount(0)
      await expect(page.getByRole('region', { name: /^Signature \d+$/ })).toContainText('Acme Signing Service')
      await page.getByRole('button', { name: 'Decide about this signer…' }).click()
      await expect(sheet).toContainText('Do you trust Acme Signing Service?')
      const digest = execFileSync('openssl', ['x509', '-in', leaf.certificate, '-noout', '-fingerprint', '-sha256'], {
        encoding: 'utf8',
      })
      await sheet.getByLabel('The fingerprint you were given').fill(digest.split('=')[1] ?? '')
      await expectAccessible(page)
      if (process.env.SIF_DESKTOP_SHOTS)
        await page.screenshot({ path: `${process.env.SIF_DESKTOP_SHOTS}/decide-${theme}.png` })
      await sheet.getByText('I have checked it').click()
      await sheet.getByText(/phone/i).first().click()
      await sheet.getByRole('button', { name: /Save/ }).click()
      await sheet.getByRole('button', { name: 'Close' }).last().click()
      await expect(page.getByText('Verified', { exact: true }).first()).toBeVisible()
    })
  })
}
