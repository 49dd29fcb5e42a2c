/** The main journeys over the demo, in the browser and in the window: find, pull, judge, look. */
import { expect, expectAccessible, test } from './support/app.ts'

test.use({ demo: true })
// The demo pulls and verifies a dozen images before it is ready.
test.describe.configure({ timeout: 180_000 })

test('an image is found, pulled and judged @window', async ({ page }) => {
  await page.getByRole('link', { name: 'Library', exact: true }).click()
  await page.getByRole('searchbox').fill('fiji')
  const row = page.getByRole('treegrid', { name: 'Results' }).getByRole('row', { name: /northlab \/ imaging \/ fiji/ })
  await row.getByRole('button', { name: /^Pull/ }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByRole('button', { name: /^Pull/ }).click()

  // It opens by itself, signed by a key that the user of the demo has verified.
  await expect(page.getByRole('heading', { level: 1, name: 'fiji_2.16.0.sif' })).toBeVisible({ timeout: 30_000 })
  await expect(page.getByRole('region', { name: 'Verdict' }).getByRole('heading', { name: 'Verified' })).toBeVisible()
  await page.getByRole('link', { name: /^Images/ }).click()
  await expect(page.getByRole('row').filter({ hasText: 'fiji_2.16.0.sif' })).toContainText('Verified')
})

/** What each image of the demo is found to be. */
const verdicts = [
  ['alpine_3.22.sif', 'Accepted'],
  ['blast_2.16.0.sif', 'Revoked'],
  ['blast_from_a_stick.sif', 'Changed'],
  ['busybox_1.36.sif', 'Not signed'],
  ['bwa_0.7.18.sif', 'Partly signed'],
  ['deseq2_1.44.sif', 'Cannot check'],
  ['gatk_4.6.1.sif', 'Verified'],
  ['lolcow_2.0.sif', 'Unknown'],
  ['openfoam_v2312.sif', 'Expired'],
  ['paraview_5.11.sif', 'Superseded'],
  ['samtools_1.20.sif', 'Verified'],
  ['samtools-course_autumn-26.sif', 'Rejected'],
] as const

test('every state of trust is told apart in the list, and the command line agrees @window', async ({ app, page }) => {
  await page.getByRole('link', { name: /^Images/ }).click()
  for (const [name, verdict] of verdicts) {
    await expect(page.getByRole('row').filter({ hasText: name }).first()).toContainText(verdict)
  }
  const codes: Record<string, number> = {
    Verified: 0,
    Accepted: 0,
    Unknown: 10,
    'Not signed': 11,
    Changed: 12,
    Rejected: 13,
  }
  for (const [name, verdict] of verdicts) {
    const expected = codes[verdict]
    if (expected === undefined) continue
    const { exitCode } = await app.run('verify', `${app.home}/images/${name}`, '--offline')
    expect([name, exitCode]).toEqual([name, expected])
  }
})

test('a changed image says so first, shows where, and opens part by part @window', async ({ app, page }) => {
  await page.getByRole('link', { name: /^Images/ }).click()
  await page.getByText('blast_from_a_stick.sif').first().dblclick()
  await expect(page.getByRole('heading', { level: 1, name: 'blast_from_a_stick.sif' })).toBeVisible()
  const verdict = page.getByRole('region', { name: 'Verdict' })
  await expect(verdict.getByRole('heading', { name: 'Changed' })).toBeVisible()
  await expect(verdict).toContainText('has been changed since it was signed: object 3 differs')
  const map = page.getByRole('region', { name: 'Image map' })
  await expect(map.getByRole('button', { name: /^3 File system.*changed since it was signed/ })).toBeVisible()
  for (const tab of ['Scripts', 'Definition', 'Signatures', 'Objects', 'History', 'Overview']) {
    await page.getByRole('tab', { name: new RegExp(`^${tab}`) }).click()
    await expect(page.getByRole('tabpanel')).toBeVisible()
  }
  await expectAccessible(page)
  if (app.face === 'window') expect(app.electron?.windows()).toHaveLength(1)
})
