/** Journey 12: a definition that needs root elsewhere is opened, built at a remote builder in view, signed, verified and pushed. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, expectAccessible, test } from './support/app.ts'

test.describe.configure({ timeout: 180_000 })
test.use({ demo: true, startAt: '/builds' })

const passphrase = 'correct horse battery'
const definition = `Bootstrap: library
From: library/default/alpine:3.22

%files
    notes.txt /opt/notes.txt

%post
    echo installing
    echo done

%labels
    Name notes
`

async function shot(page: Page, name: string): Promise<void> {
  if (process.env.SIF_DESKTOP_SHOTS) await page.screenshot({ path: `${process.env.SIF_DESKTOP_SHOTS}/${name}.png` })
}

for (const [theme, size] of [
  ['light', { width: 1024, height: 700 }],
  ['dark', { width: 1920, height: 1080 }],
] as const) {
  test.describe(`${theme} at ${size.width}`, () => {
    test.use({ theme, size })

    test('journey 12: a definition is built without root and pushed', async ({ app, page }) => {
      const folder = join(app.home, 'work')
      await mkdir(folder)
      await writeFile(join(folder, 'notes.txt'), 'hello\n')
      await writeFile(join(folder, 'notes.def'), definition)
      await writeFile(join(app.home, 'passphrase'), passphrase)
      const made = await app.run(
        ...['key', 'newpair', '--name', 'Ada', '--email', 'ada@example.org'],
        ...['--passphrase-file', join(app.home, 'passphrase')],
      )
      expect(made.exitCode, made.stderr).toBe(0)
      await page.reload()

      await page.keyboard.press('Control+k')
      await page.keyboard.insertText(join(folder, 'notes.def'))
      await page.getByRole('option', { name: /Open as a definition/ }).click()
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('notes.def')

      // Each place says what it can and cannot do for this definition.
      const where = page.getByRole('radiogroup')
      await expect(where.getByText('Cannot run %post, which this definition has')).toBeVisible()
      await where.getByRole('radio', { name: /demo/ }).check({ force: true })
      await expectAccessible(page)
      await shot(page, `journey-12-definition-${theme}`)

      // What leaves this computer is agreed to by name.
      await page.getByRole('button', { name: 'Build at demo' }).click()
      const leaving = page.getByRole('dialog')
      await expect(leaving).toContainText('notes.txt')
      await expectAccessible(page)
      await shot(page, `journey-12-upload-${theme}`)
      await leaving.getByRole('button').last().click()

      await expect(page.getByRole('button', { name: /Run %post/ })).toBeVisible({ timeout: 30_000 })
      await shot(page, `journey-12-running-${theme}`)

      // The image arrives; signing is asked for by itself.
      const sheet = page.getByRole('dialog', { name: 'Sign notes.sif' })
      await expect(sheet).toBeVisible({ timeout: 60_000 })
      await sheet.getByRole('radio', { name: /Ada/ }).check({ force: true })
      await sheet.getByLabel('Passphrase').first().fill(passphrase)
      await sheet.getByRole('button', { name: 'Sign', exact: true }).click()
      const strip = page.getByRole('region', { name: 'After the build' })
      await expect(strip).toContainText('by Ada', { timeout: 30_000 })
      await expect(strip).toContainText('Yours')
      await expectAccessible(page)
      await shot(page, `journey-12-signed-${theme}`)

      await strip.getByRole('button', { name: 'Push…' }).click()
      const push = page.getByRole('dialog')
      await push.getByRole('textbox').first().fill('library://northlab/tools/notes:1.0')
      await push.getByRole('button', { name: /^Push/ }).click()
      await expect(push.getByRole('heading', { name: /Pushed/ })).toBeVisible({ timeout: 30_000 })
      await push.getByRole('button', { name: 'Done' }).click()
      await expect(strip).toContainText('is at library://northlab/tools/notes:1.0')
      await shot(page, `journey-12-pushed-${theme}`)
    })
  })
}
