/**
 * Policies in the window: one is made, a pull is kept out because of it, released with a note; another
 * signer of a namespace waits in the review list until something is decided; team bundles and control lists.
 */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { type App, expectAccessible, test } from './support/app.ts'

test.use({ demo: true })
test.describe.configure({ timeout: 180_000 })

async function openPolicies(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByRole('link', { name: 'Trust and policies' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Trust and policies' })).toBeVisible()
}

async function fingerprintOf(app: App, name: string): Promise<string> {
  const { stdout } = await app.run('key', 'list', '--json')
  const keys = JSON.parse(stdout) as readonly { readonly fingerprint: string; readonly userIds: readonly string[] }[]
  const found = keys.find(({ userIds }) => userIds.some((userId) => userId.includes(name)))
  if (found === undefined) throw new Error(`no key of ${name}`)
  return found.fingerprint
}

test('a policy keeps a pull out, says so, and the image is released with a note', async ({ app, page }) => {
  await openPolicies(page)
  const table = page.getByRole('table', { name: 'Policies' })
  await expect(table.getByRole('row')).toHaveCount(2)
  await page.getByRole('button', { name: 'Policy…' }).click()
  const save = page.getByRole('button', { name: 'Save policy' })
  await expect(save).toBeDisabled()
  await page.getByRole('textbox', { name: 'Images from' }).fill('library://cowfarm/*')
  await expect(save).toBeDisabled()
  await page.getByRole('checkbox', { name: /Demo Genomics Release/ }).check({ force: true })
  await expectAccessible(page)
  await save.click()
  const row = table.getByRole('row').filter({ hasText: 'library://cowfarm/*' })
  await expect(row).toContainText('Demo Genomics Release')
  await expect(row).toContainText('and nobody else')
  await expect(row).toContainText('not yet')

  const refused = await app.run('pull', 'library://cowfarm/funny/lolcow:1.0', '--arch', 'amd64')
  expect(refused.exitCode).toBe(1)
  expect(refused.stderr).toContain('Kept apart until you look, by the policy for library://cowfarm/*.')

  // Another program has written meanwhile: looking at the page again shows it.
  await page.getByRole('link', { name: 'Control lists' }).click()
  await openPolicies(page)
  const held = page.getByRole('region', { name: 'Kept out' })
  await expect(held).toContainText('lolcow_1.0.sif')
  await expect(held).toContainText('None of those who have to sign there has signed it.')
  await expect(row).toContainText('kept apart')
  await expectAccessible(page)
  await held.getByRole('button', { name: 'Release… lolcow_1.0.sif' }).click()
  const release = page.getByRole('button', { name: 'Release it' })
  await expect(release).toBeDisabled()
  await page.getByRole('textbox', { name: 'Why you let it in' }).fill('asked the farm by phone')
  await expectAccessible(page)
  await release.click()
  await expect(held).toHaveCount(0)
  await expect(page.getByRole('region', { name: 'Where they applied lately' })).toContainText(
    'released · asked the farm by phone',
  )
  await page.getByRole('link', { name: /^Images/ }).click()
  await page.getByText('lolcow_1.0.sif').first().dblclick()
  await page.getByRole('tab', { name: 'History' }).click()
  await expect(page.getByText('Released by you: asked the farm by phone')).toBeVisible()
  await expect(page.getByText('Kept apart until you look, by the policy for library://cowfarm/*.')).toBeVisible()
})

test('what was kept out can be deleted, and a policy can be taken away', async ({ app, page }) => {
  await app.run('trust', 'policy', 'library://cowfarm/*', '--signers', 'nobody', '--other', 'refuse')
  await app.run('pull', 'library://cowfarm/funny/lolcow:1.0', '--arch', 'amd64')
  await openPolicies(page)
  const held = page.getByRole('region', { name: 'Kept out' })
  await held.getByRole('button', { name: 'Delete lolcow_1.0.sif' }).click()
  await expect(held.getByRole('button', { name: 'Keep it' })).toBeFocused()
  await held.getByRole('button', { name: /^Delete the file/ }).click()
  await expect(held).toHaveCount(0)
  await page.getByRole('button', { name: 'More actions: library://cowfarm/*' }).click()
  await page.getByRole('menuitem', { name: 'Remove' }).click()
  await expect(page.getByRole('table', { name: 'Policies' }).getByRole('row')).toHaveCount(2)
  expect((await app.run('pull', 'library://cowfarm/funny/lolcow:1.0', '--arch', 'amd64')).exitCode).toBe(0)
})

test('another signer of a namespace waits until something is decided @window', async ({ app, page }) => {
  const refused = await app.run('pull', 'library://northlab/genomics/gatk:nightly', '--arch', 'amd64')
  expect(refused.exitCode).toBe(1)
  expect(refused.stderr).toContain('Until now somebody else signed what comes from there.')
  await page.getByRole('link', { name: /^Keys/ }).click()
  const review = page.getByRole('region', { name: 'To review' })
  await expect(review).toContainText('Another key signed an image from library://northlab/genomics than until now.')
  await review.getByRole('link', { name: 'Compare the two…' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Another signer for library://northlab/genomics')
  await expect(page.getByText('The old key does not vouch for the new one.')).toBeVisible()
  await expect(page.getByRole('radio', { name: 'Keep refusing' })).toBeChecked()
  await expect(page.getByText('gatk_nightly.sif, kept out')).toBeVisible()
  await expectAccessible(page)

  // Saving what is chosen by itself changes nothing.
  await page.getByRole('button', { name: 'Save decision' }).click()
  await expect(review).toContainText('library://northlab/genomics')
  await review.getByRole('link', { name: 'Compare the two…' }).click()
  await page.getByRole('radio', { name: 'Accept the new signer without checking' }).check({ force: true })
  await page.getByRole('button', { name: 'Save decision' }).click()
  await expect(review).not.toContainText('Another key signed')
  const again = await app.run('pull', 'library://northlab/genomics/gatk:nightly', '--arch', 'amd64')
  expect(again.exitCode).toBe(0)
  const { stdout } = await app.run('key', 'list', '--json')
  const fingerprint = await fingerprintOf(app, 'Genomics Automation')
  const key = (JSON.parse(stdout) as readonly { fingerprint: string; decision: unknown }[]).find(
    (one) => one.fingerprint === fingerprint,
  )
  expect(key?.decision).toMatchObject({
    kind: 'accepted',
    scope: { kind: 'namespace', namespace: 'library://northlab/genomics' },
  })
})

test('a team bundle is looked at item by item before it counts', async ({ app, page }) => {
  const passphraseFile = join(app.home, 'passphrase')
  await writeFile(passphraseFile, 'a long passphrase')
  const made = await app.run(
    'key',
    'newpair',
    '--name',
    'Acme Security',
    '--email',
    's@acme.invalid',
    '--passphrase-file',
    passphraseFile,
    '--json',
  )
  const { key } = JSON.parse(made.stdout) as { readonly key: { readonly fingerprint: string } }
  await app.run('trust', 'policy', 'library://cowfarm/*', '--signers', 'nobody', '--other', 'refuse')
  const bundle = await app.run(
    'trust',
    'bundle-export',
    'Acme 2026',
    '--key',
    key.fingerprint,
    '--passphrase-file',
    passphraseFile,
  )
  expect(bundle.exitCode).toBe(0)
  await app.run('trust', 'policy', 'library://cowfarm/*', '--remove')

  await openPolicies(page)
  await page.getByRole('button', { name: 'Open a bundle…' }).click()
  const text = page.getByRole('textbox', { name: 'The text of the bundle' })
  await text.fill(bundle.stdout.replace('"refuse"', '"keep"'))
  await expect(page.getByText('It was changed, and nothing of it counts.')).toBeVisible()
  await text.fill(bundle.stdout)
  await expect(page.getByText('Signed by yourself.')).toBeVisible()
  const take = page.getByRole('button', { name: /^Take over/ })
  await expect(take).toBeDisabled()
  await expectAccessible(page)
  await page.getByRole('checkbox', { name: /library:\/\/cowfarm/ }).check({ force: true })
  await take.click()
  await expect(page.getByRole('table', { name: 'Policies' })).toContainText('from the team bundle “Acme 2026”')
  await expect(page.getByRole('region', { name: 'Team bundle “Acme 2026”' })).toContainText('Acme Security')
})

test('a control list is explained and tried on the images, program by program', async ({ app, page }) => {
  const release = await fingerprintOf(app, 'Genomics Release')
  const path = join(app.home, 'ecl.toml')
  await writeFile(
    path,
    `activated = true\n[[execgroup]]\ntagname = "lab"\nmode = "whitelist"\ndirpath = ""\nkeyfp = ["${release}"]\n`,
  )
  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByRole('link', { name: 'Control lists' }).click()
  await page.getByRole('textbox', { name: 'The list' }).fill(path)
  await expect(
    page.getByText('Images in every other folder start only when this signer signed all of it.'),
  ).toBeVisible()
  const table = page.getByRole('table', { name: 'Your images under this list' })
  // Co-signed by an unknown key: one program goes on without it, the other does not.
  await expect(table.getByRole('row').filter({ hasText: 'samtools_1.20.sif' })).toContainText('starts')
  await expect(table.getByRole('row').filter({ hasText: 'busybox_1.36.sif' })).toContainText('is refused')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Change it…' }).click()
  await page.getByRole('textbox', { name: 'Folder' }).fill('/no/such/folder')
  await expect(page.getByText('Group 1: the folder /no/such/folder cannot be found on this computer.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Save as…' })).toBeDisabled()
  await page.getByRole('textbox', { name: 'Folder' }).fill('')
  await expect(page.getByRole('button', { name: 'Save as…' })).toBeEnabled()
  await writeFile(path, 'activated = yes\n')
  await page.keyboard.press('Escape')
  await page.reload()
  await expect(page.getByText('This is no control list')).toBeVisible()
})
