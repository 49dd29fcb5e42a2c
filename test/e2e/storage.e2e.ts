/** Storage in Settings: who uses which space, what is here twice, and a clean-up with its preview, by keyboard too. */
import { createHash } from 'node:crypto'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { expectAccessible, test } from './support/app.ts'

test.use({ demo: true, startAt: '/settings/storage' })
test.describe.configure({ timeout: 180_000 })

const host = createHash('sha256').update(hostname()).digest('hex').slice(0, 8)

test('space is counted, a preview shows what would go, and only that goes', async ({ app, page }) => {
  const images = join(app.home, 'images')
  await mkdir(images, { recursive: true })
  const left = `.old.sif.${host}-999999999-0123abcd.partial`
  const reference = 'library://cowfarm/funny/lolcow:1.0'
  for (const name of ['one.sif', 'two.sif'])
    expect((await app.run('pull', reference, join(images, name), '--arch', 'amd64')).exitCode).toBe(0)
  // The pulls would have swept it away themselves.
  await writeFile(join(images, left), Buffer.alloc(3_000_000, 1))

  await page.getByRole('button', { name: 'Count again' }).click()
  const table = page.getByRole('table', { name: 'Who uses which space' })
  await expect(table.getByRole('row').filter({ hasText: 'Here twice' })).toContainText('1 image with the same bytes')
  await expect(table.getByRole('row').filter({ hasText: 'Unfinished pulls and leftovers' })).toContainText(
    '1 left file',
  )
  await expect(page.getByRole('img', { name: /^Of .*: .*Images/ })).toBeVisible()
  await expectAccessible(page)

  await table.getByRole('button', { name: /^Choose… (one|two)\.sif/ }).click()
  const twice = page.getByRole('dialog')
  await expect(twice).toContainText(join(images, 'one.sif'))
  await expect(twice).toContainText(join(images, 'two.sif'))
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await expect(twice).toHaveCount(0)

  const lines = page.getByRole('list', { name: 'Clean up' })
  const line = lines.getByRole('checkbox', { name: /^Left by this application/ })
  await expect(line).toBeChecked()
  const free = page.getByRole('button', { name: 'Free 3.0 MB…' })
  await line.focus()
  await page.keyboard.press('Space')
  await expect(page.getByText('Nothing chosen')).toBeVisible()
  await page.keyboard.press('Space')
  await free.focus()
  await page.keyboard.press('Enter')
  const question = page.getByRole('dialog')
  await expect(question).toContainText(left)
  await expectAccessible(page)
  await question.getByRole('button', { name: 'Cancel' }).click()
  expect(await readdir(images)).toContain(left)
  await free.click()
  await question.getByRole('button', { name: 'Free 3.0 MB' }).click()
  await expect(page.getByText('3.0 MB freed, 1 file removed.')).toBeVisible()
  await expect(page.getByText('There is nothing to give back.')).toBeVisible()
  expect((await readdir(images)).sort()).toEqual(expect.arrayContaining(['one.sif', 'two.sif']))
  expect(await readdir(images)).not.toContain(left)
  await expectAccessible(page)
})

test.describe('with nothing and in a small dark window', () => {
  test.use({ demo: false, theme: 'dark', size: { width: 1024, height: 700 } })
  test('the page says so', async ({ page }) => {
    await expect(page.getByText('There is nothing to give back.')).toBeVisible()
    await expect(page.getByRole('row').filter({ hasText: 'none yet' })).toBeVisible()
    await expect(page.getByRole('textbox', { name: 'Where pulled images go' })).toBeVisible()
    await expectAccessible(page)
  })
})

test('the image folder is moved, with a preview, and everything known of its images goes along', async ({
  app,
  page,
}) => {
  const field = page.getByRole('textbox', { name: 'Where pulled images go' })
  const [from, to] = [await field.inputValue(), join(app.home, 'another place', 'images')]
  const before = (await readdir(from)).filter((name) => name.endsWith('.sif'))
  await field.fill(to)
  await page.getByRole('button', { name: 'Move the images there…' }).click()
  const sheet = page.getByRole('dialog', { name: 'Move the image folder' })
  await expect(sheet).toContainText('on the same disk they only change their place')
  await expectAccessible(page)
  await sheet.getByRole('button', { name: `Move ${before.length} images` }).click()
  await expect(sheet.getByRole('status')).toContainText(`${before.length} images moved`)
  await sheet.getByRole('button', { name: 'Close' }).click()
  await expect(field).toHaveValue(to)
  expect((await readdir(to)).sort()).toEqual(before.sort())
  const listed = JSON.parse((await app.run('images', 'list', '--json')).stdout) as readonly {
    readonly path: string
    readonly verdict: string | null
  }[]
  expect(listed.filter(({ path }) => path.startsWith(to))).toHaveLength(before.length)
  // What was found out about them is still known.
  expect(listed.filter(({ verdict }) => verdict !== null).length).toBeGreaterThan(0)

  const told = await app.run('disk', 'move', from)
  expect([told.exitCode, told.stderr]).toEqual([0, expect.stringContaining('Add --yes to do it.')])
  expect((await app.run('disk', 'move', from, '--yes', '--json')).exitCode).toBe(0)
  expect((await readdir(from)).sort()).toEqual(before.sort())
})
