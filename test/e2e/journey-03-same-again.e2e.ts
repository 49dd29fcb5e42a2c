/** Journey 3: get the same image again next year, and notice when a tag has moved. */
import { expect, expectAccessible, test } from './support/app.ts'

test.use({ demo: true, startAt: '/library/demo/northlab/genomics/samtools' })
test.describe.configure({ timeout: 180_000 })

/** Lets the tag 1.20 of samtools mean what 1.21 means, as its owner would. */
async function moveTag(remote: string, token: string): Promise<void> {
  const ask = async (path: string, init: RequestInit = {}): Promise<unknown> => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const answer = await fetch(`${remote}${path}`, { ...init, headers })
    expect([path, answer.status]).toEqual([path, 200])
    return answer.json()
  }
  const idOf = (answer: unknown): string => {
    const { data } = answer as { readonly data: { readonly id: string; readonly container: string } }
    return data.id
  }
  const image = idOf(await ask('/v1/images/northlab/genomics/samtools:1.21?arch=amd64'))
  const container = idOf(await ask('/v1/containers/northlab/genomics/samtools'))
  await ask(`/v2/tags/${container}`, {
    method: 'POST',
    body: JSON.stringify({ Arch: 'amd64', Tag: '1.20', ImageID: image }),
  })
}

test('journey 3: a reference has its pinned form, and a moved tag is told', async ({ app, page }) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  const tags = page.getByRole('grid', { name: 'Tags' })
  const row = tags.getByRole('row').filter({ hasText: '1.20' }).filter({ hasText: 'amd64' })
  await expect(row).toContainText('here')
  await row.getByText('1.20', { exact: true }).click()
  await page.getByRole('button', { name: 'Copy pinned reference' }).click()
  const pinned = await page.evaluate(() => navigator.clipboard.readText())
  expect(pinned).toMatch(/^library:\/\/northlab\/genomics\/samtools:sha256\.[0-9a-f]{64}$/)
  await page.getByRole('button', { name: 'Copy reference' }).click()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('library://northlab/genomics/samtools:1.20')

  await moveTag(String(app.demo?.remote), String(app.demo?.token))
  await page.reload()
  await expect(row).toContainText('moved')
  await row.getByText('1.20', { exact: true }).click()
  const notice = page.getByRole('status').filter({ hasText: 'The tag has moved since you pulled it.' })
  await notice.getByRole('button', { name: 'Copy the pinned one' }).click()
  // The form of what is here, not of what the tag means now.
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(pinned)

  // One click sets the two beside each other.
  await notice.getByRole('link', { name: 'Compare the two' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('before and after the tag moved')
  const sides = page.getByRole('table', { name: 'Both images' })
  await expect(sides.getByRole('row').filter({ hasText: 'Verdict' })).toContainText('none until it is here')
  await expect(sides.getByRole('row').filter({ hasText: 'Bytes' })).toContainText('of it were read')
  await page.getByRole('button', { name: 'Definition', exact: false }).first().click()
  await expect(page.getByRole('table', { name: 'Definition' })).toContainText('1.21')
  await page.getByRole('button', { name: 'Copy the pinned one' }).click()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(pinned)
  await expectAccessible(page)

  // The pinned form still finds the same bytes: there is nothing to fetch.
  await page.getByRole('link', { name: 'Library', exact: true }).first().click()
  await page.keyboard.press('Control+k')
  await page.keyboard.insertText(pinned)
  await page.keyboard.press('Enter')
  const sheet = page.getByRole('dialog', { name: 'Pull an image' })
  await expect(sheet.getByTitle(pinned)).toBeVisible()
  await expect(sheet.getByRole('region', { name: 'Afterwards' })).toContainText('Demo Genomics Release')
})
