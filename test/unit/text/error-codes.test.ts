import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { appError, type ErrorCode, errorTexts } from '../../../src-shared/text/errors/index.ts'

const folder = new URL('../../../src-shared/text/errors/', import.meta.url)

describe('error codes', () => {
  it('are each written once, and all of them are in the table', () => {
    const written = readdirSync(folder)
      .filter((name) => !['index.ts', 'entry.ts'].includes(name))
      .flatMap((name) => [...readFileSync(new URL(name, folder), 'utf8').matchAll(/^ {2}([A-Z][A-Z0-9_]+):/gm)])
      .map((match) => match[1] ?? '')
    expect([...written].sort()).toEqual(Object.keys(errorTexts).sort())
  })

  it.each(Object.keys(errorTexts) as ErrorCode[])('%s says a whole sentence', (code) => {
    const { message, hint } = appError(code)
    expect(message).toMatch(/^[\p{Lu}“{].*[.}]$/su)
    // A hint may end in a command to type.
    if (hint !== undefined) expect(hint).toMatch(/^[\p{Lu}“{].*(?:[.?})]|--[a-z]+)$/su)
  })
})
