/** Journey 14: look around inside an image without running anything of it: browse, find, preview, extract. */
import { existsSync, lstatSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { filesObstacle } from '../support/squashfs-tree.ts'
import { type App, expect, expectAccessible, test } from './support/app.ts'
import { launcher, makeFilesImage } from './support/files-image.ts'

const obstacle = filesObstacle()
test.describe.configure({ timeout: 180_000 })
test.skip(obstacle !== null, obstacle ?? '')

const filesTable = (page: Page, folder: string): Locator =>
  page.getByRole('grid', { name: `Files in ${folder}`, exact: true })
const rowOf = (table: Locator, name: string): Locator =>
  table.getByRole('row').filter({ has: table.page().getByText(name, { exact: true }) })
const preview = (page: Page, name: string): Locator => page.getByRole('region', { name: `Contents of ${name}` }).first()

/** Opens the Files tab of the image by an address. */
async function openFiles(page: Page, app: App, at: string | null = null): Promise<string> {
  const path = join(app.home, 'tool_1.0.sif')
  if (!existsSync(path)) await makeFilesImage(path)
  const query = new URLSearchParams({ path, tab: 'files', ...(at === null ? {} : { at }) })
  await page.evaluate((address) => location.assign(address), `#/image?${query.toString()}`)
  return path
}

test('journey 14: looking around with the mouse, to an extracted file @window', async ({ app, page }) => {
  await openFiles(page, app)
  await rowOf(filesTable(page, '/'), 'opt').dblclick()
  await rowOf(filesTable(page, '/opt'), 'tool').dblclick()
  await rowOf(filesTable(page, '/opt/tool'), 'scripts').dblclick()
  const scripts = filesTable(page, '/opt/tool/scripts')
  await expect(page.getByText('7 items')).toBeVisible()
  await expect(rowOf(scripts, 'setuid-helper')).toContainText('set-uid')

  // A text with its colours, its bytes, and everything that is known about it; the address names it.
  await rowOf(scripts, 'tool-env.sh').click()
  await expect(page.getByText('189 bytes · UTF-8 · shell · root, 0644')).toBeVisible()
  await expect(preview(page, 'tool-env.sh').locator('.token-keyword').first()).toHaveText('export')
  await expect(page).toHaveURL(/at=%2Fopt%2Ftool%2Fscripts%2Ftool-env\.sh/)
  await page.getByRole('radio', { name: 'Bytes' }).click()
  await expect(page.getByText('23 21 2F 62 69 6E 2F 73').first()).toBeVisible()
  await page.getByRole('radio', { name: 'Details' }).click()
  await expect(page.getByText('-rw-r--r-- 0644')).toBeVisible()
  await expectAccessible(page)

  // A link is followed inside the image, and back leads back.
  await rowOf(scripts, 'tool-launch').click()
  await expect(page.getByText('/opt/tool/tool', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Go there' }).click()
  await expect(filesTable(page, '/opt/tool')).toBeVisible()
  await page.keyboard.press('Alt+ArrowLeft')
  await expect(scripts).toBeVisible()

  // Names are found while typing, contents when asked.
  const find = page.getByRole('searchbox', { name: 'Find in all files' })
  await find.fill('*.log')
  const found = page.getByRole('grid', { name: 'Found files' })
  await expect(rowOf(found, 'build.log')).toContainText('/var/log')
  await page.getByRole('radio', { name: 'Contents' }).click()
  await find.fill('needle in the')
  await find.press('Enter')
  await expect(rowOf(found, 'notes.txt')).toContainText('/opt/tool/scripts/dev')
  await rowOf(found, 'notes.txt').click()
  await page.getByRole('radio', { name: 'Text' }).click()
  await expect(preview(page, 'notes.txt')).toBeVisible()
  await rowOf(found, 'notes.txt').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Extract…' }).click()

  // What is there already stays, and the result names it.
  const to = join(app.home, 'out')
  await mkdir(join(to, 'opt', 'tool', 'scripts', 'dev'), { recursive: true })
  writeFileSync(join(to, 'opt', 'tool', 'scripts', 'dev', 'notes.txt'), 'mine')
  const folder = page.getByRole('textbox', { name: 'Into the folder' })
  await folder.fill(to)
  await expect(page.getByText('This folder holds 1 item, which stay as they are.')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Extract', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Extracted', exact: true })).toBeVisible()
  await expect(page.getByText('exists already and stays as it is')).toBeVisible()
  await expectAccessible(page)
  expect(readFileSync(join(to, 'opt', 'tool', 'scripts', 'dev', 'notes.txt'), 'utf8')).toBe('mine')
  await page.getByRole('button', { name: 'Show in Activity' }).click()
  await expect(page.getByText('Extracted tool_1.0.sif').first()).toBeVisible()
  await expect(page.getByText(/in .*\/out · 1 left out/)).toBeVisible()
})

test('looking around with the keyboard alone, to an extracted folder', async ({ app, page }) => {
  await openFiles(page, app)
  const root = filesTable(page, '/')
  await expect(rowOf(root, 'opt')).toBeVisible()
  // The table is reached by Tab; the beginning of a name goes to its row, Enter opens.
  for (let step = 0; step < 40; step += 1) {
    const isInTable = await root.evaluate(
      (table) => table.contains(document.activeElement) && document.activeElement?.tagName === 'TR',
    )
    if (isInTable) break
    await page.keyboard.press('Tab')
  }
  await page.keyboard.type('opt')
  await page.keyboard.press('Enter')
  await expect(filesTable(page, '/opt')).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Home')
  await page.keyboard.press('Enter')
  const tool = filesTable(page, '/opt/tool')
  await expect(tool).toBeVisible()
  await page.keyboard.type('logo')
  await expect(page.getByRole('img', { name: 'Picture /opt/tool/logo.png' })).toBeVisible()
  await expect(page.getByText('320 × 200 pixels')).toBeVisible()
  await page.keyboard.press('End')
  await expect(page.getByText(/4,000 bytes/)).toBeVisible()

  // Back to the folder above, with where one was still chosen.
  await page.keyboard.press('Backspace')
  await expect(filesTable(page, '/opt')).toBeVisible()
  await expect(rowOf(filesTable(page, '/opt'), 'tool')).toHaveAttribute('aria-selected', 'true')

  // Ctrl+F finds; Esc ends finding.
  await page.keyboard.press('Control+f')
  await page.keyboard.type('tool-env')
  await expect(page.getByText('1 entry found')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByText('1 entry found')).toBeHidden()

  // The chosen folder is extracted whole, without the bits that act.
  const extract = page.getByRole('button', { name: 'Extract…' })
  await extract.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('radio', { name: '/opt/tool' })).toBeChecked()
  const to = join(app.home, 'by-keyboard')
  const folder = page.getByRole('textbox', { name: 'Into the folder' })
  await folder.focus()
  await page.keyboard.press('Control+a')
  await page.keyboard.type(to)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Extracted', exact: true })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Extracted', exact: true })).toBeHidden()
  expect(readFileSync(join(to, 'opt', 'tool', 'scripts', 'tool-env.sh'), 'utf8')).toBe(launcher)
  expect(lstatSync(join(to, 'opt', 'tool', 'scripts', 'setuid-helper')).mode & 0o7000).toBe(0)
})

