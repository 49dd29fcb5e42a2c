/** Images that come from outside: given on the command line, chosen by the menu, or handed to a window that runs. */
import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sharedPath } from '../support/shared.ts'
import { expect, test } from './support/app.ts'
import { openElectron } from './support/electron.ts'

const fixture = sharedPath('fixtures/sif/hinkskalle/share/examples/alpine_latest.sif') ?? ''

test.skip(fixture === '', 'the shared images are not beside the repository')

test('a file given at the start is opened @window-only', async () => {
  const home = await mkdtemp(join(tmpdir(), 'sif-desktop-e2e-'))
  const file = join(home, 'given.sif')
  await copyFile(fixture, file)
  const electron = await openElectron(home, [file])
  try {
    const page = await electron.firstWindow()
    await expect(page.getByRole('heading', { level: 1, name: 'given.sif' })).toBeVisible()

    // Choosing a file by the menu goes the same way; the dialog answers at once under test.
    const second = join(home, 'chosen.sif')
    await copyFile(fixture, second)
    await electron.evaluate(({ dialog, Menu }, path) => {
      dialog.showOpenDialog = (async () => ({ canceled: false, filePaths: [path] })) as typeof dialog.showOpenDialog
      const file = Menu.getApplicationMenu()?.items.find((item) => item.label === 'File')
      const add = file?.submenu?.items.find((item) => item.label.startsWith('Add images'))
      add?.click()
    }, second)
    await page.getByRole('link', { name: /^Images/ }).click()
    await expect(page.getByText('chosen.sif').first()).toBeVisible()
  } finally {
    await electron.close()
    await rm(home, { recursive: true, force: true })
  }
})

test('a second start hands its file to the window that runs @window-only', async ({ app, page }) => {
  await expect(page.getByRole('navigation').first()).toBeVisible()
  const file = join(app.home, 'later.sif')
  await copyFile(fixture, file)
  await app.electron?.evaluate(({ app: electron }, path) => {
    electron.emit('second-instance', {}, ['electron', electron.getAppPath(), path], '/', {})
  }, file)
  await expect(page.getByRole('heading', { level: 1, name: 'later.sif' })).toBeVisible()
})
