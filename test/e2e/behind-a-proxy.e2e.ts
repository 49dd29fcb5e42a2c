/**
 * Working from a network that lets nothing out but through a proxy with a login, and whose own authority vouches
 * for the servers behind it: set up by mouse and keyboard, then Docker Hub is searched through it.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type LoopbackProxy, startLoopbackProxy } from '../support/loopback-proxy.ts'
import { hasProgram } from '../support/make-sif.ts'
import { makePki, type TestPki } from '../support/test-pki.ts'
import { expect, expectAccessible, test } from './support/app.ts'

const results = [
  {
    name: 'alpine',
    short_description: 'A minimal image of five megabytes',
    badge: 'official',
    star_count: 11_000,
    pull_count: '1B+',
    architectures: [{ name: 'amd64' }, { name: 'arm64' }],
    publisher: { name: 'Docker' },
    updated_at: '2026-02-02T10:00:00Z',
  },
  {
    name: 'labworks/alpine-tools',
    short_description: 'Tools on Alpine',
    badge: 'verified_publisher',
    pull_count: '50K+',
  },
]

let folder = ''
let pki: TestPki | null = null
let hub: Server | null = null
let proxy: LoopbackProxy | null = null
let asked: string[] = []

test.beforeEach(async () => {
  if (!hasProgram('openssl')) return
  folder = mkdtempSync(join(tmpdir(), 'sif-desktop-proxy-'))
  pki = makePki(folder)
  asked = []
  const extensions = 'subjectAltName=DNS:hub.docker.com\nextendedKeyUsage=serverAuth\n'
  const { key, certificate } = pki.leaf('hub', { extensions })
  const cert = [certificate, pki.intermediateFile].map((file) => readFileSync(file, 'utf8')).join('')
  const server = createServer({ key: readFileSync(key), cert }, (request, response) => {
    asked.push(request.url ?? '')
    const words = new URL(request.url ?? '', 'https://hub.docker.com').searchParams.get('query') ?? ''
    const found = results.filter(({ name }) => name.includes(words))
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ total: found.length, results: found }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  hub = server
  const { port } = server.address() as AddressInfo
  proxy = await startLoopbackProxy({
    portOf: ({ hostname }) => (hostname === 'hub.docker.com' ? port : null),
    login: 'ada:company-secret',
  })
})
test.afterEach(async () => {
  await proxy?.close()
  hub?.closeAllConnections()
  await new Promise((resolve) => (hub === null ? resolve(null) : hub.close(resolve)))
  if (folder !== '') rmSync(folder, { recursive: true, force: true })
})

test('Docker Hub is searched through a proxy, by the authority of the network', async ({ app, page }) => {
  test.skip(!hasProgram('openssl'), 'needs openssl')
  if (proxy === null || pki === null) throw new Error('the servers of the test are not there')
  const { url } = proxy
  const choose = async (): Promise<void> => {
    await page.getByRole('link', { name: 'Library' }).click()
    await page.getByRole('button', { name: /^Source/ }).click()
    await page.getByRole('menuitemradio', { name: 'Docker Hub' }).click()
    await page.getByRole('searchbox', { name: /Docker Hub/ }).fill('alpine')
  }

  await test.step('the proxy is named, with who asks', async () => {
    await page.getByRole('link', { name: 'Settings' }).click()
    await page.getByRole('link', { name: 'Network' }).click()
    await page.getByText(/^This one/).click()
    await page.getByRole('textbox', { name: 'Address of the proxy' }).fill(url.replace('//', '//ada:company-secret@'))
    await page.getByRole('button', { name: 'Save', exact: true }).first().click()
    await expect(page.getByText('The address of the proxy holds a user name or a password.')).toBeVisible()
    await page.getByRole('textbox', { name: 'Address of the proxy' }).fill(url)
    await page.getByRole('textbox', { name: 'Reached without it' }).fill('.lab.example.org')
    await page.getByRole('textbox', { name: 'User name' }).fill('ada')
    await page.getByLabel('Password', { exact: true }).fill('company-secret')
    await page.keyboard.press('Enter')
    await expect(page.getByText('A password for ada is kept. Leave both empty to forget it.')).toBeVisible()
    await expectAccessible(page)
  })

  await test.step('what the proxy does is found out by the test of the connection', async () => {
    await choose()
    await expect(page.getByText(/authority that this computer does not know/).first()).toBeVisible()
    await page.getByRole('button', { name: 'Test the connection…' }).click()
    const sheet = page.getByRole('dialog', { name: 'Connection to hub.docker.com' })
    await expect(sheet.getByText('The proxy lets it through')).toBeVisible()
    await expect(
      sheet.getByText(/comes from an authority that this computer does not know: O=Test, CN=Test Root/),
    ).toBeVisible()
    await expectAccessible(page)
    await page.keyboard.press('Escape')
  })

  await test.step('its authority is trusted for that host alone', async () => {
    await page.getByRole('link', { name: 'Settings' }).click()
    await page.getByRole('link', { name: 'Network' }).click()
    await page.getByRole('button', { name: 'Add a host…' }).click()
    const sheet = page.getByRole('dialog', { name: 'Add a host' })
    await sheet.getByRole('textbox', { name: 'Host' }).fill('https://hub.docker.com/')
    await sheet.getByRole('textbox', { name: 'Certificate of its authority' }).fill('no certificate')
    await sheet.getByRole('button', { name: 'Add', exact: true }).click()
    await expect(sheet.getByText('What was given holds no certificate that can be read.')).toBeVisible()
    await sheet
      .getByRole('textbox', { name: 'Certificate of its authority' })
      .fill(readFileSync(pki?.rootFile ?? '', 'utf8'))
    await expectAccessible(page)
    await sheet.getByRole('button', { name: 'Add', exact: true }).click()
    await expect(sheet).toBeHidden()
    await expect(page.getByRole('listitem').filter({ hasText: 'hub.docker.com' })).toContainText('own authority')
  })

  await test.step('Docker Hub is searched', async () => {
    await choose()
    const found = page.getByRole('grid', { name: 'Images on Docker Hub' })
    await expect(found.getByRole('row').filter({ hasText: 'A minimal image' })).toContainText('official')
    await expect(found.getByRole('row').filter({ hasText: 'labworks' })).toContainText('verified publisher')
    await expect(found).toContainText('1B+')
    await expectAccessible(page)
    await page.getByRole('searchbox', { name: /Docker Hub/ }).fill('alpine-tools')
    await expect(found.getByRole('row').filter({ hasText: 'A minimal image' })).toHaveCount(0)
    await found.getByRole('button', { name: 'Pull labworks/alpine-tools' }).click()
    const pull = page.getByRole('dialog', { name: 'Pull an image' })
    await expect(pull.getByRole('textbox', { name: 'What' })).toHaveValue('docker://labworks/alpine-tools')
    // The registry itself is behind a proxy that does not let it through, and that is said.
    await expect(pull.getByText(/refuses to connect to registry-1\.docker\.io/)).toBeVisible()
  })

  expect(asked.every((path) => path.startsWith('/api/search/v4?'))).toBe(true)
  expect(asked.length).toBeGreaterThan(0)
  const told = await app.run('registry', 'status', 'docker.io')
  expect(told.stdout).toContain('refuses to connect to registry-1.docker.io')
  expect(told.stdout).not.toContain('company-secret')
  expect(proxy.asked.every((line) => /^CONNECT (?:hub|registry-1)\.docker\.(?:com|io):443$/.test(line))).toBe(true)
})
