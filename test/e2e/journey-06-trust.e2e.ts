/** Journey 6: judge whether to trust an image: compare the fingerprint, decide, and take it back. */
import { expect, type Page } from '@playwright/test'
import { expectAccessible, test } from './support/app.ts'

test.use({ demo: true })
test.describe.configure({ timeout: 180_000 })

const verdict = (page: Page) => page.getByRole('region', { name: 'Verdict' })

async function openLolcow(page: Page): Promise<void> {
  await page.getByRole('link', { name: /^Images/ }).click()
  await page.getByText('lolcow_2.0.sif').first().dblclick()
  await expect(page.getByRole('heading', { level: 1, name: 'lolcow_2.0.sif' })).toBeVisible()
}

test('journey 6: a signer is checked by the whole fingerprint and decided about @window', async ({ app, page }) => {
  await openLolcow(page)
  await expect(verdict(page).getByRole('heading', { name: 'Unknown' })).toBeVisible()
  await verdict(page).getByRole('button', { name: 'Check this signer…' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Check this signer' })).toBeVisible()

  const { stdout } = await app.run('verify', '--json', '--offline', `${app.home}/images/lolcow_2.0.sif`)
  const report = JSON.parse(stdout) as { readonly signatures: readonly { readonly fingerprint: string }[] }
  const fingerprint = report.signatures[0]?.fingerprint ?? ''
  const groups = fingerprint.match(/.{4}/g) ?? []
  expect(groups).toHaveLength(10)

  const checked = page.getByRole('radio', { name: 'I have checked it' })
  const given = page.getByRole('textbox', { name: 'The fingerprint you were given' })
  const save = page.getByRole('button', { name: 'Save decision' })
  await expect(checked).toBeDisabled()
  await expect(save).toBeDisabled()

  // Nine equal groups of ten prove nothing.
  await given.fill(groups.slice(0, 9).join(' ').toLowerCase())
  await expect(page.getByText('Nine of ten groups so far. Equal groups prove nothing until all are.')).toBeVisible()
  await expect(checked).toBeDisabled()
  const last = groups[9] ?? ''
  const wrong = last === 'FFFF' ? '0000' : 'FFFF'
  await given.fill(`0x${groups.slice(0, 9).join('')}${wrong}`)
  await expect(page.getByText('Not the same key.')).toBeVisible()
  await expect(page.getByText('not while the fingerprints differ')).toBeVisible()
  await expect(checked).toBeDisabled()
  await expectAccessible(page)

  // In any form, the whole of it opens the choice; how it was checked still has to be said.
  await given.fill(`Key fingerprint = ${groups.join(' ').toLowerCase()}`)
  await expect(page.getByText('The same key.')).toBeVisible()
  await checked.check({ force: true })
  await expect(save).toBeDisabled()
  await page.getByRole('radio', { name: 'By phone or video' }).check({ force: true })
  await page.getByRole('textbox', { name: 'Note for yourself' }).fill('with the farm, by their printed number')
  await save.click()
  const decisions = page.getByRole('region', { name: 'What you decided' })
  await expect(decisions).toContainText('by phone, everywhere')
  await expect(decisions).toContainText('with the farm, by their printed number')
  await expect(page.getByRole('heading', { level: 1, name: 'Check this signer' })).toBeVisible()

  await page.getByRole('link', { name: 'lolcow_2.0.sif' }).first().click()
  await expect(verdict(page)).toContainText('Verified')
  const { exitCode } = await app.run('verify', '--offline', `${app.home}/images/lolcow_2.0.sif`)
  expect(exitCode).toBe(0)

  // It can be taken back, and then nothing of it is left.
  await page.goBack()
  await decisions.getByRole('button', { name: 'Take it back' }).click()
  await expect(decisions).toHaveCount(0)
  await openLolcow(page)
  await expect(verdict(page).getByRole('heading', { name: 'Unknown' })).toBeVisible()
})

test('accepting without a check is never called verified, and counts where it was said to', async ({ app, page }) => {
  await page.getByRole('link', { name: /^Keys/ }).click()
  const review = page.getByRole('region', { name: 'To review' })
  await expect(review).toContainText('says it belongs to Demo Cow Farm')
  await review.getByRole('link', { name: 'Check this signer…' }).click()
  await page.getByRole('radio', { name: 'Accept without checking' }).check({ force: true })
  await page.getByRole('button', { name: 'Save decision' }).click()
  await expect(page.getByRole('region', { name: 'What you decided' })).toContainText('library://cowfarm/funny/*')
  await page.getByRole('link', { name: /^Keys/ }).click()
  const row = page.getByRole('row').filter({ hasText: 'Demo Cow Farm' })
  await expect(row).toContainText('Accepted')
  await expect(row).toContainText('says')
  await expect(review).not.toContainText('Demo Cow Farm')
  const { exitCode } = await app.run('verify', '--offline', `${app.home}/images/lolcow_2.0.sif`)
  expect(exitCode).toBe(0)
})

test('a pasted key block is compared by the fingerprint computed from it', async ({ app, page }) => {
  const { stdout } = await app.run('key', 'list', '--json')
  const keys = JSON.parse(stdout) as readonly { readonly fingerprint: string; readonly userIds: readonly string[] }[]
  const farm = keys.find(({ userIds }) => userIds.some((userId) => userId.includes('Cow Farm')))?.fingerprint ?? ''
  const base = keys.find(({ userIds }) => userIds.some((userId) => userId.includes('Base Images')))?.fingerprint ?? ''
  const blockOf = async (fingerprint: string) => (await app.run('key', 'export', fingerprint)).stdout
  await page.evaluate((print) => location.assign(`#/keys/${print}`), farm)
  const given = page.getByRole('textbox', { name: 'The fingerprint you were given' })
  const paste = (text: string) =>
    given.evaluate((field, pasted) => {
      const clipboardData = new DataTransfer()
      clipboardData.setData('text/plain', pasted)
      field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
    }, text)
  const other = await blockOf(base)
  expect(other).toContain('BEGIN PGP PUBLIC KEY BLOCK')
  await paste(other)
  await expect(page.getByText('Not the same key.')).toBeVisible()
  await paste(await blockOf(farm))
  await expect(page.getByText('The same key.')).toBeVisible()
})
