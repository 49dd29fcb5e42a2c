/** Edits change what they are about and not one character more. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { setHeader } from '../../../src-shared/definition/edit/header-edit.ts'
import {
  addFile,
  filesOf,
  removeFile,
  setArgumentDefault,
  setLabel,
} from '../../../src-shared/definition/edit/list-edit.ts'
import { type EditResult, edited } from '../../../src-shared/definition/edit/result.ts'
import { sectionText, setSection, setSectionArguments } from '../../../src-shared/definition/edit/section-edit.ts'
import { addStage, printStages, removeStage } from '../../../src-shared/definition/edit/stage-edit.ts'
import { interpretDefinition } from '../../../src-shared/definition/interpret.ts'
import type { StageMeaning } from '../../../src-shared/definition/meaning.ts'
import { headerValue, parseTree } from '../../../src-shared/definition/tree.ts'
import { editObstacleTexts } from '../../../src-shared/text/definition.ts'
import { definitionLikeText } from './definition-like-text.ts'

const text = `# head
Bootstrap: docker   # where from
From: alpine:3.20   # tag
Stage: one

# about the packages
%post -c /bin/bash
    apk add curl   # web

%labels
  # who
  Author Me
  Version 1

Bootstrap: scratch
%files from one
    /bin/sh   /bin/sh
`

function meaning(definition: string): readonly StageMeaning[] {
  const found = interpretDefinition(definition, { program: 'apptainer' })
  return found.result === 'ok' ? found.stages : []
}

/** The lines that differ, for short expectations: `-` gone, `+` new. */
function difference(before: string, after: string): readonly string[] {
  const [old, fresh] = [before.split('\n'), after.split('\n')]
  return [
    ...old.filter((line) => !fresh.includes(line)).map((line) => `-${line}`),
    ...fresh.filter((line) => !old.includes(line)).map((line) => `+${line}`),
  ]
}

const change = (result: EditResult): readonly string[] => difference(text, edited(text, result))

describe('a header keyword', () => {
  it('is set in its place, with what stands around it', () => {
    expect(change(setHeader(text, 1, 'From', 'alpine:3.21'))).toEqual([
      '-From: alpine:3.20   # tag',
      '+From: alpine:3.21   # tag',
    ])
  })

  it('is added behind the others, and removed with its line', () => {
    const added = edited(text, setHeader(text, 1, 'fingerprints', 'ABC'))
    expect(difference(text, added)).toEqual(['+Fingerprints: ABC'])
    expect(added.indexOf('Stage: one\nFingerprints: ABC\n\n')).toBeGreaterThan(0)
    expect(edited(added, setHeader(added, 1, 'FINGERPRINTS', null))).toBe(text)
  })

  it('keeps line ends inside as continued lines', () => {
    const key = 'line 1\nline 2'
    const after = edited(text, setHeader(text, 1, 'ProductPGP', key))
    expect(meaning(after)[0]?.header?.get('productpgp')).toBe(key)
  })

  it.each([
    ['alpine#x', 'value-has-comment-sign'],
    ['alpine\\', 'value-ends-in-backslash'],
    ['a\n%post', 'text-has-percent-line'],
    ['a\nBootstrap: x', 'text-has-bootstrap-line'],
    ['a\n\nb', 'value-has-line-end'],
  ])('refuses %j, which no header can hold', (value, obstacle) => {
    expect(setHeader(text, 1, 'From', value)).toEqual({ kind: 'impossible', obstacle })
    expect(Object.keys(editObstacleTexts)).toContain(obstacle)
  })

  it('uses the line ends of the text', () => {
    const windows = 'Bootstrap: docker\r\nFrom: a\r\n'
    expect(edited(windows, setHeader(windows, 0, 'Stage', 'x'))).toBe('Bootstrap: docker\r\nFrom: a\r\nStage: x\r\n')
  })
})

