import { expect, expectAccessible, test } from './support/app.ts'

test.use({ demo: true })
// The demo pulls and verifies a dozen images before it is ready.
test.describe.configure({ timeout: 180_000 })

test('journey 9: an image is shared; unsigned is refused, what is missing is named, the result is there', async ({
  app,
  page,
}) => {
  await page.getByRole('link', { name: /^Images/ }).click()
  await page.getByRole('row').filter({ hasText: 'busybox_1.36.sif' }).click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Push…' }).click()
  const sheet = page.getByRole('dialog', { name: 'Push busybox_1.36.sif' })
  const to = sheet.getByRole('textbox', { name: 'To' })
  await to.fill('northlab/sharing/busybox:1.36')
  const afterwards = sheet.getByRole('region', { name: 'What will be there afterwards' })
  await expect(afterwards.getByText('new collection')).toBeVisible()
  await expect(afterwards.getByText('new container')).toBeVisible()
  await expect(afterwards.getByText('new tag')).toBeVisible()
  await expect(sheet.getByRole('button', { name: 'Sign first…' })).toBeVisible()
  await expect(sheet.getByRole('button', { name: /^Push \d/ })).toBeDisabled()
  await expectAccessible(page)

  // Somebody who means it may; then it says what it is.
  await sheet.getByRole('button', { name: 'Push without a signature…' }).click()
  await expect(sheet.getByText('cannot tell whose it is')).toBeVisible()
  await sheet.getByRole('button', { name: 'Cancel' }).click()

  // A verified image needs no further words.
  await page.getByRole('row').filter({ hasText: 'gatk_4.6.1.sif' }).click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Push…' }).click()
  const second = page.getByRole('dialog', { name: 'Push gatk_4.6.1.sif' })
  await expect(second.getByRole('listbox', { name: 'Places you may mean' }).getByRole('option').first()).toBeVisible()
  await second.getByRole('textbox', { name: 'To' }).fill('northlab/sharing/gatk:4.6.1,latest')
  await second.getByRole('button', { name: /^Push \d/ }).click()
  const done = page.getByRole('dialog', { name: 'Pushed gatk_4.6.1.sif' })
  await expect(done).toBeVisible({ timeout: 30_000 })
  await expect(done.getByRole('button', { name: 'Copy the pinned form' })).toBeVisible()
  await expectAccessible(page)
  await done.getByRole('button', { name: 'Show in the library' }).click()
  await expect(page.getByRole('heading', { level: 1, name: /gatk/ })).toBeVisible()
  await expect(page.getByRole('row').filter({ hasText: '4.6.1' }).first()).toBeVisible()

  // What the terminal pulls from there is the same image.
  const pulled = await app.run('pull', 'library://northlab/sharing/gatk:latest', `${app.home}/again.sif`, '--json')
  expect(pulled.exitCode).toBe(0)
})

test('journey 9 without a pointer', async ({ page }) => {
  await page.getByRole('link', { name: /^Images/ }).click()
  await page.getByRole('row').filter({ hasText: 'gatk_4.6.1.sif' }).first().focus()
  await page.keyboard.press('Shift+F10')
  await page.getByRole('menuitem', { name: 'Push…' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('textbox', { name: 'To' })).toBeFocused()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('textbox', { name: 'To' })).toHaveValue(/^library:\/\/northlab\//)
  await page.getByRole('textbox', { name: 'To' }).focus()
  await page.keyboard.press('Control+A')
  await page.keyboard.type('northlab/keyboard/gatk:1')
  const push = page.getByRole('button', { name: /^Push \d/ })
  await expect(push).toBeEnabled()
  await push.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog', { name: /^Pushed/ })).toBeVisible({ timeout: 30_000 })
})

for (const theme of ['light', 'dark'] as const)
  for (const size of [
    { width: 1024, height: 700 },
    { width: 1920, height: 1080 },
  ])
    test.describe(`${theme} ${size.width}`, () => {
      test.use({ theme, size })
      test('the push sheet holds', async ({ page }, info) => {
        await page.getByRole('link', { name: /^Images/ }).click()
        await page.getByRole('row').filter({ hasText: 'busybox_1.36.sif' }).click({ button: 'right' })
        await page.getByRole('menuitem', { name: 'Push…' }).click()
        await page.getByRole('textbox', { name: 'To' }).fill('northlab/sharing/busybox:1.36')
        await expect(page.getByText('new collection')).toBeVisible()
        await expectAccessible(page)
        await page.screenshot({ path: info.outputPath('push-sheet.png') })
      })
    })
