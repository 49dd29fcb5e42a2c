/** The first start: one question, asked once, that can be left alone; what it sets is what it says. */
import { startLibraryService } from '../support/library-service/index.ts'
import { expect, expectAccessible, test } from './support/app.ts'

test.use({ startAt: '' })

test('the first start asks where images live, and is not asked again @window', async ({ page }) => {
  await expect(page.getByRole('heading', { level: 1, name: 'Where do your images live?' })).toBeVisible()
  await expectAccessible(page)
  const worlds = page.getByRole('radiogroup', { name: 'Your world' })
  await expect(worlds.getByRole('radio', { name: /Sylabs Cloud/ })).toBeChecked()
  await expect(page.getByText('library://library/default/lolcow:latest')).toBeVisible()
  // By the keyboard alone: down to Apptainer, then Start.
  await worlds.getByRole('radio', { name: /Sylabs Cloud/ }).focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await expect(worlds.getByRole('radio', { name: /Apptainer, without a library/ })).toBeChecked()
  await expect(page.getByText('docker://lolcow')).toBeVisible()
  await page.getByRole('button', { name: 'Start', exact: true }).press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Images' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'no remote' })).toBeVisible()

  await page.evaluate(() => {
    location.hash = ''
  })
  await page.reload()
  await expect(page.getByRole('heading', { level: 1, name: 'Images' })).toBeVisible()
  await page.evaluate(() => location.assign('#/settings/keyservers'))
  await expect(page.getByText('https://keys.openpgp.org')).toBeVisible()
})

test('the question can be left alone, and is found again in Settings', async ({ page }) => {
  await page.getByRole('button', { name: 'Take nothing, just start' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Images' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Remote in use: SylabsCloud' })).toBeVisible()
  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByRole('link', { name: 'Where your images live…' }).click()
  await page.getByRole('radio', { name: /Offline only/ }).press(' ')
  await page.getByRole('button', { name: 'Start', exact: true }).click()
  await expect(page.getByRole('link', { name: /Set to stay offline/ })).toBeVisible()

  // Nothing is asked, and what would have asked says so.
  await page.getByRole('link', { name: 'Library' }).click()
  await page.getByRole('searchbox', { name: 'Search the library' }).fill('alpine')
  await expect(page.getByText(/was not asked, because this application is set to stay offline/)).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('link', { name: /Set to stay offline/ }).click()
  await page.getByText(/^Stay offline/).click()
  await expect(page.getByRole('link', { name: 'Remote in use: SylabsCloud' })).toBeVisible()
})

test('a library of one’s own is asked for its services at once', async ({ page }) => {
  const service = await startLibraryService()
  try {
    await page.getByText('A library of our own', { exact: true }).click()
    await expect(page.getByRole('button', { name: 'Start', exact: true })).toBeDisabled()
    await page.getByRole('textbox', { name: 'Address' }).fill('http://127.0.0.1:9')
    await page.getByRole('textbox', { name: 'Name' }).fill('Lab')
    await page.getByRole('button', { name: 'Start', exact: true }).click()
    await expect(page.getByText(/127\.0\.0\.1:9 cannot be reached|127\.0\.0\.1:9/).first()).toBeVisible()
    await page.getByRole('textbox', { name: 'Address' }).fill(service.origin)
    await page.getByRole('button', { name: 'Start', exact: true }).click()
    await expect(page.getByRole('link', { name: 'Remote in use: Lab' })).toBeVisible()
  } finally {
    await service.close()
  }
})

test.describe(() => {
  test.use({ demo: true })
  test.describe.configure({ timeout: 180_000 })
  test('the demo is no first start', async ({ page }) => {
    await expect(page.getByRole('heading', { name: 'Find an image' })).toBeVisible()
  })
})
