/** Journey 2: not be surprised by a tag that does not exist. */
import { expect, test } from './support/app.ts'

test.use({ demo: true, startAt: '/images' })
test.describe.configure({ timeout: 180_000 })

test('journey 2: a missing tag is explained with the tags that exist, newest first @window', async ({ page }) => {
  await expect(page.getByRole('heading', { level: 1, name: 'Images' })).toBeVisible()
  await page.keyboard.press('Control+k')
  await page.keyboard.insertText('debian:9')
  await page.keyboard.press('Enter')
  const sheet = page.getByRole('dialog', { name: 'Pull an image' })
  await expect(sheet.getByText('library/default/debian has no tag 9.')).toBeVisible()
  const offers = sheet.getByRole('radiogroup', { name: 'What exists' })
  await expect(offers.getByRole('radio')).toHaveCount(4)
  const shown = await offers.locator('code').allTextContents()
  expect(shown.indexOf('13')).toBeLessThan(shown.indexOf('12'))
  expect(shown.indexOf('12')).toBeLessThan(shown.indexOf('11'))
  await expect(offers).toContainText('amd64, arm64')
  await expect(sheet.getByRole('button', { name: /^Pull/ })).toBeDisabled()

  await offers.getByText('11', { exact: true }).click()
  await expect(sheet.getByRole('textbox', { name: 'What' })).toHaveValue('library://debian:11')
  await expect(sheet.getByRole('button', { name: /^Pull \d/ })).toBeEnabled()
})

test('an architecture that does not exist is explained with those that do', async ({ page }) => {
  await page.evaluate(() => location.assign('#/images?pull=library://library/default/debian:11&pull-for=arm64'))
  const sheet = page.getByRole('dialog', { name: 'Pull an image' })
  await expect(sheet.getByText('11 does not exist for arm64.')).toBeVisible()
  await sheet.getByRole('button', { name: 'amd64' }).click()
  await expect(sheet.getByRole('button', { name: /^Pull \d/ })).toBeEnabled()
})
