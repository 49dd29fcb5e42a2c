import { describe, expect, it } from 'vitest'
import { hasHiddenCharacters } from '../../../../src-renderer/components/code/code-tokens.ts'
import { highlight } from '../../../../src-renderer/features/inspect/highlight.ts'

const marked = (text: string, language: 'definition' | 'shell' | 'json' | 'plain') =>
  highlight(text, language).map((line) =>
    line.map((token) => (token.kind === 'plain' ? token.text : `<${token.kind}:${token.text}>`)).join(''),
  )

const written = (text: string, language: 'definition' | 'shell' | 'json') =>
  highlight(text, language).map((line) => line.map((token) => token.text).join(''))

describe('colours of shell text', () => {
  it('tells words, variables, quotes and comments apart', () => {
    expect(marked('export PATH="/gatk:$PATH" # first', 'shell')).toEqual([
      '<keyword:export> PATH=<string:"/gatk:><variable:$PATH><string:"> <comment:# first>',
    ])
  })

  it('lets quotes go on over lines, and leaves variables in single quotes alone', () => {
    expect(marked("awk '{ print $1\n}' file", 'shell')).toEqual(["awk <string:'{ print $1>", "<string:}'> file"])
  })

  it('reads here-documents to their end', () => {
    expect(marked("cat <<'EOF'\nit's $HOME\nEOF\nexit 0", 'shell')).toEqual([
      "cat <keyword:<<'EOF'>",
      "<string:it's $HOME>",
      '<keyword:EOF>',
      '<keyword:exit> 0',
    ])
  })

  it('does not take a # inside a word for a comment', () => {
    expect(marked(`echo a#b $\{X#y}`, 'shell')).toEqual([`echo a#b <variable:$\{X#y}>`])
  })

  it('colours a bare shell word only where a command or word can stand', () => {
    expect(marked('if [ $# -gt 0 ]; then endif=1; fi', 'shell')).toEqual([
      '<keyword:if> [ <variable:$#> -gt 0 ]; <keyword:then> endif=1; <keyword:fi>',
    ])
  })
})

describe('colours of definition files', () => {
  it('colours header, sections, labels, help and templates by their own rules', () => {
    const text = [
      'Bootstrap: docker',
      'From: ubuntu:24.04 # base',
      '',
      '%arguments',
      '  version = 4.6',
      '%labels',
      '  Author Ann # not a comment',
      '%help',
      '  # plain text',
      '%post -c /bin/bash # how',
      '  # install',
      '  apt-get install "gatk={{ version }}"',
    ].join('\n')
    expect(marked(text, 'definition')).toEqual([
      '<keyword:Bootstrap:><string: docker>',
      '<keyword:From:><string: ubuntu:24.04 ><comment:# base>',
      '',
      '<section:%arguments>',
      '<keyword:  version >=<string: 4.6>',
      '<section:%labels>',
      '  <keyword:Author><string: Ann # not a comment>',
      '<section:%help>',
      '  # plain text',
      '<section:%post><string: -c /bin/bash ><comment:# how>',
      '  <comment:# install>',
      '  apt-get install <string:"gatk=><variable:{{ version }}><string:">',
    ])
  })

  it('starts a new stage at every line that begins with bootstrap:', () => {
    expect(marked('Bootstrap: a\n%post\nx\nbootstrap: b', 'definition')).toEqual([
      '<keyword:Bootstrap:><string: a>',
      '<section:%post>',
      'x',
      '<keyword:bootstrap:><string: b>',
    ])
  })
})

describe('colours of JSON', () => {
  it('tells keys, texts and values apart', () => {
    expect(marked('{"a": "b", "n": -1.5, "t": true}', 'json')).toEqual([
      '{<keyword:"a":> <string:"b">, <keyword:"n":> <variable:-1.5>, <keyword:"t":> <variable:true>}',
    ])
  })
})

describe('every language', () => {
  it('writes every character once and keeps the lines', () => {
    const text = 'a "b\n$c \'d # e\n<<X\n\\\n{{ f }} %g\n'
    for (const language of ['definition', 'shell', 'json'] as const) {
      expect(written(text, language)).toEqual(text.slice(0, -1).split('\n'))
    }
  })

  it('shows characters that hide or turn text', () => {
    expect(marked('access\u202e level\u0007', 'plain')).toEqual(['access<hidden:U+202E> level<hidden:U+0007>'])
    expect(hasHiddenCharacters('a\u200bb')).toBe(true)
    expect(hasHiddenCharacters('tabs\tand\r\nlines')).toBe(false)
  })

  it('stays quick on a long hostile text', () => {
    const started = performance.now()
    highlight(`${'$'.repeat(50_000)}${'"'.repeat(50_000)}${'{{'.repeat(50_000)}`, 'definition')
    for (const part of ['${', '$a', 'a ', '<<', '\\\\', '#', '`a']) highlight(part.repeat(50_000), 'shell')
    expect(performance.now() - started).toBeLessThan(3000)
  })
})
