/** Journey 5: use a registry of one's own. It wants a login, and images in it are pulled like all others. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { hasProgram } from '../support/make-sif.ts'
import { type MadeImages, makeImages, pushImage } from '../support/registry/images.ts'
import { startRegistry, type TestRegistry } from '../support/registry/index.ts'
import { smallSif } from '../support/small-sif.ts'
import { expect, expectAccessible, test } from './support/app.ts'

const programs = ['docker-registry', 'skopeo', 'umoci', 'openssl']
const missing = programs.filter((program) => !hasProgram(program))

test.describe.configure({ timeout: 180_000 })
test.use({ startAt: '/settings/accounts' })

test('journey 5: signing in to a registry, and pulling what is in it', async ({ app, page }) => {
  test.skip(missing.length > 0, `needs ${missing.join(', ')}`)
  let registry: TestRegistry | null = null
  let images: MadeImages | null = null
  try {
    images = await makeImages()
    registry = await startRegistry({ login: 'basic' })
    const { host } = registry
    await pushImage(registry, images, 'amd64', 'demo/tiny:1.0')
    await pushImage(registry, images, 'arm64', 'demo/tiny:arm')

    await expect(page.getByRole('heading', { name: 'Registries' })).toBeVisible()
    await page.getByRole('button', { name: 'Add a registry…' }).click()
    const sheet = page.getByRole('dialog', { name: 'Add a registry' })
    await sheet.getByRole('textbox', { name: 'Host' }).fill(host)
    await sheet.getByRole('textbox', { name: 'User name' }).fill('ada')
    await sheet.getByLabel('Password or access token').fill('wrong')
    await sheet.getByRole('button', { name: 'Add', exact: true }).click()
    await expect(sheet.getByText('does not accept this user name and password')).toBeVisible()
    await expectAccessible(page)
    await sheet.getByLabel('Password or access token').fill('pw')
    await page.keyboard.press('Enter')
    await expect(sheet).toBeHidden()
    await expect(page.getByRole('listitem').filter({ hasText: host })).toContainText('signed in as ada')
    await expectAccessible(page)

    // A SIF file that was pushed from the terminal is offered with its tags, and pulled.
    const file = join(app.home, 'align.sif')
    await writeFile(file, await smallSif('amd64', 20_000))
    const pushed = await app.run('push', file, `oras://${host}/demo/align:1.0`, '--allow-unsigned')
    expect(pushed.exitCode, pushed.stderr).toBe(0)
    await page.keyboard.press('Control+k')
    await page.keyboard.insertText(`docker://${host}/demo/tiny:2.0`)
    await page.keyboard.press('Enter')
    const pull = page.getByRole('dialog', { name: 'Pull an image' })
    await expect(pull.getByText('demo/tiny has no tag 2.0.')).toBeVisible()
    await pull.getByRole('radiogroup', { name: 'What exists' }).getByText('1.0', { exact: true }).click()
    await expect(pull.getByText('a converted image is a new file')).toBeVisible()
    await expect(pull.getByRole('button', { name: 'Tag' })).toBeVisible()
    await expectAccessible(page)
    await pull.getByRole('button', { name: 'Cancel' }).click()

    // The same is found by looking around in the registry.
    await page.getByRole('link', { name: 'Library' }).click()
    await page.getByRole('button', { name: /^Source/ }).click()
    await page.getByRole('menuitemradio', { name: host }).click()
    const repositories = page.getByRole('grid', { name: `Repositories of ${host}` })
    await expect(repositories.getByRole('row')).toHaveCount(3)
    await expectAccessible(page)
    await repositories.getByRole('link', { name: 'Tags of demo/align' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('demo/align')
    await page.getByRole('button', { name: 'Pull demo/align:1.0' }).click()
    await pull.getByRole('button', { name: 'Use oras://' }).click()
    await expect(pull.getByRole('textbox', { name: 'What' })).toHaveValue(`oras://${host}/demo/align:1.0`)
    await expect(pull.getByText('Without a signature')).toBeVisible()
    await pull.getByRole('button', { name: /^Pull \d/ }).click()
    await expect(page.getByRole('heading', { level: 1 })).toContainText('align')
  } finally {
    await registry?.close()
    images?.remove()
  }
})
