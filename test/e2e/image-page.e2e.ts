/** The page of an image: real and damaged files, checked by itself, and all of it by keyboard alone. */
import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { sharedPath } from '../support/shared.ts'
import { smallSif } from '../support/small-sif.ts'
import { expect, expectAccessible, test } from './support/app.ts'

test.describe.configure({ timeout: 180_000 })

const open = (page: Page, path: string, tab = 'overview'): Promise<void> =>
  page.evaluate((address) => location.assign(`#${address}`), `/image?${new URLSearchParams({ path, tab }).toString()}`)

const verdict = (page: Page) => page.getByRole('region', { name: 'Verdict' })

test('a real image is opened by its path and checked by itself @window', async ({ app, page }) => {
  const fixture = sharedPath('fixtures/sif/hinkskalle/share/examples/busybox_1.34.1.sif')
  test.skip(fixture === null, 'the shared images are not here')
  const path = join(app.home, 'busybox.sif')
  await copyFile(fixture ?? '', path)
  await open(page, path)
  await expect(page.getByRole('heading', { level: 1, name: 'busybox.sif' })).toBeVisible()
  await expect(verdict(page).getByRole('heading', { name: 'Cannot check' })).toBeVisible()
  await expect(verdict(page)).toContainText('1137 E72E 6816 BFC0 6D9C AA0D 15F3 F4F4 F14B 03B2'.replaceAll(' ', ''))
  await expect(page.getByText('Not in your images')).toBeVisible()

  await expect(page.getByText('29 Jul 2022, 09:22 CDT')).toBeVisible()
  await expect(page.getByTitle('docker://busybox:1.34.1')).toBeVisible()
  await expect(page.getByRole('table', { name: 'Labels' })).toContainText('org.label-schema.build-arch')

  await page.getByRole('tab', { name: /Scripts/ }).click()
  await expect(page.getByRole('region', { name: 'Runscript' }).first()).toContainText('OCI_CMD=\'"sh"\'')
  await page.getByRole('option', { name: /Startscript/ }).click()
  await expect(page.getByRole('heading', { name: 'Startscript' })).toBeVisible()

  await page.getByRole('tab', { name: 'Definition' }).click()
  await expect(page.getByRole('region', { name: 'Definition' })).toContainText('From: busybox:1.34.1')

  await page.getByRole('tab', { name: /Objects/ }).click()
  await page.getByRole('row', { name: /inspect-metadata\.json/ }).click()
  await expect(page.getByRole('region', { name: 'Content' })).toContainText('"attributes"')
  await page.getByRole('radio', { name: 'Bytes' }).click()
  await expect(page.getByRole('region', { name: 'Content' })).toContainText('7B 22 64 61 74 61')
  await page.getByRole('button', { name: 'Show the header' }).click()
  await expect(page.getByText('#!/usr/bin/env run-singularity\\n')).toBeVisible()

  await page.getByRole('tab', { name: 'Files' }).click()
  await page.getByRole('row', { name: /^etc/ }).last().dblclick()
  await page.getByRole('row', { name: /^group/ }).click()
  await expect(page.getByRole('region', { name: 'Contents of group' })).toContainText('root:x:0:')
  await page.getByRole('searchbox', { name: 'Find in all files' }).fill('busybox')
  await expect(page.getByRole('grid', { name: 'Found files' })).toContainText('/bin')

  await page.getByRole('tab', { name: /History/ }).click()
  await expect(page.getByText('Signed, says the signer')).toBeVisible()
})

test('a damaged file is shown as far as it can be read, with what is wrong', async ({ app, page }) => {
  const path = join(app.home, 'cut.sif')
  const bytes = await smallSif('amd64', 50_000)
  await writeFile(path, bytes.subarray(0, bytes.length - 20_000))
  await open(page, path)
  const notice = page.getByRole('status').filter({ hasText: 'in this file' })
  await expect(notice).toContainText('What could be read is shown.')
  await expect(notice).toContainText('OBJECT_BEYOND_END')
  await expectAccessible(page)
  await page.getByRole('tab', { name: 'Definition' }).click()
  await expect(page.getByRole('region', { name: 'Definition' })).toContainText('Bootstrap: scratch')
  await page.getByRole('tab', { name: /Objects/ }).click()
  await expect(page.getByRole('grid', { name: 'Objects of this image' })).toContainText('Partition')
})

test('a file that is no image says so, and what to do', async ({ app, page }) => {
  const path = join(app.home, 'notes.sif')
  await writeFile(path, 'nothing but text')
  await open(page, path)
  await expect(page.getByRole('alert')).toContainText('is not a SIF file')
  await expectAccessible(page)
})

