/** Completion and hover help at places of a definition; `|` marks the place. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { completionsAt } from '../../../src-shared/definition/editor/complete.ts'
import { hoverAt } from '../../../src-shared/definition/editor/hover.ts'
import { agents, keywords, sections } from '../../../src-shared/definition/language.ts'
import { applyEdits } from '../../../src-shared/definition/lint/fix.ts'
import { agentTexts, keywordTexts, sectionTexts } from '../../../src-shared/text/definition-language.ts'
import { definitionLikeText } from './definition-like-text.ts'

function at(marked: string): { readonly text: string; readonly offset: number } {
  const offset = marked.indexOf('|')
  return { text: marked.slice(0, offset) + marked.slice(offset + 1), offset }
}

function labels(marked: string): readonly string[] {
  const { text, offset } = at(marked)
  return completionsAt(text, offset).map(({ label }) => label)
}

/** The text after the first completion was taken. */
function taken(marked: string): string | null {
  const { text, offset } = at(marked)
  const [first] = completionsAt(text, offset)
  return first === undefined ? null : applyEdits(text, [{ start: first.start, end: first.end, text: first.insert }])
}

describe('completion', () => {
  it('knows sources behind Bootstrap', () => {
    expect(labels('Bootstrap: |')).toEqual(Object.keys(agents))
    expect(labels('Bootstrap: DOCKER-|\nFrom: x')).toEqual(['docker-archive', 'docker-daemon'])
    expect(taken('bootstrap:lib|')).toBe('bootstrap:library')
  })

  it('offers the keywords that the source reads, and others when they are typed', () => {
    expect(labels('Bootstrap: library\n|')).toEqual(['From', 'Stage', 'Library', 'Fingerprints'])
    expect(labels('Bootstrap: library\nFrom: a\nF|')).toEqual(['Fingerprints', 'Frontend', 'Filename'])
    expect(taken('Bootstrap: debootstrap\nmir|')).toBe('Bootstrap: debootstrap\nMirrorURL: ')
    expect(labels('|')[0]).toBe('Bootstrap')
  })

  it('offers nothing in values, comments and scripts', () => {
    expect(labels('Bootstrap: docker\nFrom: al|')).toEqual([])
    expect(labels('# B|')).toEqual([])
    expect(labels('Bootstrap: docker\n%post\n  B|')).toEqual([])
  })

  it('knows sections, stages and apps', () => {
    expect(labels('Bootstrap: docker\n%|')).toEqual(Object.keys(sections).map((name) => `%${name}`))
    expect(labels('Bootstrap: docker\n%post\n  true\n%RUN|')).toEqual(['%runscript'])
    expect(taken('Bootstrap: docker\n%ap|pfi\n x')).toBe('Bootstrap: docker\n%appinstall \n x')
    expect(labels('Bootstrap: a\nStage: one\nBootstrap: b\nStage: two\n%files from |')).toEqual(['one'])
    expect(labels('Bootstrap: a\n%apprun foo\n x\n%apphelp |')).toEqual(['foo'])
  })

  it('knows the arguments of the stage in templates', () => {
    const head = 'Bootstrap: docker\n%arguments\n VERSION=1\n VARIANT=x\n%post\n'
    expect(labels(`${head} echo {{ V|`)).toEqual(['VERSION', 'VARIANT'])
    expect(taken(`${head} echo {{ VE|`)).toBe(`${head} echo {{ VERSION }}`)
    expect(taken(`${head} echo {{ VE| }}`)).toBe(`${head} echo {{ VERSION }}`)
  })
})

describe('hover', () => {
  const title = (marked: string): string | undefined => {
    const { text, offset } = at(marked)
    return hoverAt(text, offset)?.title
  }

  it('explains keywords, sources, sections and templates', () => {
    expect(title('Boot|strap: docker')).toBe('Bootstrap')
    expect(title('Bootstrap: do|cker')).toBe('docker')
    expect(title('Bootstrap: zypper\nOtherURL1|2: x')).toBe('OtherURL0')
    expect(title('Bootstrap: docker\n%Po|st -c /bin/bash\n true\n')).toBe('%post')
    expect(title('Bootstrap: docker\n%post\n {{ A| }}\n')).toBe('A')
    expect(title('Bootstrap: docker\nFrom: al|pine')).toBeUndefined()
  })

  it('says what a template becomes and who knows a keyword', () => {
    const lines = (marked: string): readonly string[] => {
      const { text, offset } = at(marked)
      return hoverAt(text, offset)?.lines ?? []
    }
    expect(lines('Bootstrap: docker\n%arguments\nA=1\n%post\n {{ A| }}\n')).toEqual([
      'A is 1 unless another value is given.',
    ])
    expect(lines('Bootstrap: yum\nConf|URL: x').at(-1)).toBe('Apptainer 1.1.0 or later only; SingularityCE refuses it.')
  })
})

describe('the table of the language', () => {
  it('has a whole sentence about each entry', () => {
    for (const texts of [keywordTexts, agentTexts, sectionTexts]) {
      for (const [name, text] of Object.entries(texts)) expect(text, name).toMatch(/^[A-Z`].*\.$/s)
    }
  })

  it('has examples that are read as what they are examples of', () => {
    for (const entry of Object.values(keywords)) expect(entry.example).not.toMatch(/#|\\$/)
    for (const [name, entry] of Object.entries(sections)) expect(entry.example, name).not.toMatch(/^\s*%/)
  })
})

describe('any text', () => {
  it('is answered at every place', () => {
    fc.assert(
      fc.property(definitionLikeText, fc.nat(400), (text, offset) => {
        for (const { start, end } of completionsAt(text, offset)) {
          expect(start).toBeGreaterThanOrEqual(0)
          expect(end).toBeLessThanOrEqual(text.length)
          expect(start).toBeLessThanOrEqual(end)
        }
        const hover = hoverAt(text, offset)
        if (hover !== null) expect(hover.end).toBeLessThanOrEqual(text.length)
      }),
      { numRuns: 500 },
    )
  })
})
