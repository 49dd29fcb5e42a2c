/** Security points 1 to 5 and 7 in a real Electron: what a page in the window can and cannot do. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, test } from './support/app.ts'

const settled = async (page: Page): Promise<void> => {
  await expect(page.getByRole('navigation').first()).toBeVisible()
}

test('1 the window is sandboxed, isolated, and every page gets the same @window-only', async ({ app, page }) => {
  await settled(page)
  const found = await app.electron?.evaluate(({ BrowserWindow, webContents }) => ({
    windows: BrowserWindow.getAllWindows().length,
    preferences: webContents.getAllWebContents().map((contents) => {
      // Not in the types, but the only place that tells what a page really got.
      const preferences: unknown = Reflect.get(contents, 'getLastWebPreferences')?.call(contents)
      return preferences as Record<string, unknown>
    }),
  }))
  expect(await app.electron?.evaluate(({ app: electron }) => electron.commandLine.hasSwitch('no-sandbox'))).toBe(false)
  expect(found?.windows).toBe(1)
  for (const preferences of found?.preferences ?? []) {
    expect(preferences).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      allowRunningInsecureContent: false,
    })
  }
  const inPage = await page.evaluate(() => ({
    require: typeof Reflect.get(window, 'require'),
    process: typeof Reflect.get(window, 'process'),
    module: typeof Reflect.get(window, 'module'),
    electron: typeof Reflect.get(window, 'electron'),
  }))
  expect(inPage).toEqual({ require: 'undefined', process: 'undefined', module: 'undefined', electron: 'undefined' })
})

test('2 pages come from app:// and no path leads out of the built files @window-only', async ({ app, page }) => {
  app.allowErrors(/Failed to load resource|Not allowed to load|ERR_|Refused to connect|Fetch API cannot load|violates/)
  await settled(page)
  expect(await page.evaluate(() => location.origin)).toBe('app://sif-desktop')
  const answers = await page.evaluate(async () => {
    const paths = [
      '/..%2f..%2fpackage.json',
      '/%2e%2e/%2e%2e/package.json',
      '/assets/..%2f..%2f..%2fpackage.json',
      '/..%5c..%5cpackage.json',
      '/../shell/main.cjs',
      '//sif-desktop/../package.json',
      '/package.json',
      '/%00.json',
    ]
    const results: string[] = []
    for (const path of paths) {
      const response = await fetch(path).catch(() => null)
      const text = response?.ok ? await response.text() : ''
      if (text.includes('"better-sqlite3"') || text.includes('enableSandbox')) results.push(path)
    }
    const others: string[] = []
    for (const url of ['file:///etc/passwd', 'app://other/index.html', 'app://sif-desktop.evil/index.html']) {
      const response = await fetch(url).catch(() => null)
      if (response?.ok) others.push(url)
    }
    return [...results, ...others]
  })
  expect(answers).toEqual([])
})

test('3 every answer carries the policy, and it lets nothing else in @window-only', async ({ app, page }) => {
  app.allowErrors(/Content Security Policy|Failed to load|ERR_/)
  await settled(page)
  const policy = await page.evaluate(async () => (await fetch('/index.html')).headers.get('content-security-policy'))
  expect(policy).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; " +
      "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  )
  const broken = await page.evaluate(async () => {
    const violations: string[] = []
    document.addEventListener('securitypolicyviolation', (event) => violations.push(event.effectiveDirective))
    const script = document.createElement('script')
    script.textContent = 'window.isBroken = true'
    document.body.append(script)
    const frame = document.createElement('iframe')
    frame.src = 'https://example.org/'
    document.body.append(frame)
    const image = document.createElement('img')
    image.src = 'https://example.org/x.png'
    document.body.append(image)
    await fetch('https://example.org/').catch(() => undefined)
    await new Promise((resolve) => setTimeout(resolve, 300))
    return { violations: [...new Set(violations)].sort(), isBroken: Reflect.get(window, 'isBroken') ?? false }
  })
  expect(broken.isBroken).toBe(false)
  expect(broken.violations).toEqual(['connect-src', 'frame-src', 'img-src', 'script-src-elem'])
})

test('4 navigation, new windows, frames and permissions are refused @window-only', async ({ app, page }) => {
  app.allowErrors(/./)
  await settled(page)
  // No dialog may open under test, and no browser be started: both are recorded instead.
  await app.electron?.evaluate(({ dialog, shell }) => {
    const asked: string[] = []
    Reflect.set(globalThis, 'asked', asked)
    dialog.showMessageBox = (async (...args: unknown[]) => {
      asked.push(String(Reflect.get(Object(args.at(-1)), 'message')))
      return { response: 1, checkboxChecked: false }
    }) as typeof dialog.showMessageBox
    shell.openExternal = async (url) => {
      asked.push(`opened ${url}`)
    }
  })
  const before = page.url()
  for (const url of [
    'https://example.org/',
    'file:///etc/passwd',
    'data:text/html,x',
    'app://other/',
    'javascript:1',
  ]) {
    await page.evaluate((target) => {
      const link = document.createElement('a')
      link.href = target
      document.body.append(link)
      link.click()
      link.remove()
    }, url)
    await page.waitForTimeout(100)
    expect(page.url()).toBe(before)
  }
  const opened = await page.evaluate(() =>
    [
      'https://user@example.org/',
      'http://example.org/',
      'file:///etc/passwd',
      'javascript:1',
      'https://example.org/a',
    ].map((url) => window.open(url) === null),
  )
  expect(opened).toEqual([true, true, true, true, true])
  expect(app.electron?.windows()).toHaveLength(1)
  // Only the https address without a user name was asked about, by its host, and not opened when refused.
  await expect
    .poll(() => app.electron?.evaluate(() => Reflect.get(globalThis, 'asked') as unknown))
    .toEqual(['Open a page of example.org in your browser?'])

  const permissions = await page.evaluate(async () => {
    const refused = async (work: Promise<unknown>): Promise<boolean> =>
      work.then(
        () => false,
        () => true,
      )
    return {
      notifications: await Notification.requestPermission(),
      location: await refused(
        new Promise((resolve, reject) => navigator.geolocation.getCurrentPosition(resolve, reject)),
      ),
      camera: await refused(navigator.mediaDevices.getUserMedia({ video: true })),
      readClipboard: await refused(navigator.clipboard.readText()),
      screen: await refused(navigator.mediaDevices.getDisplayMedia()),
    }
  })
  expect(permissions).toEqual({
    notifications: 'denied',
    location: true,
    camera: true,
    readClipboard: true,
    screen: true,
  })
})

test('5 the preload shows one function, and bad messages are answered and logged @window-only', async ({
  app,
  page,
}) => {
  await settled(page)
  const surface = await page.evaluate(() => {
    const bridge: unknown = Reflect.get(window, 'sifDesktop')
    const connection = (bridge as { connect(a: () => void, b: () => void): object }).connect(
      () => undefined,
      () => undefined,
    )
    return { bridge: Object.keys(Object(bridge)), connection: Object.keys(connection).sort() }
  })
  expect(surface).toEqual({ bridge: ['connect'], connection: ['close', 'pathOfFile', 'send'] })

  const answers = await page.evaluate(async () => {
    const bridge = Reflect.get(window, 'sifDesktop') as {
      connect(onMessage: (message: unknown) => void, onClose: () => void): { send(message: unknown): void }
    }
    const received: { type: string; error: { code: string } }[] = []
    const connection = bridge.connect(
      (message) => received.push(message as (typeof received)[0]),
      () => undefined,
    )
    connection.send({ type: 'call', id: 1, name: 'jobs.list', params: {}, extra: true })
    connection.send({ type: 'call', id: 2, name: 'no.such', params: {} })
    connection.send({ type: 'call', id: 3, name: 'images.list', params: { limit: 'many' } })
    connection.send('nonsense')
    connection.send({ type: 'shell', id: 4, request: { verb: 'openExternal', url: 'file:///etc/passwd' } })
    connection.send({ type: 'shell', id: 5, request: { verb: 'runProgram', path: '/bin/sh' } })
    await new Promise((resolve) => setTimeout(resolve, 1500))
    return received.filter(({ type }) => type !== 'event').map(({ type, error }) => `${type} ${error?.code}`)
  })
  expect(answers.sort()).toEqual([
    'error CALL_MALFORMED',
    'error CALL_UNKNOWN',
    'error MESSAGE_MALFORMED',
    'error MESSAGE_MALFORMED',
    'shellError LINK_NOT_ALLOWED',
    'shellError SHELL_REQUEST_MALFORMED',
  ])
  const logs = await readdir(join(app.home, 'log'))
  const text = (await Promise.all(logs.map((file) => readFile(join(app.home, 'log', file), 'utf8')))).join('\n')
  expect(text).toContain('shell request refused')
})

test('a link opens in the browser only after its host was shown @window-only', async ({ app, page }) => {
  await settled(page)
  await app.electron?.evaluate(({ dialog, shell }) => {
    const asked: string[] = []
    Reflect.set(globalThis, 'asked', asked)
    dialog.showMessageBox = (async (...args: unknown[]) => {
      asked.push(String(Reflect.get(Object(args.at(-1)), 'message')))
      return { response: 0, checkboxChecked: false }
    }) as typeof dialog.showMessageBox
    shell.openExternal = async (url) => {
      asked.push(`opened ${url}`)
    }
  })
  await page.evaluate(() => window.open('https://example.org/page?x=1'))
  await expect
    .poll(() => app.electron?.evaluate(() => Reflect.get(globalThis, 'asked') as unknown))
    .toEqual(['Open a page of example.org in your browser?', 'opened https://example.org/page?x=1'])
})
