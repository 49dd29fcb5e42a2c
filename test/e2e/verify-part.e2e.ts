/** One object or one group is checked alone: what is said then is about this part only, by mouse and by keyboard. */
import { copyFile, open, rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, expectAccessible, test } from './support/app.ts'

test.use({ demo: true })
test.describe.configure({ timeout: 180_000 })

const openTab = (page: Page, path: string, tab: string): Promise<void> =>
  page.evaluate((address) => location.assign(`#${address}`), `/image?${new URLSearchParams({ path, tab }).toString()}`)

/** Changes one byte of the object that starts there, beside the image and renamed over it as an editor would. */
async function changeByte(path: string, offset: number): Promise<void> {
  const copy = `${path}.copy`
  await copyFile(path, copy)
  const file = await open(copy, 'r+')
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, offset)
  await file.write(Buffer.from([(buffer[0] ?? 0) ^ 1]), 0, 1, offset)
  await file.close()
  await rename(copy, path)
}

for (const [theme, size] of [
  ['light', { width: 1920, height: 1080 }],
  ['dark', { width: 1024, height: 700 }],
] as const) {
  test.describe(`${theme} at ${size.width}`, () => {
    test.use({ theme, size })

    test('a part of a changed image is checked alone', async ({ app, page }) => {
      const path = join(app.home, 'images', 'lolcow_2.0.sif')
      const { stdout } = await app.run('inspect', '--json', path)
      const { objects } = JSON.parse(stdout) as { objects: { id: number; type: string; offset: number }[] }
      const partition = objects.find(({ type }) => type === 'Partition')
      const definition = objects.find(({ type }) => type === 'Deffile')
      expect([partition, definition]).not.toContain(undefined)
      await changeByte(path, (partition?.offset ?? 0) + 200)

      await openTab(page, path, 'signatures')
      const whole = page.getByRole('region', { name: 'Verdict' })
      await expect(whole).toContainText('Changed')

      // With the keyboard alone: the menu beside *Check again*, and the definition in it.
      await page.getByRole('button', { name: 'Check a part alone' }).focus()
      await page.keyboard.press('Enter')
      await page.keyboard.type('Object 1')
      await page.keyboard.press('Enter')
      const alone = page.getByRole('region', { name: `Object ${definition?.id} alone` })
      await expect(alone).toContainText(`Only object ${definition?.id} was checked:`)
      await expect(page.getByText(/were not looked at\./).first()).toBeVisible()
      await expect(whole).toContainText('Changed')
      await expectAccessible(page)
      if (process.env.SIF_DESKTOP_SHOTS !== undefined)
        await page.screenshot({ path: `${process.env.SIF_DESKTOP_SHOTS}/part-${theme}.png` })

      // From the list of objects, the one that differs.
      await openTab(page, path, 'objects')
      await page.getByRole('row', { name: /Partition/ }).click()
      if (process.env.SIF_DESKTOP_SHOTS !== undefined)
        await page.screenshot({ path: `${process.env.SIF_DESKTOP_SHOTS}/part-objects-${theme}.png` })
      await page.getByRole('button', { name: 'Check this object alone' }).click()
      await expect(page.getByText(`Only object ${partition?.id} was checked: it has been changed`)).toBeVisible()
      await expectAccessible(page)

      await page.getByRole('button', { name: 'Back to the whole file' }).click()
      await expect(page.getByRole('region', { name: /^Signature \d+$/ })).toHaveCount(1)
    })

    test('a part that is not there says so', async ({ app, page }) => {
      const path = join(app.home, 'images', 'lolcow_2.0.sif')
      await page.evaluate(
        (address) => location.assign(`#${address}`),
        `/image?${new URLSearchParams({ path, tab: 'signatures', part: 'group-77' }).toString()}`,
      )
      await expect(page.getByRole('alert')).toContainText('77')
      await expectAccessible(page)
      await page.getByRole('button', { name: 'Back to the whole file' }).click()
      await expect(page.getByRole('region', { name: /^Signature \d+$/ })).toHaveCount(1)
    })
  })
}
