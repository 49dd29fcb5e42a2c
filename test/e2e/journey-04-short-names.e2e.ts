/** Journey 4: know what a short name means, and where it is found when it is not there. */
import { expect, test } from './support/app.ts'

test.use({ demo: true, startAt: '/images?pull=lolcow' })
test.describe.configure({ timeout: 180_000 })

test('journey 4: a short name that is elsewhere says where @window', async ({ page }) => {
  const sheet = page.getByRole('dialog', { name: 'Pull an image' })
  await expect(sheet.getByText(/There is no lolcow in/)).toBeVisible()
  const offers = sheet.getByRole('radiogroup', { name: 'What exists' })
  await expect(offers).toContainText('cowfarm / funny / lolcow')
  await expect(offers).toContainText('Demo Cow Farm')
  await offers.getByText('lolcow', { exact: true }).click()
  await expect(sheet.getByRole('textbox', { name: 'What' })).toHaveValue('library://cowfarm/funny/lolcow')
  const means = sheet.getByTitle('library://cowfarm/funny/lolcow:latest')
  await expect(means).toBeVisible()
  expect(await means.locator('.filled-in').allTextContents()).toEqual([':', 'latest'])
  await expect(sheet.getByRole('button', { name: /^Pull \d/ })).toBeEnabled()
})

test('a container page that does not exist leads to those of that name', async ({ page }) => {
  await page.evaluate(() => location.assign('#/library/demo/library/default/lolcow'))
  await expect(page.getByRole('heading', { name: 'There is no library/default/lolcow' })).toBeVisible()
  await page.getByRole('link', { name: 'lolcow', exact: true }).click()
  await expect(page.getByRole('grid', { name: 'Tags' })).toContainText('2.0')
})
