/**
 * The components by themselves, in both themes and three sizes, under the application's content
 * policy: no violation, no error, nothing that scrolls sideways, nothing that axe finds.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, chromium, expect, type Page, test } from '@playwright/test'
import { build } from 'vite'
import { type GalleryServer, serveGallery } from '../gallery/serve.ts'

const sizes = [
  { width: 1280, height: 800 },
  { width: 1024, height: 700 },
  { width: 1920, height: 1080 },
] as const
const pages = ['image', 'images', 'controls', 'verdicts', 'states', 'sheet'] as const

test.describe.configure({ mode: 'serial' })

let folder: string
let server: GalleryServer
let browser: Browser

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sif-desktop-gallery-'))
  await build({
    configFile: fileURLToPath(new URL('../gallery/vite.config.ts', import.meta.url)),
    build: { outDir: folder },
  })
  server = await serveGallery(folder)
  browser = await chromium.launch({
    executablePath: process.env.SIF_DESKTOP_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
  })
})

test.afterAll(async () => {
  await browser.close()
  server.server.close()
  await rm(folder, { recursive: true, force: true })
})

/** Opens a page of the gallery; what the browser complains about is collected. */
async function open(name: string, theme: string, size: { width: number; height: number }) {
  const context = await browser.newContext({ viewport: size, reducedMotion: 'reduce' })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.goto(`${server.url}#${name},${theme}`)
  await page.locator('h1, [role="dialog"]').first().waitFor()
  await page.evaluate(() => document.fonts.ready)
  return { page, complaints, close: () => context.close() }
}

const isScrolledSideways = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)

for (const name of pages) {
  for (const theme of ['light', 'dark'] as const) {
    test(`the page of ${name} holds in ${theme}`, async () => {
      const { page, complaints, close } = await open(name, theme, sizes[0])
      const { violations } = await new AxeBuilder({ page }).disableRules('landmark-unique').analyze()
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join('\n')}`)).toEqual([])
      for (const size of sizes) {
        await page.setViewportSize(size)
        expect(await isScrolledSideways(page)).toBe(false)
      }
      expect(complaints).toEqual([])
      await close()
    })
  }
}

test('a table of ten thousand rows is used from the keyboard', async () => {
  const { page, close } = await open('images', 'light', sizes[0])
  const grid = page.getByRole('treegrid', { name: 'Images' })
  const focused = (): Promise<string> => page.evaluate(() => document.activeElement?.textContent ?? '')
  await grid.getByRole('row', { name: 'alpine_2.2.sif' }).click()
  expect(await grid.getByRole('row').count()).toBeLessThan(70)

  await page.keyboard.press('End')
  expect(await focused()).toContain('_2.9999.sif')
  await page.keyboard.press('Home')
  expect(await focused()).toContain('~/Containers')
  await page.keyboard.type('gatk_2.10.')
  expect(await focused()).toContain('gatk_2.10.sif')
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Shift+ArrowDown')
  await expect(grid.locator('[aria-selected="true"]')).toHaveCount(3)
  await page.keyboard.press('Shift+F10')
  await expect(page.getByRole('menuitem', { name: 'Open image-12' })).toBeFocused()
  await page.keyboard.press('Escape')
  expect(await focused()).toContain('samtools_2.12.sif')
  await page.keyboard.press('ArrowLeft')
  expect(await focused()).toContain('~/Containers')
  await page.keyboard.press('ArrowLeft')
  await expect(grid.getByRole('row')).toHaveCount(2)
  await close()
})

test('the image map is walked with the arrows and says what has the focus', async () => {
  const { page, close } = await open('image', 'light', sizes[0])
  const map = page.getByRole('group', { name: 'Image map: 9 parts in file order' })
  await map.getByRole('button').first().focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await expect(map.getByRole('button', { name: /^1 Definition, 1\.2 kB at 32,768/ })).toBeFocused()
  await expect(page.locator('.map-readout')).toHaveText(
    '1 Definition 1,200 bytes at 32,768, covered by signatures 5 and 7',
  )
  await page.keyboard.press('End')
  await expect(map.getByRole('button', { name: /^7 Signature/ })).toBeFocused()
  await close()
})

test('the splitter moves by arrow keys and is remembered', async () => {
  const { page, close } = await open('images', 'light', sizes[0])
  const splitter = page.getByRole('separator', { name: 'Width of the detail' })
  await splitter.focus()
  await page.keyboard.press('ArrowLeft')
  await expect(splitter).toHaveAttribute('aria-valuenow', '356')
  await page.reload()
  await expect(splitter).toHaveAttribute('aria-valuenow', '356')
  await close()
})

test('a sheet keeps the focus, and Esc closes it', async () => {
  const { page, close } = await open('sheet', 'light', sizes[0])
  const dialog = page.getByRole('dialog', { name: 'Pull an image' })
  await expect(dialog.getByRole('textbox', { name: 'Reference' })).toBeFocused()
  for (let press = 0; press < 6; press += 1) {
    await page.keyboard.press('Tab')
    expect(await dialog.evaluate((element) => element.contains(document.activeElement))).toBe(true)
  }
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
  await close()
})
