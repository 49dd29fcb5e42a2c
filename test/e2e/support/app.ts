/**
 * The application under test, in the face that the project names: the browser face in Chromium, or
 * the window in Electron. Each test gets a home of its own, and fails when its page writes an error
 * to the console or breaks the content security policy.
 *
 *   import { expect, test } from './support/app.ts'
 *   test.use({ demo: true, theme: 'dark' })
 *   test('an image is verified @window', async ({ app, page }) => { … })
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, test as base, type ElectronApplication, expect, type Page } from '@playwright/test'
import { openElectron } from './electron.ts'
import { type CommandResult, runCommand, type Service, startService } from './processes.ts'

export { expect }

export interface AppOptions {
  /** What the system prefers; the application's own setting is `system` at first. */
  theme: 'light' | 'dark'
  /** Size of the page in pixels. */
  size: { readonly width: number; readonly height: number }
  /** Starts the demo services and connects the application to them. */
  demo: boolean
  /** Where in the application the page begins, like `/images`; '' is a first start. Null: the images, or where the demo begins. */
  startAt: string | null
}

export interface App {
  readonly face: 'browser' | 'window'
  /** The folder that holds all of the application's state. */
  readonly home: string
  /** The Electron application; null in the browser face. */
  readonly electron: ElectronApplication | null
  /** The process of the browser face or the demo; null in a window without the demo. */
  readonly server: Service | null
  /** What the demo services said of themselves; null without them. */
  readonly demo: Service['ready'] | null
  /** Runs `sif-desktop …` on the same home. */
  run(...args: readonly string[]): Promise<CommandResult>
  /** Says that errors in the page's console that match are meant to be there. */
  allowErrors(pattern: RegExp): void
}

interface Started extends App {
  readonly url: string | null
  readonly allowed: readonly RegExp[]
}

interface WorkerFixtures {
  chromium: (() => Promise<Browser>) | null
}

const chromiumArguments = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--force-color-profile=srgb',
  '--font-render-hinting=none',
]

export const test = base.extend<AppOptions & { started: Started; app: App; page: Page }, WorkerFixtures>({
  theme: ['light', { option: true }],
  size: [{ width: 1280, height: 860 }, { option: true }],
  demo: [false, { option: true }],
  startAt: [null, { option: true }],

  chromium: [
    async ({ playwright }, use) => {
      let browser: Promise<Browser> | null = null
      await use(() => {
        browser ??= playwright.chromium.launch({
          executablePath: process.env.SIF_DESKTOP_CHROMIUM ?? '/usr/bin/chromium',
          chromiumSandbox: process.getuid?.() !== 0,
          args: chromiumArguments,
        })
        return browser
      })
      await (await (browser as Promise<Browser> | null))?.close()
    },
    { scope: 'worker' },
  ],

  started: async ({ demo }, use, testInfo) => {
    const home = await mkdtemp(join(tmpdir(), 'sif-desktop-e2e-'))
    const face = testInfo.project.metadata.face === 'window' ? 'window' : 'browser'
    const allowed: RegExp[] = []
    const stops: (() => Promise<void>)[] = []
    try {
      // The demo has a browser face of its own; the window joins it on the same home.
      const command = demo ? 'demo' : 'serve'
      const needsServer = face === 'browser' || demo
      const server = needsServer ? await startService(home, [command, '--no-open', '--json'], 'url') : null
      if (server) stops.unshift(() => server.stop())
      const electron = face === 'window' ? await openElectron(home) : null
      if (electron) stops.unshift(() => electron.close())
      await use({
        face,
        home,
        electron,
        server,
        demo: demo ? (server?.ready ?? null) : null,
        url: typeof server?.ready.url === 'string' ? server.ready.url : null,
        allowed,
        run: (...args) => runCommand(home, args),
        allowErrors: (pattern) => void allowed.push(pattern),
      })
    } finally {
      for (const stop of stops) await stop()
      await rm(home, { recursive: true, force: true })
    }
  },

  app: async ({ started }, use) => {
    await use(started)
  },

  page: async ({ started, chromium, theme, size, startAt: wanted }, use) => {
    // A window beside the demo is not the demo's own, so it does not begin where that does.
    const begin = started.electron === null ? '' : '/library'
    const startAt = wanted ?? (started.demo === null ? '/images' : begin)
    const errors: string[] = []
    const watch = (page: Page): void => {
      page.on('console', (message) => {
        if (message.type() === 'error' || /Content Security Policy/.test(message.text())) errors.push(message.text())
      })
      page.on('pageerror', (error) => errors.push(String(error)))
    }
    if (started.electron) {
      const page = await started.electron.firstWindow()
      watch(page)
      // Emulation that is asked for while the window still goes from its empty page to its first is never answered.
      await page.waitForURL(/^app:/)
      await page.waitForLoadState('load')
      await started.electron.evaluate(({ BrowserWindow }, { width, height }) => {
        BrowserWindow.getAllWindows()[0]?.setContentSize(width, height)
      }, size)
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
      if (startAt !== '') await page.evaluate((address) => location.assign(`#${address}`), startAt)
      await use(page)
    } else {
      const browser = await chromium?.()
      if (!browser || started.url === null) throw new Error('The browser face printed no address')
      const context = await browser.newContext({ colorScheme: theme, viewport: size, reducedMotion: 'reduce' })
      const page = await context.newPage()
      watch(page)
      const url = new URL(started.url)
      if (startAt !== '') url.searchParams.set('to', startAt)
      await page.goto(url.href)
      await page.waitForURL((address) => address.pathname === '/')
      await use(page)
      await context.close()
    }
    const unexpected = errors.filter((text) => !started.allowed.some((pattern) => pattern.test(text)))
    expect(unexpected, 'errors in the console of the page').toEqual([])
  },
})

/** Fails with every rule that the page breaks for people who use it without eyes, mouse or full colour vision. */
export async function expectAccessible(page: Page): Promise<void> {
  // Legacy mode: the other one opens pages of its own, which the window refuses.
  // React Aria announces a control by its label; the words stand there for seconds, the label may be gone by then.
  const announcements = '[data-live-announcer]'
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).exclude(announcements).analyze()
  const found = violations.map(({ id, help, nodes }) => ({
    id,
    help,
    where: nodes.map((node) => node.html.slice(0, 200)),
  }))
  expect(found).toEqual([])
}
