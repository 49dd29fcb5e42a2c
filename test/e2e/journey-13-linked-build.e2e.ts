/** Journey 13: a definition in a git repository is linked; new commits are noticed, built with the commit as a label, offered to be signed and pushed. */
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { makeRepository } from '../support/git-repository.ts'
import { expect, expectAccessible, test } from './support/app.ts'

test.describe.configure({ timeout: 120_000 })

const definition = (version: string) =>
  `Bootstrap: scratch\n\n%files\n  data.txt /data.txt\n\n%labels\n  Version ${version}\n`

async function shot(page: Page, name: string): Promise<void> {
  if (process.env.SIF_DESKTOP_SHOTS) await page.screenshot({ path: `${process.env.SIF_DESKTOP_SHOTS}/${name}.png` })
}

for (const [theme, size] of [
  ['light', { width: 1024, height: 700 }],
  ['dark', { width: 1920, height: 1080 }],
] as const) {
  test.describe(`${theme} at ${size.width}`, () => {
    test.use({ theme, size })

    test('journey 13: a linked definition is built again at a new commit', async ({ app, page }) => {
      const repository = makeRepository(join(app.home, 'work'))
      repository.write('defs/tool.def', definition('1'))
      repository.write('defs/data.txt', 'one\n')
      const first = repository.commit('Begin with a tool')

      await page.getByRole('link', { name: 'Builds' }).click()
      await page.getByRole('link', { name: 'Linked definitions' }).click()
      await expect(page.getByText('No definition is linked')).toBeVisible()
      await shot(page, `links-empty-${theme}`)
      await page.getByRole('button', { name: 'Link a definition…' }).click()
      const sheet = page.getByRole('dialog', { name: 'Link a definition' })
      await page.keyboard.type(repository.path)
      await sheet.getByLabel('Definition').fill('defs/tool.def')
      await sheet.getByLabel('Image').fill('library://acme/tools/tool:1.0')
      await expectAccessible(page)
      await shot(page, `links-sheet-${theme}`)
      await page.keyboard.press('Enter')

      const row = page.getByRole('listitem').filter({ hasText: 'defs/tool.def' })
      await expect(row).toContainText('New commit', { timeout: 20_000 })
      await expect(row).toContainText(`${first.slice(0, 7)} Begin with a tool`)
      await row.getByRole('button', { name: 'Build tool.def' }).click()
      const image = join(app.home, 'images', `tool_1.0_${first.slice(0, 12)}.sif`)
      const strip = page.getByRole('region', { name: 'After the build' })
      await expect(strip.getByRole('button', { name: 'Push…' })).toBeVisible({ timeout: 30_000 })
      await expect(page.getByText(`commit ${first.slice(0, 7)} Begin with a tool`)).toBeVisible()
      const inspected = await app.run('inspect', '--json', image)
      expect(JSON.parse(inspected.stdout).labels).toMatchObject({ 'org.opencontainers.image.revision': first })

      // Where it belongs is known: the sheet asks with that reference filled in.
      await expect(strip).toContainText('to library://acme/tools/tool:1.0')
      await strip.getByRole('button', { name: 'Push…' }).click()
      await expect(page.getByRole('dialog').getByRole('textbox').first()).toHaveValue('library://acme/tools/tool:1.0')
      await page.keyboard.press('Escape')

      // Nothing is looked for unasked; asked, the new commit is noticed.
      repository.write('defs/tool.def', definition('2'))
      const second = repository.commit('Say version 2')
      await page.evaluate(() => location.assign('#/builds/links'))
      await expect(row).toContainText('Up to date')
      await row.getByRole('button', { name: 'Check tool.def for new commits' }).click()
      await expect(row).toContainText(`${second.slice(0, 7)} Say version 2`, { timeout: 20_000 })
      await expect(row).toContainText('New commit')
      await expectAccessible(page)
      await shot(page, `links-behind-${theme}`)
      await row.getByRole('button', { name: 'Build tool.def' }).click()
      await expect(page.getByText(`commit ${second.slice(0, 7)} Say version 2`)).toBeVisible()
      await expect(page.getByRole('button', { name: 'Push…' })).toBeVisible({ timeout: 30_000 })

      await page.evaluate(() => location.assign('#/builds/links'))
      await row.getByRole('button', { name: 'More actions: tool.def' }).click()
      await page.getByRole('menuitem', { name: 'Compare with the build before' }).click()
      const difference = page.getByRole('table', { name: 'Definition' })
      await expect(difference.getByRole('row', { name: 'Version 1' })).toBeVisible()
      await expect(difference.getByRole('row', { name: 'Version 2' })).toBeVisible()
      await expect(page.getByRole('link', { name: 'Compare the images' })).toBeVisible()
      await expectAccessible(page)
      await shot(page, `links-compare-${theme}`)

      // What git cannot do is told where it was asked.
      await page.evaluate(() => location.assign('#/builds/links'))
      repository.remove('defs/tool.def')
      const third = repository.commit('Remove it')
      await row.getByRole('button', { name: 'Check tool.def for new commits' }).click()
      await expect(row).toContainText(`Commit ${third.slice(0, 12)} has no file defs/tool.def.`, { timeout: 20_000 })
      await shot(page, `links-error-${theme}`)
    })
  })
}
