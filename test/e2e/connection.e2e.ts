/** The connection doctor in the window: from an account, from an error, by the keyboard; what is wrong is said and can be copied. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { startLibraryService, type TestLibrary } from '../support/library-service/index.ts'
import { expect, expectAccessible, test } from './support/app.ts'

let service: TestLibrary
let page503: Server

test.beforeEach(async () => {
  service = await startLibraryService()
  page503 = createServer((_request, response) => {
    response
      .writeHead(200, { 'content-type': 'text/html' })
      .end('<!doctype html><title>Welcome to the guest network</title>')
  }).listen(0, '127.0.0.1')
})
test.afterEach(async () => {
  await service.close()
  page503.closeAllConnections()
  await new Promise((resolve) => page503.close(resolve))
})
test.use({ startAt: '/settings/accounts' })

test('a remote is tested step by step, and what fails is explained', async ({ app, page }) => {
  expect((await app.run('remote', 'add', 'Lab', service.origin)).exitCode).toBe(0)
  await page.reload()
  const account = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'Lab', exact: true }) })
  await account.getByRole('button', { name: 'More actions: Lab' }).click()
  await page.getByRole('menuitem', { name: 'Test the connection…' }).click()
  const sheet = page.getByRole('dialog', { name: 'Connection to Lab' })
  await expect(sheet.getByText('Everything works, as far as can be seen from here.')).toBeVisible()
  await expectAccessible(page)
  // What works is folded; it opens on request.
  const library = sheet.getByRole('region', { name: 'Library' })
  await expect(library.getByText('It is what it should be')).toBeHidden()
  await library.getByRole('button', { name: /Library/ }).click()
  await expect(library.getByText('version 1.8.2')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(sheet).toBeHidden()

  // The builder stumbles: the short test says so, the long one says where.
  service.faults.switchOn({ route: /build\/version/, fault: { kind: 'status', status: 503 } })
  await account.getByRole('button', { name: 'Test', exact: true }).click()
  await account.getByRole('button', { name: 'Find out why…' }).click()
  const builder = sheet.getByRole('region', { name: 'Builder' })
  await expect(builder.getByText(/has a problem of its own \(status 503\)/)).toBeVisible()
  await expect(builder.getByText('not tried')).toBeVisible()
  await expect(sheet.getByText('1 service cannot be used. The first step that failed says why.')).toBeVisible()
  await expectAccessible(page)
  service.faults.reset()
  await sheet.getByRole('button', { name: 'Test again' }).click()
  await expect(sheet.getByText('Everything works, as far as can be seen from here.')).toBeVisible()
})

test('an error of the network leads to the test of it', async ({ app, page }) => {
  const { port } = page503.address() as AddressInfo
  await page.getByRole('button', { name: 'Add…', exact: true }).click()
  const add = page.getByRole('dialog', { name: 'Add a remote' })
  await add.getByRole('textbox', { name: 'Name' }).fill('Portal')
  await add.getByRole('textbox', { name: 'Address' }).fill(`http://127.0.0.1:${port}`)
  await page.keyboard.press('Enter')
  await add.getByRole('button', { name: 'Test the connection…' }).click()
  const sheet = page.getByRole('dialog', { name: `Connection to 127.0.0.1:${port}` })
  await expect(sheet).toBeVisible()
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await expect(add).toBeVisible()

  const told = await app.run('registry', 'status', `127.0.0.1:${port}`, '--json')
  expect(told.exitCode).toBe(1)
  const diagnosis = JSON.parse(told.stdout) as {
    readonly isGood: boolean
    readonly services: readonly { readonly steps: readonly { readonly error: { readonly code: string } | null }[] }[]
  }
  expect(diagnosis.services[0]?.steps.map(({ error }) => error?.code ?? null)).toContain('ANSWER_IS_PAGE')
  const said = await app.run('registry', 'status', `127.0.0.1:${port}`)
  expect(said.stdout).toContain('answers with a web page and not as a registry does')
})
