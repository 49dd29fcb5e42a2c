/** Colours follow the syntax tree: the same lines, the same sections, no character lost. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mergeTokens, splitLines } from '../../../src-renderer/components/code/code-tokens.ts'
import { highlightDefinition, highlightPart } from '../../../src-renderer/components/code/highlight-definition.ts'
import { parseTree } from '../../../src-shared/definition/tree.ts'
import { cpuTimeOf, longestMs } from './cpu-time.ts'
import { definitionLikeText } from './definition-like-text.ts'

const marked = (text: string): readonly string[] =>
  highlightDefinition(text).map((line) =>
    line.map((token) => (token.kind === 'plain' ? token.text : `<${token.kind}:${token.text}>`)).join(''),
  )

describe('colours of definitions', () => {
  it('write every character of any text once, line by line', () => {
    fc.assert(
      fc.property(definitionLikeText, (text) => {
        const lines = highlightDefinition(text).map((line) => line.map((token) => token.text).join(''))
        expect(lines).toEqual(splitLines(text))
      }),
      { numRuns: 500 },
    )
  })

  it('are the same for a part, which stands where it says', () => {
    fc.assert(
      fc.property(definitionLikeText, fc.nat(), fc.nat(), (text, one, other) => {
        const [start, end] = [one % (text.length + 1), other % (text.length + 1)].sort((a, b) => a - b)
        const whole = highlightDefinition(text)
        for (const line of highlightPart(parseTree(text), { start: start ?? 0, end: end ?? 0 })) {
          const written = line.tokens.map((token) => token.text).join('')
          expect(text.slice(line.start, line.start + written.length)).toBe(written)
          const place = text.slice(0, line.start).split('\n').length - 1
          expect(mergeTokens(line.tokens)).toEqual(whole[place])
        }
      }),
      { numRuns: 500 },
    )
  })

  it('show continued values, lost lines and markers as the programs take them', () => {
    expect(marked('Bootstrap: docker\nFrom: a:\\\nFrom: b # c\nno colon # d\n  %post\n x=1\n')).toEqual([
      '<keyword:Bootstrap:><string: docker>',
      '<keyword:From:><string: a:\\>',
      '<string:From: b ><comment:# c>',
      '<string:no colon ><comment:# d>',
      '<section:  %post>',
      ' x=1',
    ])
  })

  it('take 100,000 lines in a moment', () => {
    const work = (): void => {
      highlightDefinition(`Bootstrap: docker\n%post\n${'  echo "$A" # {{ B }}\n'.repeat(100_000)}`)
    }
    expect(cpuTimeOf(work)).toBeLessThan(longestMs)
  })
})
