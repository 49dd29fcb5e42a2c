/** A build at a remote builder in the window: left there and come back to, stopped there, put into the library. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { type App, expect, expectAccessible, test } from './support/app.ts'

test.describe.configure({ timeout: 120_000 })
test.use({ demo: true, startAt: '/builds' })

/** Long enough to be left, come back to and stopped. */
async function longDefinition(app: App): Promise<string> {
  const commands = Array.from({ length: 30 }, (_, index) => `    echo step ${index + 1}\n`).join('')
  const path = join(app.home, 'long.def')
  await writeFile(path, `Bootstrap: docker\nFrom: debian:13-slim\n\n%post\n${commands}`)
  return path
}

/** Builds from the terminal on the same home. @returns the address of the build's page */
async function addressOfBuild(app: App, ...args: readonly string[]): Promise<string> {
  const { stdout, stderr } = await app.run('build', '--remote', '--json', ...args)
  const last = JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}') as { readonly buildId?: string }
  if (last.buildId === undefined) throw new Error(`${stdout}${stderr}`)
  return `#/builds/build?id=${last.buildId}`
}

async function shot(page: Page, name: string): Promise<void> {
  if (process.env.SIF_DESKTOP_SHOTS) await page.screenshot({ path: `${process.env.SIF_DESKTOP_SHOTS}/${name}.png` })
}

test('a build is left at the builder, come back to, and its image arrives', async ({ app, page }) => {
  const address = await addressOfBuild(app, '--detached', join(app.home, 'long.sif'), await longDefinition(app))
  await page.goto(page.url().replace(/#.*$/, address))
  await expect(page.getByRole('heading', { name: 'Goes on at the remote builder' })).toBeVisible()
  await expectAccessible(page)

  await page.getByRole('button', { name: 'Come back to it' }).click()
  await expect(page.getByText('+ echo step 2')).toBeVisible({ timeout: 20_000 })
  await expectAccessible(page)
  await shot(page, 'build-remote-running')
  await page.getByRole('button', { name: 'Leave it there' }).click()
  await expect(page.getByRole('heading', { name: 'Goes on at the remote builder' })).toBeVisible()

  await page.getByRole('button', { name: 'Come back to it' }).click()
  await expect(page.getByRole('link', { name: 'Show image' })).toBeVisible({ timeout: 40_000 })
  await page.getByRole('link', { name: 'Show image' }).click()
  await expect(page.getByRole('heading', { name: 'long.sif' })).toBeVisible()
})

test('a build is stopped at the builder', async ({ app, page }) => {
  const address = await addressOfBuild(app, '--detached', join(app.home, 'out.sif'), await longDefinition(app))
  await page.goto(page.url().replace(/#.*$/, address))
  await page.getByRole('button', { name: 'Come back to it' }).click()
  await page.getByRole('button', { name: 'Stop', exact: true }).click()
  const sheet = page.getByRole('dialog')
  await expect(sheet.getByText('The remote builder is told to stop')).toBeVisible()
  await sheet.getByRole('button', { name: 'Stop', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Stopped by you' })).toBeVisible({ timeout: 20_000 })
  await expect(page.getByText(/It was cancelled at 127\.0\.0\.1/)).toBeVisible()
})

test('a build to the library is shown there', async ({ app, page }) => {
  const path = join(app.home, 'short.def')
  await writeFile(path, 'Bootstrap: docker\nFrom: debian:13-slim\n')
  const address = await addressOfBuild(app, 'library://northlab/tools/short:1.0', path)
  await page.goto(page.url().replace(/#.*$/, address))
  await expect(page.getByRole('link', { name: 'Show in the library' })).toBeVisible()
  await expectAccessible(page)
  await shot(page, 'build-remote-library')
  await page.getByRole('link', { name: 'Show in the library' }).click()
  await expect(page.getByRole('heading', { name: /short/ }).first()).toBeVisible()
})

test('the end of a live log is followed until the user scrolls up', async ({ app, page }) => {
  const address = await addressOfBuild(app, '--detached', join(app.home, 'out.sif'), await longDefinition(app))
  await page.goto(page.url().replace(/#.*$/, address))
  await page.getByRole('button', { name: 'Come back to it' }).click()
  const follow = page.getByRole('button', { name: 'Follow the end' })
  const log = page.getByRole('region', { name: /^Log: Build remotely|^Log: Run %post/ })
  await expect(log.getByText('+ echo step 20')).toBeVisible({ timeout: 30_000 })
  await expect(follow).toHaveAttribute('aria-pressed', 'true')
  const place = () =>
    log.evaluate(({ scrollTop, scrollHeight, clientHeight }) => [scrollTop, scrollHeight - clientHeight])

  await log.hover()
  await page.mouse.wheel(0, -200)
  await expect(follow).toHaveAttribute('aria-pressed', 'false')
  const [top = 0] = await place()
  // More lines come, and what is being read stays where it is.
  await page.waitForTimeout(700)
  expect((await place())[0]).toBe(top)
  await follow.click()
  await expect
    .poll(async () => {
      const [now = 0, end = 0] = await place()
      return end - now
    })
    .toBeLessThan(2)
  await shot(page, 'build-remote-follow')
  await page.getByRole('button', { name: 'Stop', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Stop', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Stopped by you' })).toBeVisible({ timeout: 20_000 })
})
