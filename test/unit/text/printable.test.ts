/** Text from files that is made safe to show. */
import { expect, test } from 'vitest'
import { isPrintable, printable } from '../../../src-shared/text/printable.ts'

test.for([
  ['plain, ünïcode, 日本, 🎉', 'plain, ünïcode, 日本, 🎉'],
  ['a\nb\tc', 'a\\nb\\tc'],
  ['\u001b[2J\u0007\u009b', '\\x1b[2J\\x07\\x9b'],
  ['a\0b', 'a\\x00b'],
  ['txt.\u202eexe', 'txt.\\u{202e}exe'],
  ['\u2066\u200b\ufeff\u2028', '\\u{2066}\\u{200b}\\u{feff}\\u{2028}'],
  ['\ud800', '\\u{d800}'],
])('%j', ([text, shown]) => {
  expect(printable(text ?? '')).toBe(shown)
  expect(isPrintable(text ?? '')).toBe(text === shown)
  expect(isPrintable(shown ?? '')).toBe(true)
})
