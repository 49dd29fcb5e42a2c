/** The views of images in both themes and at the sizes they have to hold: accessible, and nothing runs out at the side. */
import type { Page } from '@playwright/test'
import { expect, expectAccessible, test } from './support/app.ts'

test.use({ demo: true })
test.describe.configure({ timeout: 240_000 })

interface View {
  readonly name: string
  readonly at: string
  readonly shows: (page: Page) => Promise<void>
  /** Steps back out of what was opened. */
  readonly leave?: (page: Page) => Promise<void>
}

const list = (page: Page) => page.getByRole('treegrid', { name: 'Images on this computer' })
const row = (page: Page, name: string) => list(page).getByRole('row', { name: new RegExp(name.replaceAll('.', '\\.')) })
const stepBack = (page: Page): Promise<void> => page.keyboard.press('Escape')

/** @param folder where the demo keeps its images */
function viewsOf(folder: string): readonly View[] {
  const image = (name: string, tab: string): string =>
    `/image?${new URLSearchParams({ path: `${folder}/${name}`, tab }).toString()}`
  const tab = (page: Page, name: RegExp) => page.getByRole('tab', { name, selected: true })
  return [
    { name: 'the list', at: '/images', shows: (page) => expect(row(page, 'gatk_4.6.1')).toContainText('Verified') },
    {
      name: 'one image beside the list',
      at: '/images',
      async shows(page) {
        await row(page, 'bwa_0.7.18').click()
        await expect(page.getByRole('button', { name: 'See what is not covered' })).toBeVisible()
      },
    },
    {
      name: 'several images',
      at: '/images',
      async shows(page) {
        await row(page, 'alpine_3.22').click()
        await row(page, 'busybox_1.36').click({ modifiers: ['Shift'] })
        await expect(page.getByRole('heading', { name: '4 images selected' })).toBeVisible()
      },
    },
    {
      name: 'the sheet that removes',
      at: '/images',
      async shows(page) {
        await page.getByRole('button', { name: 'Remove 4 images…' }).click()
        await expect(page.getByRole('radio', { name: 'Keep the files' })).toBeChecked()
      },
      leave: stepBack,
    },
    {
      name: 'the sheet that adds',
      at: '/images',
      async shows(page) {
        await page.getByRole('button', { name: 'More actions' }).first().click()
        await page.getByRole('menuitem', { name: 'Add images…' }).click()
        await expect(page.getByRole('textbox', { name: 'Folder' })).toHaveValue(/^\//)
      },
      leave: stepBack,
    },
    {
      name: 'overview',
      at: image('gatk_4.6.1.sif', 'overview'),
      shows: (page) => expect(page.getByRole('heading', { name: 'Size by directory' })).toBeVisible(),
    },
    {
      name: 'overview of a changed image',
      at: image('blast_from_a_stick.sif', 'overview'),
      shows: (page) => expect(page.getByRole('heading', { name: 'Changed' })).toBeVisible(),
    },
    {
      name: 'files',
      at: image('gatk_4.6.1.sif', 'files'),
      shows: (page) => expect(page.getByRole('grid', { name: 'Files in /' })).toContainText('usr'),
    },
    {
      name: 'scripts',
      at: image('gatk_4.6.1.sif', 'scripts'),
      shows: (page) => expect(page.getByRole('option', { name: /Runscript/, selected: true })).toBeVisible(),
    },
    {
      name: 'definition',
      at: image('gatk_4.6.1.sif', 'definition'),
      shows: (page) => expect(page.getByRole('region', { name: 'Definition' })).toContainText('Bootstrap'),
    },
    {
      name: 'signatures',
      at: image('gatk_4.6.1.sif', 'signatures'),
      shows: (page) => expect(page.getByRole('region', { name: 'Signature 5' })).toContainText('Key when signing'),
    },
    {
      name: 'objects',
      at: image('bwa_0.7.18.sif', 'objects'),
      shows: (page) => expect(page.getByRole('grid', { name: 'Objects of this image' })).toContainText('none'),
    },
    {
      name: 'history',
      at: image('gatk_4.6.1.sif', 'history'),
      shows: (page) => expect(tab(page, /History/)).toBeVisible(),
    },
    {
      name: 'a file that is not there',
      at: image('nothing.sif', 'overview'),
      shows: (page) => expect(page.getByRole('alert')).toContainText('This image cannot be read'),
    },
    {
      name: 'the report',
      at: '/images?report=verify',
      async shows(page) {
        await page.getByRole('button', { name: 'Verify all' }).click()
        await expect(page.getByRole('heading', { level: 1, name: '12 images checked, 5 need a look' })).toBeVisible()
      },
    },
  ]
}

/** What is wider than the region it stands in and would have to be scrolled sideways. */
const overflowing = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() =>
    [
      document.documentElement,
      ...document.querySelectorAll<HTMLElement>('main, main .pane, .data-table, [role="dialog"]'),
    ]
      .filter((element) => element.scrollWidth > element.clientWidth + 1)
      .map((element) => `${element.tagName} ${element.className} ${element.scrollWidth} > ${element.clientWidth}`),
  )

for (const theme of ['light', 'dark'] as const) {
  for (const size of [
    { width: 1024, height: 700 },
    { width: 1920, height: 1080 },
  ]) {
    test.describe(() => {
      test.use({ theme, size })
      test(`views of images hold at ${size.width} × ${size.height} in ${theme}`, async ({ app, page }) => {
        for (const view of viewsOf(`${app.home}/images`)) {
          await test.step(view.name, async () => {
            await page.evaluate((address) => location.assign(`#${address}`), view.at)
            await view.shows(page)
            expect(await overflowing(page)).toEqual([])
            await expectAccessible(page)
            await view.leave?.(page)
          })
        }
      })
    })
  }
}
