/** A build in the window: its steps and log, what failed, what follows; the history, and two builds beside each other. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { BuildStep } from '../../src-shared/model/build-log.ts'
import { appError } from '../../src-shared/text/errors/index.ts'
import { keepBuild, logLines } from '../support/keep-build.ts'
import { type App, expect, expectAccessible, test } from './support/app.ts'

test.describe.configure({ timeout: 120_000 })

const lines = 100_000
const failedLine = 70_001
const startedAt = '2026-11-25T10:00:00.000Z'

function stepOf(id: number, key: BuildStep['key'], more: Partial<BuildStep> = {}): BuildStep {
  const times = { startedAt, finishedAt: '2026-11-25T10:00:04.200Z' }
  const empty = { stage: null, detail: '', firstLine: 0, lineCount: 0, notices: 0 }
  return { id, key, state: 'done', ...times, ...empty, ...more }
}

/** A build that failed in %post after a long log, as an engine left it. */
function keepFailed(app: App): Promise<unknown> {
  const notStarted = { state: 'waiting', startedAt: null, finishedAt: null } as const
  return keepBuild(app.home, {
    record: {
      id: 'long',
      name: 'paraview-egl.def',
      output: join(app.home, 'paraview-egl.sif'),
      state: 'failed',
      startedAt,
      finishedAt: '2026-11-25T10:01:12.000Z',
      steps: [
        stepOf(1, 'base', { detail: 'docker://ubuntu:24.04' }),
        stepOf(2, 'post', { state: 'failed', firstLine: 1, lineCount: lines, notices: lines / 5000 }),
        stepOf(3, 'pack', notStarted),
        stepOf(4, 'write', notStarted),
      ],
      failedCommand: { text: `apt-get install -y package-${failedLine}`, line: failedLine },
      error: appError('BUILD_INTERRUPTED'),
    },
    definition: 'Bootstrap: docker\nFrom: ubuntu:24.04\n\n%post\n  apt-get install -y curl\n',
    lines: logLines(lines, 2, Date.parse(startedAt)),
  })
}

async function shot(page: Page, name: string): Promise<void> {
  if (process.env.SIF_DESKTOP_SHOTS) await page.screenshot({ path: `${process.env.SIF_DESKTOP_SHOTS}/${name}.png` })
}

/** The lines that are seen, by their numbers. */
function seenLines(page: Page): Promise<readonly number[]> {
  return page.locator('.log-pane').evaluate((pane) => {
    const box = pane.getBoundingClientRect()
    return [...pane.querySelectorAll<HTMLElement>('[data-line]')].flatMap((row) => {
      const { top, bottom } = row.getBoundingClientRect()
      return top >= box.top && bottom <= box.bottom ? [Number(row.dataset.line)] : []
    })
  })
}

for (const [theme, size] of [
  ['light', { width: 1024, height: 700 }],
  ['dark', { width: 1920, height: 1080 }],
] as const) {
  test.describe(`${theme} at ${size.width}`, () => {
    test.use({ theme, size })

    test('a failed build shows the command that failed, in a log of 100,000 lines', async ({ app, page }) => {
      await keepFailed(app)
      await page.evaluate(() => location.assign('#/builds/build?id=long'))
      await expect(page.getByRole('heading', { level: 2, name: 'Stopped in %post' })).toBeVisible()
      const alert = page.getByRole('alert')
      await expect(alert).toContainText(`apt-get install -y package-${failedLine}`)
      await expect(page.locator(`[data-line="${failedLine}"]`)).toContainText(`package-${failedLine}`)
      expect(await seenLines(page)).toContain(failedLine)
      await expectAccessible(page)
      await shot(page, `build-failed-${theme}`)

      // Finding with the keyboard alone: Ctrl+F, words, Enter, Shift+Enter; F3 from the log.
      await page.keyboard.press('Control+f')
      await page.keyboard.type('held back')
      // The first finding from where one is.
      await expect(page.getByText('15 of 20')).toBeVisible()
      await page.keyboard.press('Enter')
      await expect(page.getByText('16 of 20')).toBeVisible()
      await expect(page.locator('[data-line="75002"] mark')).toHaveText('held back')
      expect(await seenLines(page)).toContain(75_002)
      await page.keyboard.press('Shift+Enter')
      await page.keyboard.press('Shift+Enter')
      await expect(page.getByText('14 of 20')).toBeVisible()
      await page.getByRole('region', { name: 'Log: Run %post' }).focus()
      await page.keyboard.press('F3')
      await expect(page.getByText('15 of 20')).toBeVisible()
      await shot(page, `build-found-${theme}`)
      await page.getByRole('searchbox', { name: 'Find in the log' }).fill('not in there')
      await expect(page.getByText('Not found')).toBeVisible()

      // Warnings lead to their lines.
      await page.getByRole('button', { name: 'Notices 20' }).click()
      await page.getByRole('button', { name: /package-15002 is held back/ }).click()
      await expect(page.locator('.log-row.current')).toContainText('package-15002')
      expect(await seenLines(page)).toContain(15_002)
      await alert.getByRole('button', { name: 'Show in the log' }).click()
      await expect(page.locator('.log-row.current')).toContainText(`package-${failedLine}`)

      // The log by the keyboard, and its steps.
      const log = page.getByRole('region', { name: 'Log: Run %post' })
      await log.focus()
      await page.keyboard.press('End')
      await expect(page.locator(`[data-line="${lines}"]`)).toBeVisible()
      await page.keyboard.press('Home')
      await expect(page.locator('[data-line="1"]')).toContainText('apt-get install -y package-1')
      await page.getByRole('button', { name: /Run %post/ }).focus()
      await page.keyboard.press('Enter')
      await expect(log).toHaveCount(0)
      await page.getByRole('button', { name: /Fetch the base/ }).press('Space')
      await expect(page.getByText('This step wrote nothing.')).toBeVisible()
    })
  })
}

