/** Journey 1: get a certain version of an image. Four gestures from the start view, by keyboard alone. */
import { expect, test } from './support/app.ts'

test.use({ demo: true, startAt: '/images' })
test.describe.configure({ timeout: 180_000 })

test('journey 1: a version is pulled with four gestures @window', async ({ app, page }) => {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  // 1, 2: the command bar, and what is wanted.
  await page.keyboard.press('Control+k')
  await page.keyboard.insertText('debian:12')
  await expect(page.getByRole('option', { name: /^Pull/ })).toContainText('as debian_12.sif')
  // 3: the sheet says what that means before anything is fetched.
  await page.keyboard.press('Enter')
  const sheet = page.getByRole('dialog', { name: 'Pull an image' })
  await expect(sheet.getByTitle('library://library/default/debian:12')).toBeVisible()
  const filledIn = sheet.getByTitle('library://library/default/debian:12').locator('.filled-in')
  expect((await filledIn.allTextContents()).join('')).toBe('library://library/default/')
  await expect(sheet.getByRole('button', { name: /^Pull \d/ })).toBeEnabled()
  await expect(sheet.getByRole('region', { name: 'Afterwards' })).toContainText('Says it is signed by Demo Base Images')
  // 4: it is pulled, checked and shown.
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'debian_12.sif' })).toBeVisible({ timeout: 30_000 })
  await expect(page.getByRole('region', { name: 'Verdict' })).toContainText('Accepted')
  await expect(page.getByRole('dialog')).toHaveCount(0)

  const { stdout } = await app.run('images', 'list', '--json')
  expect(stdout).toContain('library://library/default/debian:12')

  // The same again has nothing to fetch, and says so.
  await page.keyboard.press('Control+k')
  await page.keyboard.insertText('debian:12')
  await page.keyboard.press('Enter')
  await expect(sheet.getByRole('region', { name: 'Afterwards' })).toContainText('There is nothing to fetch')
  await sheet.getByRole('button', { name: 'Open the image' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'debian_12.sif' })).toBeVisible()

  // What was done stands in Activity, with what came of it.
  await page.keyboard.press('Control+5')
  const done = page.getByRole('listitem').filter({ hasText: 'Pulled debian_12.sif' })
  await expect(done).toContainText('Accepted')
  await done.getByRole('link', { name: 'Show' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'debian_12.sif' })).toBeVisible()
})

test('a file that is there is never written over unasked', async ({ page }) => {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await page.keyboard.press('Control+k')
  await page.keyboard.insertText('library://northlab/genomics/samtools:1.20')
  await page.keyboard.press('Enter')
  const sheet = page.getByRole('dialog', { name: 'Pull an image' })
  await expect(sheet.getByRole('button', { name: 'Open the image' })).toBeVisible()
  // The other architecture has the same usual name, and goes beside it.
  await sheet.getByRole('radio', { name: 'arm64' }).click()
  await expect(sheet.getByText('samtools_1.20.sif is another image and stays as it is.')).toBeVisible()
  await expect(sheet.getByRole('textbox', { name: 'Where to' })).toHaveValue(/genomics-samtools_1\.20\.sif$/)
  await expect(sheet.getByText('it can look at the image but not run it')).toBeVisible()
  // Naming the file that is there needs a tick before it can be pulled.
  const where = sheet.getByRole('textbox', { name: 'Where to' })
  await where.fill((await where.inputValue()).replace('genomics-', ''))
  await expect(sheet.getByRole('button', { name: /^Pull/ })).toBeDisabled()
  await sheet.getByRole('checkbox', { name: /Replace it/ }).check({ force: true })
  await expect(sheet.getByRole('button', { name: /^Pull/ })).toBeEnabled()
})
