/** Journey 7: make a key of one's own, unlock it, and end it. */
import { expect, type Page } from '@playwright/test'
import { expectAccessible, test } from './support/app.ts'

test.use({ startAt: '/keys' })
test.describe.configure({ timeout: 120_000 })

const passphrase = 'correct horse battery'

/** From the Keys view to the made key, with the keyboard only. */
async function makeKey(page: Page, audit: boolean): Promise<void> {
  await page.getByRole('button', { name: 'New key…' }).focus()
  await page.keyboard.press('Enter')
  const sheet = page.getByRole('dialog')
  await expect(sheet.getByRole('textbox', { name: 'Name' })).toBeFocused()
  await page.keyboard.type('Mara Lindqvist')
  await page.keyboard.press('Tab')
  await page.keyboard.type('mara@example.org')
  if (audit) await expectAccessible(page)
  await page.keyboard.press('Enter')
  await expect(sheet.getByRole('radio', { name: /Elliptic curve/ })).toBeChecked()
  await expect(sheet.getByRole('radio', { name: '2 years' })).toBeChecked()
  if (audit) await expectAccessible(page)
  await sheet.getByRole('button', { name: 'Next' }).focus()
  await page.keyboard.press('Enter')
  const make = sheet.getByRole('button', { name: 'Make the key' })
  await expect(make).toBeDisabled()
  await expect(sheet.getByLabel('Passphrase', { exact: true })).toBeFocused()
  await page.keyboard.type(passphrase)
  await page.keyboard.press('Tab')
  await page.keyboard.type(passphrase)
  if (audit) await expectAccessible(page)
  await page.keyboard.press('Enter')
  await expect(sheet.getByRole('heading', { name: 'Your new key' })).toBeVisible()
}

for (const theme of ['light', 'dark'] as const) {
  for (const size of [
    { width: 1024, height: 700 },
    { width: 1280, height: 800 },
  ]) {
    test.describe(`${theme} at ${size.width}`, () => {
      test.use({ theme, size })
      test('journey 7: a key is made with the keyboard, unlocked and revoked', async ({ page }) => {
        await makeKey(page, true)
        const sheet = page.getByRole('dialog')
        await expect(sheet).toContainText('Nothing was published')
        await expect(sheet.getByText(/revocations/)).toBeVisible()
        await expectAccessible(page)
        await sheet.getByRole('button', { name: 'Done' }).click()

        await page.getByRole('link', { name: 'Mara Lindqvist' }).click()
        await expect(page.getByRole('heading', { level: 1, name: 'Your key' })).toBeVisible()
        await page.getByRole('button', { name: 'Unlock…' }).click()
        await sheet.getByLabel('Passphrase').fill('something else')
        await sheet.getByRole('button', { name: 'Unlock', exact: true }).click()
        await expect(sheet).toContainText('The passphrase does not open')
        await sheet.getByLabel('Passphrase').fill(passphrase)
        await sheet.getByRole('button', { name: 'Unlock', exact: true }).click()
        await expect(page.getByRole('button', { name: 'Lock', exact: true })).toBeVisible()

        await page.getByRole('button', { name: 'What to do with this key' }).click()
        await page.getByRole('menuitem', { name: 'Revoke…' }).click()
        const revoke = sheet.getByRole('button', { name: 'Revoke the key' })
        await expect(revoke).toBeDisabled()
        await sheet.getByRole('radio', { name: /It is not used any more/ }).check({ force: true })
        await expect(revoke).toBeDisabled()
        await sheet.getByRole('checkbox').check({ force: true })
        await expectAccessible(page)
        await revoke.click()
        await expect(sheet).toHaveCount(0)
        await expect(page.getByRole('button', { name: /nlock/ })).toHaveCount(0)
      })
    })
  }
}
