/** Dockerfiles and package lists as definitions: what becomes of each instruction, and that shells can read it. */
import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { interpretDefinition } from '../../../src-shared/definition/interpret.ts'
import { lintDefinition } from '../../../src-shared/definition/lint/lint.ts'
import { programs, type StageMeaning } from '../../../src-shared/definition/meaning.ts'
import { definitionTemplates } from '../../../src-shared/definition/templates.ts'
import { translateDockerfile } from '../../../src-shared/definition/translate/dockerfile.ts'
import { parseDockerfile } from '../../../src-shared/definition/translate/dockerfile-parse.ts'
import { fromCondaEnvironment, fromRequirements } from '../../../src-shared/definition/translate/packages.ts'
import { cpuTimeOf, longestMs } from './cpu-time.ts'

function stagesOf(text: string, given: Readonly<Record<string, string>> = {}): readonly StageMeaning[] {
  const found = interpretDefinition(text, { program: 'apptainer', buildArguments: new Map(Object.entries(given)) })
  if (found.result !== 'ok') throw new Error(`${found.error.message}\n${text}`)
  return found.stages
}

function codes(dockerfile: string): readonly string[] {
  return translateDockerfile(dockerfile).notes.map(({ line, code }) => `${line} ${code}`)
}

/** The text of a script as a shell sees it, without indentation. */
function script(dockerfile: string, name: 'post' | 'runscript' | 'environment'): readonly string[] {
  const text = stagesOf(translateDockerfile(dockerfile).text).at(-1)?.scripts.get(name)?.text ?? ''
  return text
    .trimEnd()
    .split('\n')
    .map((line) => line.trimStart())
}

/** Runs a script in a shell and gives what it wrote. */
function run(text: string, args: readonly string[] = [], shell = '/bin/sh'): string {
  return spawnSync(shell, ['-c', text, 'sh', ...args], { encoding: 'utf8' }).stdout
}

describe('a Dockerfile is cut', () => {
  it('at instructions, with continued lines, comments, options and here-documents', () => {
    const source =
      '# escape=`\nFROM a\nRUN --mount=type=cache,target=/x one `\n# no\n  two\nRUN <<-EOF cat\n\tx\n\tEOF\n'
    expect(
      parseDockerfile(source).map(({ name, text, flags, documents }) => ({ name, text, flags, documents })),
    ).toEqual([
      { name: 'FROM', text: 'a', flags: [], documents: [] },
      { name: 'RUN', text: 'one   two', flags: [['mount', 'type=cache,target=/x']], documents: [] },
      {
        name: 'RUN',
        text: '<<-EOF cat',
        flags: [],
        documents: [{ end: 'EOF', isQuoted: false, stripsTabs: true, body: '\tx\n' }],
      },
    ])
  })
})

describe('a base', () => {
  it('is pulled from a registry, or is nothing', () => {
    expect(stagesOf(translateDockerfile('FROM ghcr.io/a/b:1 AS x').text)[0]?.header).toEqual(
      new Map([
        ['bootstrap', 'docker'],
        ['from', 'ghcr.io/a/b:1'],
      ]),
    )
    expect(stagesOf(translateDockerfile('FROM scratch').text)[0]?.header?.get('bootstrap')).toBe('scratch')
    expect(codes('RUN true')).toEqual(['1 instruction-unknown', '1 no-from'])
  })

  it('may have its version from an argument', () => {
    const { text } = translateDockerfile(`ARG V=3.20\nARG UNUSED=1\nFROM alpine:$\{V}\n`)
    expect(text).toBe('Bootstrap: docker\nFrom: alpine:{{ V }}\n\n%arguments\n    V=3.20\n')
    expect(stagesOf(text, { V: '3.21' })[0]?.header?.get('from')).toBe('alpine:3.21')
  })

  it('that is an earlier stage brings its steps', () => {
    const source = 'FROM a:1 AS one\nENV A=1\nRUN x\nFROM one\nRUN y\n'
    expect(script(source, 'post')).toEqual(['export A="1"', 'x', 'y'])
    expect(codes(source)).toEqual(['4 from-stage', '1 stage-not-needed'].sort())
  })
})

