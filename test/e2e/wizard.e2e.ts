/** The first step of a build: ways to begin, the editor with its problems, the form in step with the text, the keyboard. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { expect, expectAccessible, test } from './support/app.ts'

test.describe.configure({ timeout: 120_000 })
test.use({ startAt: '/builds' })

const editorOf = (page: Page): Locator => page.getByRole('textbox', { name: 'Definition file' })

/** The text as it stands in the editor. */
async function textOf(page: Page): Promise<string> {
  return (await editorOf(page).locator('.cm-line').allTextContents()).join('\n')
}

const written = `Bootstrap: docker
From: alpine:{{ ALPINE }}

%arguments
    ALPINE=3.20

%files
    notes.txt /opt/notes.txt

%enviroment
    export MODE=fast

%runscript
    exec cat /opt/notes.txt
`

/** Opens a definition of a folder of its own by its path. */
async function openWritten(page: Page, home: string, text = written): Promise<string> {
  const folder = join(home, 'work')
  await mkdir(folder, { recursive: true })
  const path = join(folder, 'notes.def')
  await writeFile(path, text)
  await page.keyboard.press('Control+k')
  await page.keyboard.insertText(path)
  await page.getByRole('option', { name: /Open as a definition/ }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('notes.def')
  await expect(editorOf(page)).toBeVisible()
  return path
}

test('a definition is opened, corrected and saved @window', async ({ app, page }) => {
  const path = await openWritten(page, app.home)
  const problems = page.getByRole('region', { name: 'Problems' })
  await expect(problems.getByText('There is no section %enviroment.')).toBeVisible()
  await expect(problems.getByText('notes.txt does not exist.')).toBeVisible()
  await expect(page.getByText('2 problems to solve first')).toBeVisible()
  await expect(page.getByRole('button', { name: /^Build / })).toBeDisabled()
  await expectAccessible(page)

  // The file is made in another program, and the window is looked at again.
  await writeFile(join(app.home, 'work', 'notes.txt'), 'hello\n')
  await page.evaluate(() => window.dispatchEvent(new Event('focus')))
  await expect(page.getByText('1 problem to solve first')).toBeVisible()
  await expect(page.getByRole('region', { name: 'Files' })).toContainText('6 B')

  await problems.getByRole('button', { name: /Replace it by %environment/ }).click()
  await expect(problems).toBeHidden()
  expect(await textOf(page)).toContain('%environment')
  await expect(page.getByText('not saved to its file')).toBeVisible()
  await page.keyboard.press('Control+s')
  await expect(page.getByText('Saved notes.def')).toBeVisible()
  expect(await readFile(path, 'utf8')).toBe(written.replace('%enviroment', '%environment'))
  await expect(page.getByRole('radio', { name: /^Here/ })).toBeChecked()
  await expect(page.getByRole('button', { name: 'Build here' })).toBeEnabled()

  // The correction is one step of the editor's history.
  await editorOf(page).click()
  await page.keyboard.press('Control+z')
  await expect(problems.getByText('There is no section %enviroment.')).toBeVisible()
  await expectAccessible(page)
})

test('the form and the text stay in step, and nothing else changes', async ({ app, page }) => {
  await openWritten(page, app.home, `# mine\n${written}`)
  const base = page.getByRole('textbox', { name: 'Base' })
  await expect(base).toHaveValue('docker://alpine:{{ ALPINE }}')
  await expect(page.getByText('docker://alpine:3.20')).toBeVisible()

  await page.getByRole('textbox', { name: 'ALPINE' }).fill('3.19')
  await expect(page.getByText('docker://alpine:3.19')).toBeVisible()
  expect(await textOf(page)).toContain('ALPINE=3.20')
  await page.getByRole('button', { name: 'ALPINE: Write it into the text' }).click()
  expect(await textOf(page)).toContain('    ALPINE=3.19\n')

  await base.fill('library://library/default/alpine:3.19')
  await expect.poll(() => textOf(page)).toContain('Bootstrap: library\nFrom: library/default/alpine:3.19\n')
  expect(await textOf(page)).toMatch(/^# mine\n/)

  await editorOf(page).click()
  await page.keyboard.press('Control+Home')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('End')
  for (let count = 0; count < 'library'.length; count += 1) await page.keyboard.press('Backspace')
  await page.keyboard.insertText('docker')
  await expect(base).toHaveValue('docker://library/default/alpine:3.19')

  // What was typed is there again after the page was loaded anew.
  await page.waitForTimeout(800)
  await page.reload()
  await expect(base).toHaveValue('docker://library/default/alpine:3.19')
})

test('completion and help come from the language, and the keyboard is enough', async ({ page }) => {
  // The start page: the first way in is reached with Tab from the view's head.
  await page.getByRole('button', { name: 'Begin with an empty text' }).focus()
  await page.keyboard.press('Enter')
  const editor = editorOf(page)
  await expect(editor).toBeVisible()
  await editor.focus()
  await page.keyboard.type('Boot')
  await expect(page.getByRole('option', { name: /Bootstrap/ })).toBeVisible()
  // A list that has just appeared takes no key, so that it catches none that was meant for the text.
  await page.waitForTimeout(200)
  await page.keyboard.press('Enter')
  await page.keyboard.type('doc')
  await expect(page.getByRole('option', { name: /^docker$/ })).toBeVisible()
  await page.keyboard.press('Escape')
  await page.keyboard.type('ker')
  await page.keyboard.press('Enter')
  await page.keyboard.type('From: "alpine:3.20"')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Quotes are part of the value in a header.')).toBeVisible()
  // A question mark is text here and no shortcut.
  await page.keyboard.type('# why?')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Control+.')
  await expect.poll(() => textOf(page)).toContain('From: alpine:3.20\n# why?')

  // Tab indents; Escape and then Tab leaves.
  await page.keyboard.press('Home')
  await page.keyboard.press('Tab')
  expect(await textOf(page)).toContain('    From:')
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Tab')
  await expect(editor).not.toBeFocused()
  await page.keyboard.press('Shift+Tab')
  await expect(editor).toBeFocused()

  // The search panel is the editor's own.
  await page.keyboard.press('Control+f')
  await expect(page.getByRole('textbox', { name: 'Find' })).toBeFocused()
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await editor.getByText('Bootstrap:').hover()
  await expect(page.getByText('For example: Bootstrap: docker')).toBeVisible()
})

test('a template replaces the text, and undo brings it back', async ({ page }) => {
  await page.getByRole('button', { name: /^Python/ }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('python.def')
  await expect(page.getByRole('textbox', { name: 'PYTHON' })).toHaveValue('3.12')
  await expect(page.getByRole('radio', { name: /^Here/ })).toBeVisible()
  await expect(page.getByText('Cannot run %post, which this definition has')).toBeVisible()
  await page.getByRole('button', { name: 'Templates' }).click()
  await page.getByRole('menuitem', { name: 'Base and files' }).click()
  await expect(page.getByRole('textbox', { name: 'Base' })).toHaveValue('docker://alpine:3.20')
  await editorOf(page).click()
  await page.keyboard.press('Control+z')
  await expect(page.getByRole('textbox', { name: 'PYTHON' })).toBeVisible()

  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: 'Discard this draft…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Discard' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('New build')
})

test('answers become a definition', async ({ page }) => {
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Begin…' }).click()
  const sheet = page.getByRole('dialog', { name: 'A definition from a few answers' })
  await sheet.getByRole('textbox', { name: 'What to begin from' }).fill('alpine:3.20')
  await sheet.getByRole('textbox', { name: 'Packages of the distribution' }).fill('jq curl')
  await sheet.getByRole('textbox', { name: 'File or folder 1' }).fill('data')
  await sheet.getByRole('textbox', { name: 'Place in the image 1' }).fill('/opt/data')
  await sheet.getByRole('textbox', { name: 'What it should run' }).fill('jq')
  await sheet.getByRole('textbox', { name: 'Value 1' }).fill('1.0.0')
  await expect(sheet.getByRole('region', { name: 'The definition' })).toContainText('apk add --no-cache jq curl')
  await expectAccessible(page)
  await sheet.getByRole('button', { name: 'Go on with this' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('jq.def')
  expect(await textOf(page)).toContain('    exec jq "$@"')
})

test('a dropped Dockerfile is translated, and what it loses is named', async ({ page }) => {
  const data = await page.evaluateHandle(() => {
    const transfer = new DataTransfer()
    const text = 'FROM alpine:3.20\nRUN apk add --no-cache jq\nHEALTHCHECK CMD true\nEXPOSE 80\nENTRYPOINT ["jq"]\n'
    transfer.items.add(new File([text], 'Dockerfile'))
    return transfer
  })
  await page.locator('.builds').dispatchEvent('drop', { dataTransfer: data })
  await expect(editorOf(page)).toBeVisible()
  const notes = page.getByRole('region', { name: 'Not carried over as it was' })
  await expect(notes).toContainText('HEALTHCHECK was left out')
  await expect(notes).toContainText('EXPOSE 80 was left out')
  expect(await textOf(page)).toContain('apk add --no-cache jq')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Done with these' }).click()
  await expect(notes).toBeHidden()
})

test.describe('with images', () => {
  test.use({ demo: true, theme: 'dark', size: { width: 1024, height: 700 } })

  test('a build begins from the definition of an image', async ({ page }) => {
    await page.getByRole('searchbox', { name: 'Find an image' }).fill('gatk')
    await page.getByRole('button', { name: /gatk/ }).first().click()
    await expect(editorOf(page)).toBeVisible()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(/gatk.*\.def/)
    expect(await textOf(page)).toMatch(/^bootstrap:/i)
    await expectAccessible(page)

    // The same from the list of images.
    await page.goto(`${page.url().split('#')[0]}#/images`)
    await page.getByRole('row', { name: /gatk/ }).first().click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Build from its definition' }).click()
    await expect(editorOf(page)).toBeVisible()
  })

  test('a base of a library can be pinned, and its signers asked for', async ({ page }) => {
    await page.getByRole('button', { name: 'Begin with an empty text' }).click()
    await editorOf(page).click()
    await page.keyboard.insertText('Bootstrap: library\nFrom: northlab/genomics/gatk:4.6.1\n')
    await page.getByRole('button', { name: /^Pin to sha256/ }).click()
    await expect.poll(() => textOf(page)).toMatch(/From: northlab\/genomics\/gatk:sha256\.[0-9a-f]{64}/)
    await page.getByRole('button', { name: /^Only from these signers/ }).click()
    await expect.poll(() => textOf(page)).toMatch(/Fingerprints: [0-9A-F]{40},[0-9A-F]{40}/)
    await expect(page.getByText('Must be signed by 2 keys')).toBeVisible()
    await expectAccessible(page)
  })
})
