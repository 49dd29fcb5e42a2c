/** Setting a tag and deleting an image from the page of a container: what it leads to is told first. By keyboard too. */
import { expect, expectAccessible, test } from './support/app.ts'

test.use({ demo: true, startAt: '/library/demo/northlab/genomics/samtools' })
test.describe.configure({ timeout: 180_000 })

test('a tag is set and moved, and an image is deleted, with what that leads to', async ({ app, page }) => {
  const tags = page.getByRole('grid', { name: 'Tags' })
  const rowOf = (tag: string, architecture: string) =>
    tags
      .getByRole('row')
      .filter({ has: page.getByText(tag, { exact: true }) })
      .filter({ hasText: architecture })
  await rowOf('1.21', 'amd64').click()
  await page.getByRole('button', { name: 'More actions' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('menuitem', { name: 'Set another tag…' }).click()
  const sheet = page.getByRole('dialog')
  await page.keyboard.type('course')
  await expect(sheet.getByRole('status')).toContainText('course is a new tag for amd64. Nothing that exists changes.')
  await expectAccessible(page)
  await sheet.getByRole('button', { name: 'Set course' }).click()
  await expect(sheet).toHaveCount(0)
  await expect(rowOf('course', 'amd64')).toHaveCount(1)

  // A tag that others use: who pulled it is named, and so is what nobody finds any more.
  await rowOf('1.21', 'amd64').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Set another tag…' }).click()
  await page.keyboard.type('1.20')
  await expect(sheet.getByRole('status')).toContainText('Whoever pulls 1.20 gets other bytes from then on.')
  await expect(sheet.getByRole('status')).toContainText('loses its last tag')
  await expect(sheet.getByRole('status')).toContainText('1 image on this computer came from it')
  await sheet.getByRole('button', { name: 'Set 1.20' }).click()
  await expect(rowOf('1.20', 'amd64')).toContainText('moved')

  await rowOf('1.19', 'amd64').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Delete from the library…' }).click()
  await expect(sheet.getByRole('status')).toContainText('1.19 (amd64) goes with it')
  await expect(sheet.getByRole('status')).toContainText('There is no copy here')
  await expectAccessible(page)
  await sheet.getByRole('button', { name: 'Cancel' }).click()
  await expect(rowOf('1.19', 'amd64')).toHaveCount(1)
  await rowOf('1.19', 'amd64').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Delete from the library…' }).click()
  await sheet.getByRole('button', { name: 'Delete the image' }).click()
  await expect(rowOf('1.19', 'amd64')).toHaveCount(0)

  // The same by commands: a moved tag only with --yes, a deletion only with --yes.
  const path = 'library://northlab/genomics/samtools'
  const asked = await app.run('tag', `${path}:course`, 'latest', '--arch', 'arm64', '--json')
  expect(asked.exitCode).toBe(1)
  const told = await app.run('delete', `${path}:1.20`, '--arch', 'arm64')
  expect([told.exitCode, told.stderr]).toEqual([0, expect.stringContaining('Add --yes to do it.')])
  await expect(rowOf('1.20', 'arm64')).toHaveCount(1)
  expect((await app.run('delete', `${path}:1.20`, '--arch', 'arm64', '--yes')).exitCode).toBe(0)
  await page.reload()
  await expect(rowOf('1.20', 'arm64')).toHaveCount(0)
})
