/**
 * A newcomer's path: somebody has an image and, in an e-mail, the fingerprint of the colleague who should have
 * signed it. From there to "verified" in at most six gestures, by mouse and by keyboard alone. A gesture is a
 * press, a paste or a key that does something; moving the pointer or the focus is none.
 */
import { expect, type Locator, type Page } from '@playwright/test'
import { type App, test } from './support/app.ts'

test.use({ demo: true, startAt: '/images' })
test.describe.configure({ timeout: 180_000 })

const image = 'lolcow_2.0.sif'
const mostGestures = 6

/** The demo knows its signers already; a newcomer does not. @returns the e-mail */
async function forgetSigner(app: App, page: Page): Promise<string> {
  const path = `${app.home}/images/${image}`
  const report = JSON.parse((await app.run('verify', '--json', '--offline', path)).stdout) as {
    readonly signatures: readonly { readonly fingerprint: string }[]
  }
  const fingerprint = report.signatures[0]?.fingerprint ?? ''
  await app.run('key', 'remove', fingerprint)
  expect((await app.run('verify', '--offline', path)).exitCode).toBe(15)
  await page.reload()
  const groups = fingerprint.toLowerCase().match(/.{4}/g) ?? []
  return `Hi, it is signed with my key ${groups.join(' ')}, see you on Monday`
}

/** Counts what the user does. */
function gestures() {
  const made: string[] = []
  return {
    made,
    make: async (name: string, work: () => Promise<unknown>): Promise<void> => {
      made.push(name)
      await work()
    },
  }
}

async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate(async (words) => navigator.clipboard.writeText(words), text)
  await page.keyboard.press('Control+V')
}

async function expectVerified(app: App, page: Page): Promise<void> {
  await expect(page.getByRole('region', { name: 'What you decided' })).toContainText('Verified')
  const { exitCode } = await app.run('verify', '--offline', `${app.home}/images/${image}`)
  expect(exitCode).toBe(0)
}

test.beforeEach(async ({ page }) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
})

test('by mouse', async ({ app, page }, testInfo) => {
  const mail = await forgetSigner(app, page)
  const { made, make } = gestures()
  await make('open the image', () => page.getByText(image).first().dblclick())
  const verdict = page.getByRole('region', { name: 'Verdict' })
  await make('find the key', () => verdict.getByRole('button', { name: 'Find the key…' }).click())
  await make('check this signer', () => verdict.getByRole('button', { name: 'Check this signer…' }).click())
  await expect(page.getByRole('heading', { level: 1, name: 'Check this signer' })).toBeVisible()
  await make('paste the fingerprint', () => paste(page, mail))
  await expect(page.getByText('The same key.')).toBeVisible()
  await make('say how it was checked', () =>
    page.getByRole('radio', { name: 'By phone or video' }).check({ force: true }),
  )
  await make('save', () => page.getByRole('button', { name: 'Save decision' }).click())
  await expectVerified(app, page)
  testInfo.annotations.push({ type: 'gestures', description: made.join(', ') })
  expect(made.length).toBeLessThanOrEqual(mostGestures)
})

/** Moves the focus as somebody without a mouse does. @throws when it cannot be reached */
async function reach(page: Page, target: Locator, key = 'Tab'): Promise<void> {
  await expect(target).toBeVisible()
  for (let moves = 0; moves < 80; moves += 1) {
    const isThere = await target.evaluate((element) => {
      const at = document.activeElement
      return at !== null && (element === at || element.contains(at))
    })
    if (isThere) return
    await page.keyboard.press(key)
  }
  throw new Error(`the keyboard does not reach ${target}`)
}

test('by keyboard alone', async ({ app, page }, testInfo) => {
  const mail = await forgetSigner(app, page)
  const { made, make } = gestures()
  const press = (name: string, key: string) => make(name, () => page.keyboard.press(key))
  // Into the table, then along its rows.
  await reach(page, page.getByRole('treegrid').locator('tbody tr[tabindex="0"]'))
  await reach(page, page.getByRole('row').filter({ hasText: image }), 'ArrowDown')
  await press('open the image', 'Enter')
  const verdict = page.getByRole('region', { name: 'Verdict' })
  await reach(page, verdict.getByRole('button', { name: 'Find the key…' }))
  await press('find the key', 'Enter')
  await reach(page, verdict.getByRole('button', { name: 'Check this signer…' }))
  await press('check this signer', 'Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Check this signer' })).toBeVisible()
  await make('paste the fingerprint', () => paste(page, mail))
  await expect(page.getByText('The same key.')).toBeVisible()
  const ways = page.getByRole('radiogroup', { name: 'How you got the fingerprint' })
  await reach(page, ways)
  await press('say how it was checked', 'Space')
  await reach(page, page.getByRole('button', { name: 'Save decision' }))
  await press('save', 'Enter')
  await expectVerified(app, page)
  testInfo.annotations.push({ type: 'gestures', description: made.join(', ') })
  expect(made.length).toBeLessThanOrEqual(mostGestures)
})