describe('a section', () => {
  it('gets another text and keeps its marker and the blank lines behind it', () => {
    expect(change(setSection(text, 1, { name: 'post' }, '    apk add git\n'))).toEqual([
      '-    apk add curl   # web',
      '+    apk add git',
    ])
    expect(sectionText(text, 1, { name: 'post' })).toBe('    apk add curl   # web')
    expect(sectionText(text, 1, { name: 'test' })).toBeNull()
  })

  it('is put where it usually stands', () => {
    const after = edited(text, setSection(text, 1, { name: 'runscript' }, 'exec sh "$@"'))
    expect(after).toBe(text.replace('\n%labels', '\n%runscript\nexec sh "$@"\n\n%labels'))
    const last = edited(text, setSection(text, 2, { name: 'help' }, 'Help.'))
    expect(last).toBe(`${text}\n%help\nHelp.\n`)
  })

  it('becomes one when it was repeated, and is removed whole', () => {
    const repeated = 'Bootstrap: scratch\n%post\n a\n%help\n h\n%post\n b\n'
    expect(sectionText(repeated, 0, { name: 'post' })).toBe(' a\n b')
    expect(edited(repeated, setSection(repeated, 0, { name: 'post' }, ' c'))).toBe(
      'Bootstrap: scratch\n%post\n c\n%help\n h\n',
    )
    expect(edited(repeated, setSection(repeated, 0, { name: 'post' }, null))).toBe('Bootstrap: scratch\n%help\n h\n')
  })

  it('of an app is another one for each app', () => {
    const apps = 'Bootstrap: scratch\n%apprun a\n x\n%apprun b\n y\n'
    expect(edited(apps, setSection(apps, 0, { name: 'apprun', app: 'b' }, ' z'))).toBe(apps.replace(' y', ' z'))
    expect(edited(apps, setSection(apps, 0, { name: 'apphelp', app: 'b' }, 'h'))).toContain('\n%apphelp b\nh\n')
  })

  it('refuses text that would end it', () => {
    expect(setSection(text, 1, { name: 'post' }, 'a\n  %b')).toEqual({
      kind: 'impossible',
      obstacle: 'text-has-percent-line',
    })
    expect(setSection(text, 1, { name: 'post' }, 'Bootstrap: x')).toEqual({
      kind: 'impossible',
      obstacle: 'text-has-bootstrap-line',
    })
  })

  it('gets and loses arguments', () => {
    expect(change(setSectionArguments(text, 1, { name: 'post' }, ''))).toEqual(['-%post -c /bin/bash', '+%post'])
    expect(change(setSectionArguments(text, 1, { name: 'post' }, '-c /bin/zsh'))).toEqual([
      '-%post -c /bin/bash',
      '+%post -c /bin/zsh',
    ])
  })
})

describe('a line of a list', () => {
  it('is set, added with the indentation of its neighbours, and removed', () => {
    expect(change(setLabel(text, 1, 'Version', '2'))).toEqual(['-  Version 1', '+  Version 2'])
    expect(change(setLabel(text, 1, 'License', 'BSD'))).toEqual(['+  License BSD'])
    expect(change(setLabel(text, 1, 'Author', null))).toEqual(['-  Author Me'])
  })

  it('brings its section with it', () => {
    expect(change(setArgumentDefault(text, 1, 'VERSION', '1'))).toEqual(['+%arguments', '+    VERSION=1'])
    expect(meaning(edited(text, setLabel(text, 2, 'A', 'b')))[1]?.labels.get('A')).toBe('b')
  })

  it('of files is quoted when it has to be', () => {
    const from = { kind: 'stage', name: 'one' } as const
    expect(change(addFile(text, 2, from, { src: '/a b', dst: '/c' }))).toEqual(['+    "/a b" /c'])
    expect(change(removeFile(text, 2, from, 0))).toEqual(['-    /bin/sh   /bin/sh'])
    expect(filesOf(text, 2, from)).toEqual([{ src: '/bin/sh', dst: '/bin/sh' }])
    expect(addFile(text, 2, from, { src: 'a"b', dst: '' })).toEqual({ kind: 'impossible', obstacle: 'name-has-quotes' })
  })

  it('refuses names that would be read as something else', () => {
    expect(setLabel(text, 1, 'two words', 'x')).toMatchObject({ kind: 'impossible' })
    expect(setLabel(text, 1, '#x', 'x')).toMatchObject({ kind: 'impossible' })
    expect(setArgumentDefault(text, 1, 'A', 'x\ny')).toMatchObject({ kind: 'impossible' })
  })
})