describe('commands', () => {
  it('begin where Docker would begin them', () => {
    const source = 'FROM a:1\nWORKDIR /w\nRUN cd /x && ls\nRUN ["echo", "a b"]\nRUN one \\\n  two\n'
    expect(script(source, 'post')).toEqual(['mkdir -p /w', 'cd /w', '( cd /x && ls )', "echo 'a b'", 'one \\', 'two'])
  })

  it('do not end the section, whatever they write', () => {
    const source = `FROM a:1\nRUN <<'EOF' cat\n%a $HOME \\\nEOF\nRUN cat <<"X"\n%b \`c\`\nBootstrap: d\nX\n`
    const post = stagesOf(translateDockerfile(source).text)[0]?.scripts.get('post')?.text ?? ''
    expect(run(post)).toBe('%a $HOME \\\n%b `c`\nBootstrap: d\n')
    expect(codes(source)).toEqual(['2 percent-line', '5 percent-line', '5 bootstrap-line'])
  })

  it('keep what is in single quotes over several lines', () => {
    const post = script("FROM a:1\nRUN printf '%s' 'a \\\n  b'\n", 'post').join('\n')
    expect(run(post)).toBe('a   b')
  })

  it('have the shell that was asked for', () => {
    const source = 'FROM a:1\nSHELL ["/bin/bash", "-eo", "pipefail", "-c"]\nRUN x\n'
    expect(stagesOf(translateDockerfile(source).text)[0]?.scripts.get('post')?.args).toBe(
      '-c /bin/bash -e -eo pipefail',
    )
  })

  it('see arguments and variables', () => {
    const source = `FROM a:1\nARG A=1\nENV B="$A x" C=$\{A}\nENV D e f\nRUN x\n`
    const { text } = translateDockerfile(source)
    const post = stagesOf(text)[0]?.scripts.get('post')?.text ?? ''
    expect(run(post.trimEnd().replace(/ x$/, ' echo "$A,$B,$C,$D"'))).toBe('1,1 x,1,e f\n')
    expect(script(source, 'environment')).toEqual(['export B="1 x"', 'export C="1"', 'export D="e f"'])
  })
})

describe('files', () => {
  const files = (source: string) =>
    stagesOf(translateDockerfile(source).text)
      .at(-1)
      ?.files.map(({ copyFrom, items }) => ({ copyFrom, items }))

  it('are copied from here, from stages and from images', () => {
    const source =
      'FROM a:1 AS one\nFROM b:1\nWORKDIR /w\nCOPY x.txt y.txt ./\nCOPY ["a b", "/c/"]\nCOPY --from=one /p /q\nCOPY --from=0 /r /s\nCOPY --from=img:2 /t /u\n'
    expect(files(source)).toEqual([
      {
        copyFrom: { kind: 'host' },
        items: [
          { src: 'x.txt', dst: '/w/' },
          { src: 'y.txt', dst: '/w/' },
          { src: 'a b', dst: '/c/' },
        ],
      },
      {
        copyFrom: { kind: 'stage', name: 'one' },
        items: [
          { src: '/p', dst: '/q' },
          { src: '/r', dst: '/s' },
        ],
      },
      { copyFrom: { kind: 'stage', name: 'image-1' }, items: [{ src: '/t', dst: '/u' }] },
    ])
  })

  it('get owners, are unpacked and downloaded by commands', () => {
    const source = 'FROM a:1\nADD https://e.org/x.zip /d/\nADD t.tgz /e\nCOPY --chown=1:2 --chmod=755 f /g\n'
    expect(script(source, 'post')).toEqual([
      'curl -fsSL -o /d/x.zip https://e.org/x.zip',
      'tar -xf /e -C / && rm /e',
      'chown -R 1:2 /g',
      'chmod -R 755 /g',
    ])
    expect(codes(source).filter((code) => !code.includes('copy'))).toEqual(['2 add-download', '3 add-archive'])
  })
})

describe('what runs', () => {
  const runs = (source: string, args: readonly string[]): string => run(script(source, 'runscript').join('\n'), args)

  it('takes the arguments of the user in the place of CMD', () => {
    const source = 'FROM a:1\nENTRYPOINT ["echo", "it\'s", "a  b"]\nCMD ["c"]\n'
    expect(runs(source, [])).toBe("it's a  b c\n")
    expect(runs(source, ['x  y'])).toBe("it's a  b x  y\n")
  })

  it('runs what the user names when there is no entry point', () => {
    expect(runs('FROM a:1\nCMD ["echo", "d"]\n', [])).toBe('d\n')
    expect(runs('FROM a:1\nCMD echo d && echo e\n', [])).toBe('d\ne\n')
    expect(runs('FROM a:1\nCMD ["echo", "d"]\n', ['echo', 'z'])).toBe('z\n')
  })

  it('forgets an earlier CMD with a new ENTRYPOINT, and begins in the folder', () => {
    const source = 'FROM a:1\nCMD ["x"]\nWORKDIR /usr\nENTRYPOINT ["pwd"]\n'
    expect(runs(source, [])).toBe('/usr\n')
    expect(codes(source)).toEqual(['3 workdir-at-run'])
  })
})