test('an address names a file; long ones are read a piece at a time', async ({ app, page }) => {
  // Links on the way are followed: the address becomes the place that the file really has.
  await openFiles(page, app, '/bin/sh')
  await expect(filesTable(page, '/usr/bin')).toBeVisible()
  await expect(rowOf(filesTable(page, '/usr/bin'), 'sh')).toHaveAttribute('aria-selected', 'true')
  await openFiles(page, app, '/var/log/build.log')
  const text = preview(page, 'build.log')
  await expect(text.getByText('line 1 of the log')).toBeVisible()
  await page.getByRole('button', { name: 'Next' }).click()
  await expect(text.locator('.code-number').first()).not.toHaveText('1')
  const first = await text.locator('.code-line').first().textContent()
  expect(first).toMatch(/^(\d+)line \1 of the log/)
  await page.getByRole('button', { name: 'End' }).click()
  await expect(page.getByText(/–1,508,894 of 1,508,894/)).toBeVisible()
  await page.getByRole('button', { name: 'Start' }).click()
  await expect(text.getByText('line 1 of the log')).toBeVisible()
  await openFiles(page, app, '/etc/none')
  await expect(page.getByText(/\/etc\/none does not exist in/)).toBeVisible()
  await openFiles(page, app, '/tmp/')
  await expect(page.getByText('This folder is empty')).toBeVisible()
})

for (const { theme, size } of [
  { theme: 'light', size: { width: 1024, height: 700 } },
  { theme: 'dark', size: { width: 1920, height: 1080 } },
] as const) {
  test.describe(`${theme}, ${size.width} by ${size.height}`, () => {
    test.use({ theme, size })
    test('the views of files are accessible and nothing runs out at the side', async ({ app, page }) => {
      const steps: readonly (() => Promise<void>)[] = [
        async () => {
          await openFiles(page, app, '/opt/tool/scripts/tool-env.sh')
          await expect(preview(page, 'tool-env.sh').getByText('TOOL_HOME').first()).toBeVisible()
        },
        async () => {
          await page.getByRole('button', { name: 'Sizes' }).click()
          await expect(page.getByRole('grid', { name: /What takes the space/ })).toContainText('dev')
        },
        async () => {
          await page.getByRole('searchbox', { name: 'Find in all files' }).fill('tool')
          await expect(page.getByText('4 entries found')).toBeVisible()
        },
        async () => {
          await page.getByRole('button', { name: 'Extract…' }).click()
          await expect(page.getByRole('textbox', { name: 'Into the folder' })).toBeVisible()
        },
      ]
      for (const step of steps) {
        await step()
        await expectAccessible(page)
        const isWide = await page.evaluate(
          () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
        )
        expect(isWide).toBe(false)
      }
    })
  })
}
