/** Journey 8: sign an image of one's own, see the new lane, and take the signature away again. */
import { expect } from '@playwright/test'
import { expectAccessible, test } from './support/app.ts'

test.use({ demo: true })
test.describe.configure({ timeout: 180_000 })

const passphrase = 'correct horse battery'

for (const [theme, size] of [
  ['light', { width: 1280, height: 800 }],
  ['dark', { width: 1024, height: 700 }],
] as const) {
  test.describe(`${theme} at ${size.width}`, () => {
    test.use({ theme, size })
    test('journey 8: an image is signed and the signature taken away', async ({ page }) => {
      await page.getByRole('link', { name: /^Images/ }).click()
      await page.getByText('lolcow_2.0.sif').first().dblclick()
      await expect(page.getByRole('heading', { level: 1, name: 'lolcow_2.0.sif' })).toBeVisible()
      await page.getByRole('tab', { name: /Signatures/ }).click()
      await page.getByRole('button', { name: 'Sign…' }).click()
      const sheet = page.getByRole('dialog')
      await expect(sheet).toContainText('You have no key that can sign yet.')
      await expect(sheet.getByRole('button', { name: 'Sign', exact: true })).toBeDisabled()
      await sheet.getByRole('button', { name: 'New key…' }).click()
      await sheet.getByRole('textbox', { name: 'Name' }).fill('Mara Lindqvist')
      await sheet.getByRole('button', { name: 'Next' }).click()
      await sheet.getByRole('button', { name: 'Next' }).click()
      await sheet.getByLabel('Passphrase', { exact: true }).fill(passphrase)
      await sheet.getByLabel('The same passphrase again').fill(passphrase)
      await sheet.getByRole('button', { name: 'Make the key' }).click()
      await sheet.getByRole('button', { name: 'Done' }).click()

      await page.getByRole('button', { name: 'Sign…' }).click()
      await expect(sheet.getByRole('radio', { name: /Mara Lindqvist/ })).toBeChecked()
      await sheet.getByLabel('Passphrase of this key').fill(passphrase)
      // A signature is no answer to Enter.
      await page.keyboard.press('Enter')
      await expect(sheet.getByRole('button', { name: 'Sign', exact: true })).toBeEnabled()
      await expectAccessible(page)
      await sheet.getByRole('button', { name: 'Sign', exact: true }).focus()
      await page.keyboard.press('Enter')
      await expect(sheet).toHaveCount(0)
      const columns = page.getByRole('region', { name: /^Signature \d+$/ })
      await expect(columns).toHaveCount(2)
      await expect(columns.nth(1)).toContainText('You')

      await columns.nth(1).getByRole('button', { name: 'Remove…' }).click()
      await expect(sheet).toContainText('only its signer can make it again')
      await expectAccessible(page)
      await sheet.getByRole('button', { name: 'Remove the signature' }).click()
      await expect(columns).toHaveCount(1)
    })
  })
}