test('images are added from a folder, removed, and their files kept or deleted', async ({ app, page }) => {
  const folder = join(app.home, 'mine')
  await mkdir(folder)
  for (const name of ['one.sif', 'two.sif']) await writeFile(join(folder, name), await smallSif())
  await page.evaluate(() => location.assign('#/images'))
  await page.getByRole('button', { name: 'Add images…' }).click()
  const sheet = page.getByRole('dialog', { name: 'Add images' })
  await sheet.getByRole('textbox', { name: 'Folder' }).fill(folder)
  await page.keyboard.press('Enter')
  await expect(sheet.getByText('one.sif')).toBeVisible()
  await sheet.getByRole('button', { name: 'Add this folder' }).click()
  const list = page.getByRole('treegrid', { name: 'Images on this computer' })
  await expect(list).toContainText('one.sif')
  await expect(list).toContainText('two.sif')

  await list.getByRole('row', { name: /one\.sif/ }).click()
  await page.keyboard.press('Delete')
  await page.getByRole('button', { name: 'Remove 1 image' }).click()
  await expect(list).not.toContainText('one.sif')
  await list.getByRole('row', { name: /two\.sif/ }).click()
  await page.keyboard.press('Delete')
  await page.getByRole('radio', { name: 'Delete the files as well' }).check({ force: true })
  await page.getByRole('button', { name: 'Delete 1 file' }).click()
  await expect(page.getByRole('heading', { name: 'No images here yet' })).toBeVisible()
  const { stdout } = await app.run('inspect', '--json', join(folder, 'one.sif'))
  expect(JSON.parse(stdout)).toMatchObject({ format: 'sif' })
  expect((await app.run('inspect', '--json', join(folder, 'two.sif'))).stdout).toContain('FILE_NOT_FOUND')
})

test('a file dropped on the browser face is explained', async ({ page }) => {
  await page.evaluate(() => location.assign('#/images'))
  await expect(page.getByRole('heading', { level: 1, name: 'Images' })).toBeVisible()
  await page.evaluate(() => {
    const dataTransfer = new DataTransfer()
    dataTransfer.items.add(new File(['x'], 'x.sif'))
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }))
  })
  await expect(page.getByText('A browser does not say where a dropped file lies. Choose it here.')).toBeVisible()
})

test.describe('without a pointer', () => {
  test.use({ demo: true })

  test('an image is found, opened, looked through and left @window', async ({ page }) => {
    await page.evaluate(() => location.assign('#/images'))
    const list = page.getByRole('treegrid', { name: 'Images on this computer' })
    await expect(list).toContainText('gatk_4.6.1.sif')

    // The filter, then the list: typing the beginning of a name goes there, Enter opens.
    await page.keyboard.press('Control+f')
    await page.keyboard.type('_')
    await expect(page.getByRole('searchbox', { name: /Filter/ })).toHaveValue('_')
    await list.getByRole('row').nth(1).focus()
    await page.keyboard.type('gat')
    await expect(list.getByRole('row', { selected: true })).toContainText('gatk_4.6.1.sif')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { level: 1, name: 'gatk_4.6.1.sif' })).toBeVisible()
    await expect(verdict(page)).toContainText('Verified')

    // Through the map by arrows; Enter opens the object that has the focus.
    await page.locator('[data-part][tabindex="0"]').focus()
    for (let step = 0; step < 3; step += 1) await page.keyboard.press('ArrowRight')
    await expect(page.getByRole('status').filter({ hasText: '2 Metadata' })).toBeVisible()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('tab', { name: /Objects/, selected: true })).toBeVisible()
    await expect(page.getByRole('heading', { name: /^2 / })).toBeVisible()

    // Tabs by arrows.
    await page.getByRole('tab', { name: /Objects/ }).focus()
    await page.keyboard.press('ArrowLeft')
    await expect(page.getByRole('tab', { name: /Signatures/, selected: true })).toBeVisible()
    await expect(page.getByRole('region', { name: 'Signature 5' })).toBeVisible()

    // Back to where the list was left.
    await page.keyboard.press('Control+2')
    await expect(list.getByRole('row', { selected: true })).toContainText('gatk_4.6.1.sif')
    await list.getByRole('row', { selected: true }).focus()
    await page.keyboard.press('Shift+F10')
    await expect(page.getByRole('menuitem', { name: /^Open/ })).toBeFocused()
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+k')
    await page.keyboard.type('lolcow')
    await expect(page.getByRole('option', { name: /lolcow_2\.0\.sif/ })).toBeVisible()
  })
})
