/** Two texts set against each other by lines, within bounds. */
import { expect, it } from 'vitest'
import { textDifference } from '../../../../src-main/engine/compare/text-difference.ts'

it('says nothing of texts that are the same', () => {
  expect(textDifference('a\nb\n', 'a\nb\n')).toBeNull()
  expect(textDifference('', '')).toBeNull()
})

it('tells lines that were and lines that are, with those around them', () => {
  expect(textDifference('one\ntwo\nthree\n', 'one\n2\nthree\nfour\n')).toEqual({
    added: 2,
    removed: 1,
    isTooDifferent: false,
    hunks: [
      {
        aStart: 1,
        bStart: 1,
        lines: [
          { kind: 'same', text: 'one' },
          { kind: 'was', text: 'two' },
          { kind: 'is', text: '2' },
          { kind: 'same', text: 'three' },
          { kind: 'is', text: 'four' },
        ],
      },
    ],
  })
})

it('does not count a missing last newline as a line of its own', () => {
  const difference = textDifference('one', 'one\n')
  expect(difference?.hunks[0]?.lines).toEqual([
    { kind: 'was', text: 'one' },
    { kind: 'is', text: 'one' },
  ])
})

it('ends soon with texts that have nothing in common', () => {
  const many = (word: string): string => Array.from({ length: 60_000 }, (_, line) => `${word} ${line}`).join('\n')
  const begun = performance.now()
  const difference = textDifference(many('a'), many('b'))
  expect(performance.now() - begun).toBeLessThan(10_000)
  expect(difference).toEqual({ added: 60_000, removed: 60_000, hunks: [], isTooDifferent: true })
})