describe('what has no counterpart', () => {
  it('is named with its line', () => {
    const source =
      'FROM a:1\nEXPOSE 80\nUSER me\nVOLUME /v\nHEALTHCHECK NONE\nSTOPSIGNAL TERM\nONBUILD RUN x\nFOO bar\nSHELL ["powershell"]\nADD https://e.org/r.git /r\n'
    expect(codes(source)).toEqual([
      '2 expose',
      '3 user',
      '4 volume',
      '5 healthcheck',
      '6 stop-signal',
      '7 on-build',
      '8 instruction-unknown',
      '9 shell-unusual',
      '10 add-git',
    ])
  })
})

describe('package lists', () => {
  it('become definitions that can be built', () => {
    const conda = fromCondaEnvironment(
      'name: x\nprefix: /home/me\ndependencies:\n  - numpy=1.26\n  - samtools\n  - pip:\n    - requests\n',
      {
        fileName: 'my env.yml',
      },
    )
    expect(conda.notes.map(({ line, code }) => `${line} ${code}`)).toEqual([
      '2 prefix-ignored',
      '5 not-pinned',
      '7 not-pinned',
    ])
    expect(stagesOf(conda.text)[0]?.files[0]?.items).toEqual([{ src: 'my env.yml', dst: '/opt/environment.yml' }])
    const pip = fromRequirements('numpy==2.1\nrequests\n-r more.txt # x\n./local\n# c\n', {
      fileName: 'requirements.txt',
    })
    expect(pip.notes.map(({ line, code }) => `${line} ${code}`)).toEqual([
      '2 not-pinned',
      '3 nested-file',
      '4 local-path',
    ])
    for (const { text } of [conda, pip]) expect(lintDefinition(text)).toEqual([])
  })
})

describe('templates', () => {
  it.each(definitionTemplates.map((template) => [template.id, template] as const))(
    '%s has no problems',
    (_id, template) => {
      expect(lintDefinition(template.text)).toEqual([])
      expect(template.about).toMatch(/^[A-Z].*\.$/)
      for (const program of programs) {
        const found = interpretDefinition(template.text, { program })
        expect(found).toMatchObject({ result: 'ok', planError: null })
      }
    },
  )
})

const dockerLine = fc.constantFrom(
  'FROM alpine:3 AS one',
  'FROM one',
  `FROM $\{V:-x}`,
  'ARG V',
  'ARG V="1 2"',
  'RUN echo "a" \\',
  "  b 'c \\",
  "RUN cat <<'EOF'",
  'EOF',
  '%post',
  'Bootstrap: x',
  'ENV A=$V B',
  'COPY --from=one a b /c/',
  'COPY <<EOF /x',
  'ADD x.tar.gz .',
  'LABEL "a b"=c d="e\\',
  'SHELL ["a"]',
  'CMD [',
  'ENTRYPOINT ["x", "%y"]',
  'WORKDIR ../..',
  '# c',
  '',
  '{{ V }}',
)

describe('any Dockerfile', () => {
  it('gives a definition that both programs can read', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof({ weight: 6, arbitrary: dockerLine }, fc.string()), { maxLength: 25 }), (lines) => {
        const { text, notes } = translateDockerfile(`FROM a:1\n${lines.join('\n')}`)
        for (const note of notes) expect(note.line).toBeGreaterThan(0)
        for (const program of programs) {
          const found = interpretDefinition(text, { program, buildArguments: new Map([['V', 'v']]) })
          if (found.result !== 'ok') expect(found.error.kind, text).toBe('argument-undefined')
        }
      }),
      { numRuns: 500 },
    )
  })

  it('is translated in a time in proportion to its length', () => {
    const work = (): void => {
      translateDockerfile(`FROM a\n${'RUN echo $A $B \\\n'.repeat(100_000)}`)
      translateDockerfile(`FROM a\n${'RUN cat <<EOF\nx\nEOF\n'.repeat(30_000)}`)
      translateDockerfile(`FROM a\n${'LABEL a=b\n'.repeat(50_000)}`)
    }
    expect(cpuTimeOf(work)).toBeLessThan(longestMs)
  })
})
