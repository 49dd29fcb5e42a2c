/** The views for getting and trusting, in both themes and at the sizes they have to hold: accessible, and nothing runs out at the side. */
import type { Page } from '@playwright/test'
import { expect, expectAccessible, test } from './support/app.ts'

test.use({ demo: true })
test.describe.configure({ timeout: 180_000 })

const views: readonly { readonly name: string; readonly at: string; readonly shows: (page: Page) => Promise<void> }[] =
  [
    {
      name: 'the library without a search',
      at: '/library',
      shows: (page) => expect(page.getByRole('heading', { name: 'Find an image' })).toBeVisible(),
    },
    {
      name: 'results',
      at: '/library?q=sam',
      shows: (page) => expect(page.getByRole('treegrid', { name: 'Results' })).toContainText('samtools'),
    },
    {
      name: 'a container',
      at: '/library/demo/northlab/genomics/samtools',
      shows: (page) => expect(page.getByRole('grid', { name: 'Tags' })).toContainText('1.21'),
    },
    {
      name: 'the pull sheet',
      at: '/library?pull=debian:12',
      shows: (page) => expect(page.getByRole('button', { name: /^Pull \d/ })).toBeEnabled(),
    },
    {
      name: 'the pull sheet with offers',
      at: '/library?pull=debian:9',
      shows: (page) => expect(page.getByRole('radiogroup', { name: 'What exists' })).toBeVisible(),
    },
    {
      name: 'keys',
      at: '/keys',
      shows: (page) => expect(page.getByRole('treegrid', { name: 'Keys' })).toContainText('Demo Cow Farm'),
    },
    {
      name: 'activity',
      at: '/activity',
      shows: (page) => expect(page.getByRole('heading', { level: 1, name: 'Activity' })).toBeVisible(),
    },
    {
      name: 'accounts',
      at: '/settings/accounts',
      shows: (page) => expect(page.getByRole('heading', { name: 'demo', exact: true })).toBeVisible(),
    },
    {
      name: 'network',
      at: '/settings/network',
      shows: (page) => expect(page.getByRole('radiogroup', { name: 'Proxy' })).toBeVisible(),
    },
    {
      name: 'build hosts',
      at: '/settings/build-hosts',
      shows: (page) => expect(page.getByText('No host is set. Nothing is asked over ssh.')).toBeVisible(),
    },
    {
      name: 'a new build',
      at: '/builds',
      shows: (page) => expect(page.getByRole('heading', { name: 'Begin with a template' })).toBeVisible(),
    },
    {
      name: 'linked definitions',
      at: '/builds/links',
      shows: (page) => expect(page.getByRole('heading', { level: 1 })).toBeVisible(),
    },
    {
      name: 'the test of a connection',
      at: '/settings/accounts?test=remote&test-of=demo',
      shows: (page) => expect(page.getByText('Everything works, as far as can be seen from here.')).toBeVisible(),
    },
    {
      name: 'the first question',
      at: '/welcome',
      shows: (page) => expect(page.getByRole('radiogroup', { name: 'Your world' })).toBeVisible(),
    },
    {
      name: 'appearance',
      at: '/settings/appearance',
      shows: (page) => expect(page.getByRole('radiogroup', { name: 'Theme' })).toBeVisible(),
    },
  ]

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
      test(`views hold at ${size.width} × ${size.height} in ${theme}`, async ({ page }) => {
        for (const view of views) {
          await test.step(view.name, async () => {
            await page.evaluate((address) => location.assign(`#${address}`), view.at)
            await view.shows(page)
            expect(await overflowing(page)).toEqual([])
            await expectAccessible(page)
          })
        }
      })
    })
  }
}

test('the theme changes at once, and compact rows are lower', async ({ page }) => {
  await page.evaluate(() => location.assign('#/settings/appearance'))
  await page.getByText('Dark', { exact: true }).click()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await page.getByText('Compact, for long lists').click()
  await expect(page.locator('html')).toHaveAttribute('data-density', 'compact')
  await page.reload()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
})

test('a remote is tested, left and taken up again', async ({ page }) => {
  await page.evaluate(() => location.assign('#/settings/accounts'))
  const account = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'demo', exact: true }) })
  await account.getByRole('button', { name: 'Test' }).click()
  await expect(account.getByRole('status')).toContainText('Library answers')
  await expect(account.getByRole('status')).toContainText('Everything it offers works.')
})

test('a key is imported only after what would change was shown', async ({ app, page }) => {
  const { stdout } = await app.run('key', 'list', '--json')
  const [first] = JSON.parse(stdout) as readonly { readonly fingerprint: string }[]
  const armored = (await app.run('key', 'export', first?.fingerprint ?? '')).stdout
  await app.run('key', 'remove', first?.fingerprint ?? '')
  await page.evaluate(() => location.assign('#/keys'))
  await page.getByRole('button', { name: 'Import…' }).click()
  const sheet = page.getByRole('dialog', { name: 'Import keys' })
  await sheet.getByRole('textbox').fill(armored)
  await expect(sheet.getByText('New key')).toBeVisible()
  await expectAccessible(page)
  await sheet.getByRole('button', { name: 'Import 1 key' }).click()
  await expect(sheet).toHaveCount(0)
  const again = JSON.parse((await app.run('key', 'list', '--json')).stdout) as readonly {
    readonly fingerprint: string
  }[]
  expect(again.map(({ fingerprint }) => fingerprint)).toContain(first?.fingerprint)
})
