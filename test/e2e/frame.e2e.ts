/** The frame around all views: addresses, keys that work everywhere, the command bar, a lost engine. */
import { expect, expectAccessible, test } from './support/app.ts'

test('views have numbers, addresses, and a way back @window', async ({ page }) => {
  const here = page.getByRole('navigation', { name: 'Views' }).locator('[aria-current="page"]')
  await expect(here).toHaveText(/Images/)
  await page.keyboard.press('Control+3')
  await expect(here).toHaveText(/Keys/)
  expect(new URL(page.url()).hash).toBe('#/keys')
  await page.keyboard.press('Control+6')
  await expect(here).toHaveText(/Settings/)
  await page.keyboard.press('Alt+ArrowLeft')
  await expect(here).toHaveText(/Keys/)
  await page.keyboard.press('Alt+ArrowRight')
  await expect(here).toHaveText(/Settings/)
  await expect(page).toHaveTitle('Settings · SIF Desktop')
})

test('the command bar recognises what is typed and does it @window', async ({ page }) => {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await page.keyboard.press('Control+k')
  const bar = page.getByRole('combobox', { name: 'Command bar' })
  await expect(bar).toBeFocused()
  await page.keyboard.type('key')
  const command = page.getByRole('option', { name: /Go to Keys/ })
  await expect(command).toBeVisible()
  await expectAccessible(page)
  await bar.press('ArrowUp')
  await expect(page.getByRole('option', { selected: true })).toHaveCount(1)
  await command.click()
  await expect(page.getByRole('heading', { level: 1, name: 'Keys' })).toBeVisible()
  await page.keyboard.press('Control+k')
  await page.keyboard.press('Escape')
  await expect(bar).not.toBeFocused()
})

test('the sheet of shortcuts opens with a question mark and is searched @window', async ({ page }) => {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await page.keyboard.press('?')
  const sheet = page.getByRole('dialog', { name: 'Keyboard' })
  await expect(sheet).toBeVisible()
  await sheet.getByRole('searchbox', { name: 'Find a shortcut' }).fill('region')
  await expect(sheet.getByRole('listitem')).toHaveText(['Next regionF6'])
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await expect(sheet).toHaveCount(0)
})

test('F6 goes from region to region and around @window', async ({ page }) => {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  const region = (): Promise<string> =>
    page.evaluate(() => document.activeElement?.closest<HTMLElement>('[data-region]')?.dataset.region ?? '')
  const walked: string[] = []
  await page.keyboard.press('F6')
  const first = await region()
  for (let step = 0; step < 5 && !(step > 0 && (await region()) === first); step += 1) {
    walked.push(await region())
    await page.keyboard.press('F6')
  }
  expect(walked).toEqual(expect.arrayContaining(['command', 'navigation', 'view']))
  expect(new Set(walked).size).toBe(walked.length)
  expect(await region()).toBe(first)
})

test.describe('an address that names nothing', () => {
  test.use({ startAt: '/nowhere' })
  test('is said to name nothing, with a way on', async ({ page }) => {
    await expect(page.getByRole('heading', { name: 'There is nothing at this address' })).toBeVisible()
    await page.getByRole('button', { name: 'Go to Images' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Images' })).toBeVisible()
  })
})

test('a lost engine is said plainly, and the view stays', async ({ app, page }) => {
  app.allowErrors(/WebSocket|ERR_CONNECTION/)
  await expect(page.getByRole('heading', { level: 1, name: 'Images' })).toBeVisible()
  await app.server?.stop()
  await expect(page.getByRole('alert').getByText('The engine stopped')).toBeVisible()
  await expect(page.getByRole('heading', { level: 1, name: 'Images' })).toBeVisible()
})
