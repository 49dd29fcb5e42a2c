import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('../../../src-renderer', import.meta.url))

/** Colours written out: hex, functions, and the names that style sheets might use. */
const rawColour =
  /#[0-9a-f]{3}(?:[0-9a-f]{3}(?:[0-9a-f]{2})?)?(?![0-9a-z_-])|\b(?:rgb|rgba|hsl|hsla|hwb|lab|lch|oklab|oklch)\(|(?<=[:\s,(])(?:white|black|red|green|blue|yellow|orange|purple|gr[ae]y)(?=[\s;,)])/i

/** Lines of a style sheet without its comments. */
function styleLines(text: string): readonly string[] {
  return text.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' ')).split('\n')
}

/** What components set as a colour in markup: attributes and style members. */
const markupColour = /(?:fill|stroke|color|background\w*|border\w*)["']?\s*[=:]\s*[{"'`]*\s*(#[0-9a-f]{3,8}|rgb|hsl)/i

const files = readdirSync(root, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name))

it('keeps raw colours in the tokens alone', () => {
  const found = files
    .filter((file) => file.endsWith('.css') && !file.endsWith('components/tokens.css'))
    .flatMap((file) =>
      styleLines(readFileSync(file, 'utf8')).flatMap((line, index) =>
        rawColour.test(line) ? [`${relative(root, file)}:${index + 1} ${line.trim()}`] : [],
      ),
    )
  expect(found).toEqual([])
})

it('keeps raw colours out of markup', () => {
  const found = files
    .filter((file) => file.endsWith('.tsx') || file.endsWith('.ts'))
    .flatMap((file) =>
      readFileSync(file, 'utf8')
        .split('\n')
        .flatMap((line, index) =>
          markupColour.test(line) ? [`${relative(root, file)}:${index + 1} ${line.trim()}`] : [],
        ),
    )
  expect(found).toEqual([])
})

it('recognises raw colours', () => {
  expect(
    ['color: #fff;', 'background: rgb(0 0 0);', 'border: 1px solid white;'].every((line) => rawColour.test(line)),
  ).toBe(true)
  expect(
    ['color: var(--red);', ':is(#never, .x) {', 'border-color: currentColor;'].some((line) => rawColour.test(line)),
  ).toBe(false)
})

/** Every custom property that a style sheet reads is set somewhere, or set by a component. */
it('uses no token that does not exist', () => {
  const sheets = files.filter((file) => file.endsWith('.css')).map((file) => readFileSync(file, 'utf8'))
  const sources = files.filter((file) => file.endsWith('.tsx')).map((file) => readFileSync(file, 'utf8'))
  const defined = new Set(
    [...sheets, ...sources].flatMap((text) =>
      [...text.matchAll(/(--[a-z][a-z0-9-]*)['"]?\s*:/g)].map((match) => match[1]),
    ),
  )
  // React Aria sets these on popovers.
  const foreign = new Set(['--trigger-width'])
  const used = [...sheets, ...sources].flatMap((text) =>
    [...text.matchAll(/var\((--[a-z][a-z0-9-]*)/g)].map((match) => match[1]),
  )
  expect([...new Set(used)].filter((name) => name !== undefined && !defined.has(name) && !foreign.has(name))).toEqual(
    [],
  )
})