test('the whole log is saved, and a build is forgotten', async ({ app, page }) => {
  await keepFailed(app)
  await page.evaluate(() => location.assign('#/builds/build?id=long'))
  await page.getByRole('button', { name: 'More actions' }).click()
  const download = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: 'Save the log…' }).click()
  const saved = await readFile(await (await download).path(), 'utf8')
  expect(saved.split('\n')).toHaveLength(lines + 1)

  const rows = page.getByRole('listbox', { name: 'Builds and drafts' }).getByRole('option')
  await expect(rows).toHaveText([/paraview-egl\.def.*Stopped in %post/])
  await rows.first().focus()
  await page.keyboard.press('Delete')
  await page.getByRole('dialog').getByRole('button', { name: 'Forget' }).press('Enter')
  await expect(page.getByText('Nothing has been built yet.')).toBeVisible()
})

test('a build is done again, signed, verified and offered to be pushed in one flow', async ({ app, page }) => {
  const passphrase = join(app.home, 'passphrase')
  await writeFile(passphrase, 'correct horse battery')
  const made = await app.run(
    ...['key', 'newpair', '--name', 'Ada', '--email', 'ada@example.org', '--passphrase-file', passphrase],
  )
  expect(made.exitCode, made.stderr).toBe(0)
  await keepBuild(app.home, {
    record: { id: 'stopped', name: 'small.def', output: join(app.home, 'small.sif'), state: 'cancelled' },
    definition: 'Bootstrap: scratch\n\n%labels\n  Name small\n',
    lines: [],
  })
  await page.reload()
  await page.evaluate(() => location.assign('#/builds/build?id=stopped'))
  await expect(page.getByRole('heading', { level: 2, name: 'Stopped by you' })).toBeVisible()
  await shot(page, 'build-cancelled')
  await page.getByRole('button', { name: 'Build again' }).click()

  // The build ended while it was looked at: signing is asked for by itself, and only the button signs.
  const sheet = page.getByRole('dialog', { name: 'Sign small.sif' })
  await expect(sheet).toBeVisible({ timeout: 20_000 })
  await sheet.getByLabel('Passphrase').first().fill('correct horse battery')
  await sheet.getByRole('button', { name: 'Sign', exact: true }).click()
  const strip = page.getByRole('region', { name: 'After the build' })
  await expect(strip).toContainText('by Ada', { timeout: 20_000 })
  await expect(strip).toContainText('Yours')
  await expect(page.getByRole('group', { name: 'Steps of the build' })).toContainText('Pack the file system')
  await expectAccessible(page)
  await shot(page, 'build-done')
  await strip.getByRole('button', { name: 'Push…' }).click()
  await expect(page.getByRole('dialog', { name: /Push small\.sif/ })).toBeVisible()
  await page.keyboard.press('Escape')

  // Coming back later, nothing opens by itself.
  await page.reload()
  await expect(strip).toContainText('Yours')
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

test('two builds are compared, and a build is opened as a definition', async ({ app, page }) => {
  const definition = (version: string) => `Bootstrap: docker\nFrom: debian:12\n\n%labels\n  Version ${version}\n`
  for (const [id, version, at] of [
    ['old', '1', '2026-11-24T10:00:00.000Z'],
    ['new', '2', '2026-11-25T10:00:00.000Z'],
  ] as const) {
    await keepBuild(app.home, {
      record: { id, name: 'tool.def', state: 'failed', startedAt: at, finishedAt: at },
      definition: definition(version),
      arguments: { THREADS: version },
      lines: [],
    })
  }
  await page.evaluate(() => location.assign('#/builds/build?id=new'))
  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: 'Compare with…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Compare' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'tool.def, two builds' })).toBeVisible()
  await expect(page.getByText('2 lines of the definition and 1 value differ.')).toBeVisible()
  const difference = page.getByRole('table', { name: 'Definition' })
  await expect(difference.getByRole('row', { name: 'Version 1' })).toBeVisible()
  await expect(difference.getByRole('row', { name: 'Version 2' })).toBeVisible()
  await expectAccessible(page)
  await shot(page, 'build-compare')
  await page.getByRole('button', { name: 'Arguments and options 1' }).click()
  await expect(page.getByRole('row', { name: /Argument THREADS/ })).toContainText('2')

  await page.goBack()
  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: 'Edit and build again' }).click()
  await expect(page).toHaveURL(/builds\/draft\?id=/)
  const rows = page.getByRole('listbox', { name: 'Builds and drafts' }).getByRole('option')
  await expect(rows).toHaveText([/tool\.def.*Draft/, /tool\.def.*Stopped/, /tool\.def.*Stopped/])
})
