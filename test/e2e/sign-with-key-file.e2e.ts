/** An image is signed with a private key in a file, by mouse and by keyboard, and its public half kept here. */
import { generateKeyPairSync } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, expectAccessible, test } from './support/app.ts'

test.use({ demo: true })
test.describe.configure({ timeout: 180_000 })

const passphrase = 'of this file alone'

for (const [theme, size] of [
  ['light', { width: 1024, height: 700 }],
  ['dark', { width: 1920, height: 1080 }],
] as const) {
  test.describe(`${theme} at ${size.width}`, () => {
    test.use({ theme, size })

    test('an image is signed with a key file', async ({ app, page }) => {
      const shot = async (name: string): Promise<void> => {
        const folder = process.env.SIF_DESKTOP_SHOTS
        if (folder !== undefined) await page.screenshot({ path: `${folder}/key-file-${name}-${theme}.png` })
      }
      const folder = join(app.home, 'images')
      const plain = generateKeyPairSync('ed25519')
      const locked = generateKeyPairSync('rsa', { modulusLength: 2048 })
      await writeFile(join(folder, 'plain.pem'), plain.privateKey.export({ type: 'pkcs8', format: 'pem' }))
      await writeFile(
        join(folder, 'locked.pem'),
        locked.privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase }),
      )
      await writeFile(join(folder, 'public.pem'), plain.publicKey.export({ type: 'spki', format: 'pem' }))
      const address = `/image?${new URLSearchParams({ path: join(folder, 'lolcow_2.0.sif'), tab: 'signatures' })}`
      await page.evaluate((to) => location.assign(`#${to}`), address)
      const columns = page.getByRole('region', { name: /^Signature \d+$/ })
      await expect(columns).toHaveCount(1)

      // With the mouse: a key without a passphrase, chosen from a list of files.
      await page.getByRole('button', { name: 'Sign…' }).click()
      const sheet = page.getByRole('dialog')
      const sign = sheet.getByRole('button', { name: 'Sign', exact: true })
      await sheet.getByText('A private key in a file (PEM)').click()
      await expect(sign).toBeDisabled()
      await sheet.getByRole('textbox', { name: 'Key file' }).fill(join(folder, 'public.pem'))
      await expect(sheet).toContainText('holds no private key')
      await expect(sign).toBeDisabled()
      await sheet.getByRole('button', { name: 'Choose…' }).click()
      await expect(sheet.getByRole('button', { name: 'alpine_3.22.sif' })).toBeInViewport()
      await shot('list')
      await expectAccessible(page)
      await sheet.getByRole('button', { name: 'plain.pem' }).click()
      await expect(sheet).toContainText('Holds a key of the kind Ed25519')
      await expect(sheet.getByLabel('Passphrase of this file')).toHaveCount(0)
      await expect(sheet).toContainText('Makes a DSSE envelope by this key.')
      await expect(sheet).toContainText('becomes object')
      await expect(sign).toBeEnabled()
      await expectAccessible(page)
      await shot('form')
      await sign.click()
      await expect(sheet).toContainText('lolcow_2.0.sif is signed')
      const publicPem = plain.publicKey.export({ type: 'spki', format: 'pem' }).toString().trim()
      await expect(sheet.locator('pre')).toHaveText(publicPem)
      await expectAccessible(page)
      await shot('signed')
      await sheet.getByRole('button', { name: 'Keep it here' }).click()
      await expect(sheet).toContainText('The public key is kept here')
      await sheet.getByRole('button', { name: 'Close' }).last().click()
      await expect(sheet).toHaveCount(0)
      await expect(columns).toHaveCount(2)
      await expect(columns.nth(1)).toContainText('DSSE')
      await shot('column')

      // With the keyboard alone: an encrypted key, its path typed; first with another passphrase.
      await page.getByRole('button', { name: 'Sign…' }).focus()
      await page.keyboard.press('Enter')
      await sheet.getByRole('radio', { name: /A private key in a file/ }).focus()
      await page.keyboard.press('Space')
      await page.keyboard.press('Tab')
      await expect(sheet.getByRole('textbox', { name: 'Key file' })).toBeFocused()
      await page.keyboard.type(join(folder, 'locked.pem'))
      const secret = sheet.getByLabel('Passphrase of this file')
      await expect(secret).toBeVisible()
      await expect(sign).toBeDisabled()
      await page.keyboard.press('Tab')
      await page.keyboard.press('Tab')
      await expect(secret).toBeFocused()
      await page.keyboard.type('another')
      // A signature is no answer to Enter.
      await page.keyboard.press('Enter')
      await expect(sheet.getByRole('heading', { name: 'Public key' })).toHaveCount(0)
      await sign.focus()
      await page.keyboard.press('Enter')
      await expect(sheet.getByText('needs another passphrase')).toBeInViewport()
      await shot('refused')
      await secret.focus()
      await page.keyboard.press('ControlOrMeta+A')
      await page.keyboard.type(passphrase)
      await sign.focus()
      await page.keyboard.press('Enter')
      await expect(sheet.getByRole('heading', { name: 'Public key' })).toBeVisible()
      await page.keyboard.press('Escape')
      await expect(sheet).toHaveCount(0)
      await expect(columns).toHaveCount(3)
      const { stdout } = await app.run('verify', '--json', join(folder, 'lolcow_2.0.sif'))
      expect(stdout).toContain('dsse')
    })
  })
}
