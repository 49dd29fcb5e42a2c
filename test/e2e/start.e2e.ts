import { expect, expectAccessible, test } from './support/app.ts'

test('the application starts, connects and has no errors @window', async ({ app, page }) => {
  await expect(page).toHaveTitle('Images · SIF Desktop')
  await expect(page.getByRole('navigation').first()).toBeVisible()
  const found = await page.evaluate(() => 'sifDesktop' in window)
  expect(found).toBe(app.face === 'window')
})

for (const theme of ['light', 'dark'] as const) {
  test.describe(theme, () => {
    test.use({ theme })
    test(`the first view is accessible in ${theme}`, async ({ page }) => {
      await expect(page.getByRole('navigation').first()).toBeVisible()
      await expectAccessible(page)
    })
  })
}

test('the browser face lets nobody in without its token', async ({ app, page }) => {
  await expect(page.getByRole('navigation').first()).toBeVisible()
  const context = await page.context().browser()?.newContext()
  const stranger = await context?.newPage()
  const url = new URL(String(app.server?.ready.url))
  expect((await stranger?.goto(url.origin))?.status()).toBe(401)
  expect((await stranger?.goto(url.href))?.status()).toBe(403)
  await context?.close()
})
