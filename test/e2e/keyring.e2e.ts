/** Keys in the window: importing with a preview, rings of other programs, keyservers, backups, QR codes. */
import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { generateKey, revokeKey } from 'openpgp'
import { type App, expectAccessible, test } from './support/app.ts'

test.use({ startAt: '/keys' })
test.describe.configure({ timeout: 120_000 })

const passphrase = 'correct horse battery'
const made = async (name: string) => {
  const key = await generateKey({ userIDs: [{ name, email: 'signer@example.org' }], format: 'object' })
  return { ...key, armored: key.publicKey.armor(), fingerprint: key.publicKey.getFingerprint().toUpperCase() }
}

/** A keyserver that hands out one key. */
async function withKeyserver(armored: string, work: (url: string) => Promise<void>): Promise<void> {
  const server = createServer((_request, response) => response.end(armored))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  try {
    await work(`http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`)
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

async function makeOwnKey(app: App): Promise<string> {
  const file = join(app.home, 'words')
  await writeFile(file, passphrase)
  const own = ['key', 'newpair', '--json', '--name', 'Mara', '--email', 'mara@example.org', '--passphrase-file', file]
  const { key } = JSON.parse((await app.run(...own)).stdout) as { readonly key: { readonly fingerprint: string } }
  return key.fingerprint
}

const sheetOf = (page: Page) => page.getByRole('dialog')

for (const theme of ['light', 'dark'] as const) {
  test.describe(theme, () => {
    test.use({ theme, size: { width: 1024, height: 700 } })

    test('what an import would change is shown, chosen and then stored @window', async ({ app, page }) => {
      const [one, two] = await Promise.all([made('Grace'), made('Heidi')])
      await page.getByRole('button', { name: 'Import…' }).first().click()
      const sheet = sheetOf(page)
      await sheet.getByRole('textbox').fill(`${one.armored}\n${two.armored}`)
      await expect(sheet.getByText('2 of 2 keys')).toBeVisible()
      await expectAccessible(page)
      await sheet.getByRole('checkbox', { name: /Heidi/ }).uncheck({ force: true })
      await sheet.getByRole('button', { name: 'Import 1 key' }).click()
      await expect(page.getByRole('row').filter({ hasText: 'Grace' })).toContainText('Not decided')
      const { stdout } = await app.run('key', 'list', '--json')
      const keys = JSON.parse(stdout) as readonly { readonly fingerprint: string }[]
      expect(keys.map(({ fingerprint }) => fingerprint)).toEqual([one.fingerprint])

      // The same key again, revoked meanwhile.
      const revoked = (await revokeKey({ key: one.privateKey, reasonForRevocation: { flag: 2 }, format: 'object' }))
        .publicKey
      await page.getByRole('button', { name: 'Import…' }).click()
      await sheet.getByRole('textbox').fill(revoked.armor())
      await expect(sheet).toContainText('The key is revoked now.')
      await sheet.getByRole('button', { name: 'Import 1 key' }).click()
      await expect(page.getByRole('row').filter({ hasText: 'Grace' })).toContainText('Revoked')
    })

    test('keyservers are put in order, and what each says of a key is shown', async ({ app, page }) => {
      const key = await made('Ivan')
      const revoked = (await revokeKey({ key: key.privateKey, format: 'object' })).publicKey.armor()
      await withKeyserver(key.armored, (first) =>
        withKeyserver(revoked, async (second) => {
          await page.evaluate(() => location.assign('#/settings/keyservers'))
          await page.getByRole('button', { name: 'Do not ask' }).click()
          for (const url of [first, second]) {
            await page.getByRole('button', { name: 'Add keyserver…' }).click()
            await sheetOf(page).getByRole('textbox').fill(url)
            await sheetOf(page).getByRole('button', { name: 'Add', exact: true }).click()
            await expect(page.getByText(url, { exact: true })).toBeVisible()
          }
          await page.getByRole('button', { name: `Ask earlier: ${second}` }).click()
          await expect(page.getByRole('listitem').nth(1)).toContainText(second)
          // The word of the button that was pressed stands beside it until the pointer leaves.
          await page.getByRole('heading', { level: 1 }).click()
          await expect(page.getByRole('tooltip')).toHaveCount(0)
          await expectAccessible(page)
          const listed = JSON.parse((await app.run('keyserver', 'list', '--json')).stdout) as readonly {
            readonly url: string | null
            readonly isSkipped: boolean
          }[]
          expect(listed.filter(({ isSkipped }) => !isSkipped).map(({ url }) => url)).toEqual([second, first])

          await page.evaluate((print) => location.assign(`#/keys/${print}`), key.fingerprint)
          await page.getByRole('button', { name: 'Ask them now' }).click()
          const said = page.getByRole('region', { name: 'What keyservers say' })
          await expect(said).toContainText('says it is revoked')
          await expect(said).toContainText('does not know that.')
          await expectAccessible(page)
        }),
      )
    })

    test('a backup is saved and seen to restore', async ({ app, page }) => {
      const fingerprint = await makeOwnKey(app)
      await page.evaluate((print) => location.assign(`#/keys/${print}`), fingerprint)
      await page.getByRole('button', { name: 'What to do with this key' }).click()
      await page.getByRole('menuitem', { name: 'Back up secret key…' }).click()
      const sheet = sheetOf(page)
      await expect(sheet).toContainText('No backup was seen to restore yet.')
      const downloading = page.waitForEvent('download')
      await sheet.getByRole('button', { name: 'Save a backup…' }).click()
      const path = join(app.home, 'backup.asc')
      await (await downloading).saveAs(path)
      expect(await readFile(path, 'utf8')).toContain('PRIVATE KEY BLOCK')
      const choosing = page.waitForEvent('filechooser')
      await sheet.getByRole('button', { name: 'Choose the backup…' }).click()
      await (await choosing).setFiles(path)
      await sheet.getByLabel('Passphrase').fill('something else')
      await sheet.getByRole('button', { name: 'Check the backup' }).click()
      await expect(sheet).toContainText('The passphrase does not open')
      await sheet.getByLabel('Passphrase').fill(passphrase)
      await sheet.getByRole('button', { name: 'Check the backup' }).click()
      await expect(sheet).toContainText('It brings the key back')
      await expectAccessible(page)
      await sheet.getByRole('button', { name: 'Close' }).click()
      await page.getByRole('link', { name: /^Keys/ }).first().click()
      await expect(page.getByRole('row').filter({ hasText: 'Mara' })).toContainText('backed up')
    })

    test('a fingerprint is compared by a picture of its QR code', async ({ app, page }) => {
      const fingerprint = await makeOwnKey(app)
      await page.evaluate((print) => location.assign(`#/keys/${print}`), fingerprint)
      const code = page.getByRole('img', { name: /^QR code of the fingerprint/ })
      const picture = join(app.home, 'code.png')
      await writeFile(picture, await code.screenshot())
      const scan = async (file: string): Promise<void> => {
        const choosing = page.waitForEvent('filechooser')
        await page.getByRole('button', { name: 'From a QR image…' }).click()
        await (await choosing).setFiles(file)
      }
      await scan(picture)
      await expect(page.getByText('The same key.')).toBeVisible()
      const blank = join(app.home, 'blank.png')
      await writeFile(blank, await page.getByRole('heading', { level: 1 }).screenshot())
      await scan(blank)
      await expect(page.getByText('There is no QR code that can be read in that picture.')).toBeVisible()
      await scan(join(app.home, 'words'))
      await expect(page.getByText('That file is no picture that can be read.')).toBeVisible()
    })
  })
}

test('a backup is saved where the user says, for the user alone, and nothing is copied @window-only', async ({
  app,
  page,
}) => {
  const fingerprint = await makeOwnKey(app)
  const path = join(app.home, 'on a stick.asc')
  const asked = await app.electron?.evaluate(({ dialog, clipboard }, chosen) => {
    clipboard.writeText('untouched')
    dialog.showSaveDialog = (async (_window: unknown, options: { readonly defaultPath?: string }) => {
      Reflect.set(dialog, 'suggested', options.defaultPath)
      return { canceled: false, filePath: chosen }
    }) as typeof dialog.showSaveDialog
    return true
  }, path)
  expect(asked).toBe(true)
  await page.evaluate((print) => location.assign(`#/keys/${print}`), fingerprint)
  await page.getByRole('button', { name: 'What to do with this key' }).click()
  await page.getByRole('menuitem', { name: 'Back up secret key…' }).click()
  await sheetOf(page).getByRole('button', { name: 'Save a backup…' }).click()
  await expect(sheetOf(page)).toContainText(`Saved as ${path}`)
  expect(await readFile(path, 'utf8')).toContain('PRIVATE KEY BLOCK')
  expect((await stat(path)).mode & 0o777).toBe(0o600)
  expect((await readdir(app.home)).filter((name) => name.startsWith('on a stick'))).toEqual(['on a stick.asc'])
  const after = await app.electron?.evaluate(({ clipboard, dialog }) => ({
    clipboard: clipboard.readText(),
    suggested: Reflect.get(dialog, 'suggested') as unknown,
  }))
  expect(after).toEqual({ clipboard: 'untouched', suggested: `secret-key-${fingerprint}.asc` })
})
