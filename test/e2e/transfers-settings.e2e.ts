/** What Settings say about transfers: the limit, how many at once, and notifications, which lead to what they are about. */
import { expect } from '@playwright/test'
import { expectAccessible, test } from './support/app.ts'

test.use({ demo: true, startAt: '/settings/network' })
test.describe.configure({ timeout: 120_000 })

test('the limit is typed as people write rates, by keyboard, and is kept', async ({ page }) => {
  const limit = page.getByLabel('Limit of all transfers')
  await limit.fill('quick')
  await expect(page.getByText('Write a rate like 500k, 2M or 1.5M, or leave it empty.')).toBeVisible()
  await expectAccessible(page)
  await limit.fill('1.5 MB/s')
  await limit.press('Enter')
  await expect(page.getByText('Saved')).toBeVisible()
  await page.reload()
  await expect(page.getByLabel('Limit of all transfers')).toHaveValue('1.5M')
  await page.getByLabel('Limit of all transfers').fill('')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Saved')).toBeVisible()
})

test('who has switched notifications on is told of a pull and led to its image', async ({ page }) => {
  // The browser of tests shows none: this stands where its notifications are, and the page is elsewhere.
  await page.evaluate(() => {
    const told: unknown[] = []
    class Told {
      static permission = 'default'
      static async requestPermission() {
        Told.permission = 'granted'
        return 'granted'
      }
      onclick: (() => void) | null = null
      constructor(title: string, options: unknown) {
        told.push({ title, options, press: () => this.onclick?.() })
      }
      close() {
        told.push('closed')
      }
    }
    Object.assign(globalThis, { Notification: Told, told })
    document.hasFocus = () => false
  })
  await page.getByRole('link', { name: 'Notifications' }).click()
  const box = page.getByRole('checkbox', { name: /^Tell me when something ends/ })
  await expect(box).not.toBeChecked()
  await expectAccessible(page)
  await box.focus()
  await page.keyboard.press('Space')
  await expect(box).toBeChecked()

  await page.evaluate(() => {
    location.hash = '#/pull?reference=library%3A%2F%2Fcowfarm%2Ffunny%2Flolcow%3A1.0'
  })
  await page.getByRole('dialog').getByRole('button', { name: /^Pull/ }).click()
  const told = () =>
    page.evaluate(() => {
      const list: unknown = Reflect.get(globalThis, 'told')
      return JSON.stringify(list)
    })
  await expect.poll(told).toContain('Pulled lolcow_1.0.sif')
  await page.evaluate(() => {
    const list: unknown = Reflect.get(globalThis, 'told')
    const [first]: readonly { press(): void }[] = Array.isArray(list) ? list : []
    first?.press()
  })
  await expect(page).toHaveURL(/#\/image\?path=.*lolcow_1\.0\.sif/)
})
