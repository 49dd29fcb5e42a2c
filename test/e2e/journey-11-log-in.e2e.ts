/** Journey 11: log in. The token is checked at once, its end is shown, and one that no longer counts is seen everywhere. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startLibraryService, type TestLibrary, testJwt } from '../support/library-service/index.ts'
import { smallSif } from '../support/small-sif.ts'
import { expect, expectAccessible, test } from './support/app.ts'

const ada = { username: 'ada', email: 'ada@example.org', realName: 'Ada L.', registrySecret: 'secret' }
const inDays = (days: number): number => Math.floor(Date.now() / 1000) + days * 86_400

let service: TestLibrary

test.beforeEach(async () => {
  service = await startLibraryService({ searchNeedsLogin: true })
  service.put('ada/tools/align', await smallSif('amd64', 4000), { tags: ['1.0'] })
})
test.afterEach(() => service.close())

test('journey 11: an account is added, used, renewed when it no longer counts, and left', async ({ app, page }) => {
  const token = testJwt(inDays(20))
  service.switches.accounts.set(token, ada)

  await test.step('add an account: a token that does not count is refused at once', async () => {
    await page.getByRole('link', { name: 'Settings' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Accounts' })).toBeVisible()
    await page.getByRole('button', { name: 'Add…', exact: true }).click()
    const sheet = page.getByRole('dialog', { name: 'Add a remote' })
    await page.keyboard.type('Lab')
    await page.keyboard.press('Tab')
    await page.keyboard.type(service.origin)
    await page.keyboard.press('Tab')
    await page.keyboard.insertText(testJwt(inDays(-2)))
    await page.keyboard.press('Enter')
    await expect(sheet.getByText(/This access token ended on/)).toBeVisible()
    await sheet.getByLabel(/^Access token/).fill('a-token-of-another-server')
    await page.keyboard.press('Enter')
    await expect(sheet.getByText('does not accept this access token')).toBeVisible()
    await expectAccessible(page)
    await sheet.getByLabel(/^Access token/).fill(token)
    await sheet.getByRole('button', { name: 'Add', exact: true }).click()
    await expect(sheet).toBeHidden()
  })

  const account = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'Lab', exact: true }) })
  await expect(account).toContainText(/signed in as ada, token ends on \d+ \w+ \d{4}/)
  await account.getByRole('button', { name: 'Use this one' }).click()
  await expect(page.getByRole('link', { name: 'Remote in use: Lab' })).toBeVisible()

  await test.step('what needs an account works', async () => {
    await page.getByRole('link', { name: 'Library' }).click()
    await page.getByRole('searchbox', { name: 'Search the library' }).fill('align')
    await expect(page.getByRole('treegrid', { name: 'Results' })).toContainText('ada / tools / align')
  })

  await test.step('a token that no longer counts is seen where it matters', async () => {
    service.switches.accounts.delete(token)
    await page.getByRole('searchbox', { name: 'Search the library' }).fill('aligner')
    await expect(page.getByRole('heading', { name: /search/i })).toBeVisible()
    await expect(page.getByText('Lab no longer accepts your access token.')).toBeVisible()
    await expect(page.getByRole('link', { name: 'Lab: sign in again' })).toBeVisible()
    await expectAccessible(page)
    await page.getByRole('link', { name: 'Settings' }).click()
    await expect(account).toContainText('the token is no longer accepted')
    await expectAccessible(page)
  })

  const renewed = testJwt(inDays(3))
  service.switches.accounts.set(renewed, ada)
  await test.step('it is renewed from there, by the keyboard', async () => {
    await page.getByRole('link', { name: 'Lab: sign in again' }).focus()
    await page.keyboard.press('Enter')
    const sheet = page.getByRole('dialog', { name: 'Sign in to Lab' })
    await expect(sheet.getByText(`${service.origin}/auth/tokens`)).toBeVisible()
    // A page without encryption is not opened, only named.
    await expect(sheet.getByRole('button', { name: 'Open the token page…' })).toHaveCount(0)
    await expectAccessible(page)
    await expect(sheet.getByLabel('Access token')).toBeFocused()
    await page.keyboard.insertText(`${renewed}\n`)
    await page.keyboard.press('Enter')
    await expect(sheet).toBeHidden()
    await expect(account).toContainText('signed in as ada, token ends soon')
    await expect(page.getByRole('link', { name: 'Remote in use: Lab' })).toBeVisible()
  })

  await test.step('signing out forgets the token', async () => {
    const secrets = async (): Promise<string> => {
      const folder = join(app.home, 'secrets')
      const files = (await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8'))
      return (await Promise.all(files)).join('\n')
    }
    // In the window the system's keychain has it.
    if (app.face === 'browser') expect(await secrets()).toContain(renewed)
    await account.getByRole('button', { name: 'More actions: Lab' }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await expect(account).toContainText('not signed in, can read what is public')
    if (app.face === 'browser') expect(await secrets()).not.toContain(renewed)
    const status = await app.run('remote', 'list', '--json')
    expect(status.stdout).not.toContain(renewed)
  })
})

test('journey 11: a token that ends while one looks is told of', async ({ app, page }) => {
  const token = testJwt(Math.floor(Date.now() / 1000) + 6)
  service.switches.accounts.set(token, ada)
  await page.evaluate(() => location.assign('#/settings/accounts'))
  await page.getByRole('button', { name: 'Add…', exact: true }).click()
  const sheet = page.getByRole('dialog', { name: 'Add a remote' })
  await sheet.getByRole('textbox', { name: 'Name' }).fill('Lab')
  await sheet.getByRole('textbox', { name: 'Address' }).fill(service.origin)
  await sheet.getByLabel(/^Access token/).fill(token)
  await page.keyboard.press('Enter')
  await expect(sheet).toBeHidden()
  expect((await app.run('remote', 'use', 'Lab')).exitCode).toBe(0)
  await page.reload()
  await expect(page.getByRole('link', { name: 'Lab: sign in again' })).toBeVisible({ timeout: 15_000 })
  await page.evaluate(() => location.assign('#/library/Lab/ada/tools/align'))
  await expect(page.getByRole('heading', { level: 1, name: 'align' })).toBeVisible()
  await expect(page.getByText(/Your access token for Lab ended on/)).toBeVisible()
  await page.getByRole('link', { name: 'Renew the token…' }).click()
  await expect(page.getByRole('dialog', { name: 'Sign in to Lab' })).toBeVisible()
})

test('journey 11: the token page opens in a tab, after its host was shown', async ({ page }) => {
  await page.evaluate(() => location.assign('#/settings/accounts?sign-in=SylabsCloud'))
  const opened: string[] = []
  await page.context().route('https://cloud.sylabs.io/**', (route) => {
    opened.push(route.request().url())
    return route.fulfill({ status: 200, contentType: 'text/html', body: '<title>Tokens</title>' })
  })
  const sheet = page.getByRole('dialog', { name: 'Sign in to SylabsCloud' })
  await sheet.getByRole('button', { name: 'Open the token page…' }).click()
  await expect(sheet.getByText('Open a page of cloud.sylabs.io in your browser?')).toBeVisible()
  expect(opened).toEqual([])
  const tab = page.context().waitForEvent('page')
  await sheet.getByRole('button', { name: 'Open', exact: true }).click()
  await (await tab).waitForURL('https://cloud.sylabs.io/auth/tokens')
  expect(opened).toEqual(['https://cloud.sylabs.io/auth/tokens'])
})

test('journey 11: the window asks before it opens the token page @window-only', async ({ app, page }) => {
  const { electron } = app
  if (electron === null) throw new Error('this test needs the window')
  await electron.evaluate(({ dialog, shell }) => {
    const asked: string[] = []
    Object.assign(globalThis, { asked })
    dialog.showMessageBox = ((...args: readonly unknown[]) => {
      const question = args.at(-1) as { readonly message: string; readonly detail: string }
      asked.push(`${question.message} ${question.detail}`)
      return Promise.resolve({ response: asked.length > 1 ? 0 : 1, checkboxChecked: false })
    }) as typeof dialog.showMessageBox
    shell.openExternal = (url) => {
      asked.push(`opened ${url}`)
      return Promise.resolve()
    }
  })
  await page.evaluate(() => location.assign('#/settings/accounts?sign-in=SylabsCloud'))
  const button = page.getByRole('button', { name: 'Open the token page…' })
  const asked = (): Promise<readonly string[]> =>
    electron.evaluate(() => (globalThis as unknown as { readonly asked: readonly string[] }).asked)
  await button.click()
  await expect.poll(async () => (await asked()).length).toBe(1)
  await button.click()
  await expect.poll(async () => (await asked()).length).toBe(3)
  const [first = '', , last] = await asked()
  expect(first).toContain('cloud.sylabs.io')
  expect(first).toContain('https://cloud.sylabs.io/auth/tokens')
  expect(last).toBe('opened https://cloud.sylabs.io/auth/tokens')
})