describe('a stage', () => {
  const draft = {
    header: [
      ['From', 'debian:12'],
      ['Bootstrap', 'docker'],
    ],
    sections: [{ marker: 'post', text: '    true' }],
  } as const

  it('is written so that it is read as it was meant', () => {
    const written = printStages([draft, { header: [['Bootstrap', 'scratch']], sections: [] }])
    expect(written).toBe('Bootstrap: docker\nFrom: debian:12\n\n%post\n    true\n\nBootstrap: scratch\n')
  })

  it('is added before or behind others, and removed', () => {
    const before = edited(text, addStage(text, 1, draft))
    expect(parseTree(before).stages.map((stage) => headerValue(stage, 'from'))).toEqual([
      null,
      'debian:12',
      'alpine:3.20',
      null,
    ])
    expect(edited(before, removeStage(before, 1))).toBe(text)
    expect(edited(text, addStage(text, 9, draft))).toBe(
      `${text}\nBootstrap: docker\nFrom: debian:12\n\n%post\n    true\n`,
    )
  })
})

const word = fc.stringMatching(/^[A-Za-z][A-Za-z0-9 ._/:-]{0,20}$/)

describe('any text', () => {
  it('has the header value that was set, and everything else as it was', () => {
    fc.assert(
      fc.property(definitionLikeText, fc.nat(3), word, (definition, index, value) => {
        const result = setHeader(definition, index, 'Namespace', value)
        if (result.kind !== 'edits') return
        const after = edited(definition, result)
        const stage = parseTree(after).stages[index]
        expect(stage === undefined ? null : headerValue(stage, 'namespace')).toBe(value.trim())
        const [before, now] = [meaning(definition), meaning(after)]
        const without = (stages: readonly StageMeaning[]) =>
          stages.map(({ header, ...rest }) => ({
            ...rest,
            header: [...(header ?? [])].filter(([key]) => key !== 'namespace'),
          }))
        // A stage without header is trimmed by the programs; with one it is not.
        const hadHeaders = before.length === now.length && before.every(({ header }) => header !== null)
        if (hadHeaders) expect(without(now)).toEqual(without(before))
      }),
      { numRuns: 500 },
    )
  })

  it('has the section text that was set', () => {
    fc.assert(
      fc.property(definitionLikeText, fc.nat(3), word, (definition, index, content) => {
        const result = setSection(definition, index, { name: 'startscript' }, content)
        if (result.kind === 'edits')
          expect(sectionText(edited(definition, result), index, { name: 'startscript' })).toBe(content.trimEnd())
      }),
      { numRuns: 500 },
    )
  })

  it('has the label and the file that were set', () => {
    fc.assert(
      fc.property(definitionLikeText, fc.nat(2), word, (definition, index, value) => {
        const labelled = edited(definition, setLabel(definition, index, 'Some.Name', value))
        const found = meaning(labelled)
        if (found.length > 0 && labelled !== definition) {
          expect(found.some(({ labels }) => labels.get('Some.Name') === value.trim())).toBe(true)
        }
        const filled = edited(definition, addFile(definition, index, { kind: 'host' }, { src: value, dst: '/x y' }))
        const items = meaning(filled).flatMap(({ files }) => files.flatMap((list) => list.items))
        if (meaning(filled).length > 0 && filled !== definition)
          expect(items).toContainEqual({ src: value, dst: '/x y' })
      }),
      { numRuns: 500 },
    )
  })
})
