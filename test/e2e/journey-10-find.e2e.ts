/** Journey 10: find an image: one box, filters, containers, collections and users. */
import { expect, test } from './support/app.ts'

test.use({ demo: true, startAt: '/library' })
test.describe.configure({ timeout: 180_000 })

test('journey 10: a container is found, filtered, opened and gone back from @window', async ({ page }) => {
  await expect(page.getByRole('heading', { name: 'Find an image' })).toBeVisible()
  const search = page.getByRole('searchbox', { name: 'Search the library' })
  await search.fill('sa')
  await expect(page.getByRole('heading', { name: 'One letter more' })).toBeVisible()
  await search.fill('samtools')
  const results = page.getByRole('treegrid', { name: 'Results' })
  const row = results.getByRole('row').filter({ hasText: 'northlab / genomics / samtools' })
  await expect(row).toContainText('Demo Genomics Release')
  await expect(row).toContainText('you verified this key')
  // A service's word is no verdict: nothing in a remote list carries one.
  await expect(results.locator('[data-verdict]')).toHaveCount(0)
  await expect(results.getByRole('row').filter({ hasText: 'samtools-course' })).toContainText('you rejected this key')

  await row.getByRole('link', { name: 'samtools' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'samtools' })).toBeVisible()
  await expect(page.getByRole('grid', { name: 'Tags' })).toContainText('1.21')
  await page.keyboard.press('Alt+ArrowLeft')
  await expect(search).toHaveValue('samtools')

  // Filters belong to the address, and what they leave nothing of can be undone.
  await search.fill('busybox')
  await expect(results.getByRole('row').filter({ hasText: 'busybox' })).toContainText('no signature')
  await page.getByRole('button', { name: 'Signed only' }).click()
  await expect(page.getByRole('heading', { name: 'Nothing found for “busybox”' })).toBeVisible()
  await page.getByRole('button', { name: 'Drop the filters' }).click()
  await expect(results.getByRole('row').filter({ hasText: 'busybox' })).toBeVisible()

  await search.fill('northlab')
  const user = results.getByRole('row').filter({ hasText: 'northlab' }).last()
  await expect(user.getByRole('link', { name: /Open/ })).toBeVisible()
})

test('words in the command bar find containers, images and keys at once', async ({ page }) => {
  await expect(page.getByRole('heading', { name: 'Find an image' })).toBeVisible()
  await page.keyboard.press('Control+k')
  await page.keyboard.type('lolcow')
  await expect(page.getByRole('option', { name: /cowfarm \/ funny \/ lolcow/ })).toBeVisible()
  await expect(page.getByRole('option', { name: /lolcow_2\.0\.sif/ })).toBeVisible()
  await page.getByRole('option', { name: /cowfarm \/ funny \/ lolcow/ }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'lolcow' })).toBeVisible()

  await page.keyboard.press('Control+k')
  await page.keyboard.type('Cow Farm')
  await page.getByRole('option', { name: /Demo Cow Farm/ }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Check this signer' })).toBeVisible()
})
