/** Each problem of the linter at its place, with what its correction makes of the text; and what holds for any text. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { interpretDefinition } from '../../../src-shared/definition/interpret.ts'
import { applyEdits, fixSafely } from '../../../src-shared/definition/lint/fix.ts'
import { fixDefinition, type LintOptions, lintDefinition } from '../../../src-shared/definition/lint/lint.ts'
import { programs, type StageMeaning } from '../../../src-shared/definition/meaning.ts'
import { type ProblemCode, problemTexts } from '../../../src-shared/text/definition-problems.ts'
import { cpuTimeOf, longestMs } from './cpu-time.ts'
import { definitionLikeText } from './definition-like-text.ts'

const head = 'Bootstrap: docker\nFrom: alpine:3.20\n'

interface ProblemCase {
  readonly code: ProblemCode
  readonly text: string
  /** Line and column. */
  readonly at: readonly [number, number]
  /** The text after the correction; absent when there is none. */
  readonly fixed?: string
  readonly isSafe?: boolean
  readonly options?: LintOptions
}

const onlyFile = (name: string): LintOptions => ({ fileExists: (path) => path === name })

const cases: readonly ProblemCase[] = [
  { code: 'byte-order-mark', text: `\ufeff${head}`, at: [1, 1], fixed: head, isSafe: true },
  {
    code: 'line-ends-crlf',
    text: 'Bootstrap: docker\r\nFrom: alpine:3.20\r\n',
    at: [1, 18],
    fixed: head,
    isSafe: true,
  },
  {
    code: 'line-ends-cr',
    text: 'Bootstrap: docker\rFrom: alpine:3.20\n',
    at: [1, 18],
    fixed: head,
    isSafe: false,
  },
  {
    code: 'invisible-character',
    text: 'Bootstrap: docker\nFr\u200bom: alpine:3.20\n',
    at: [2, 3],
    fixed: head,
    isSafe: true,
  },
  {
    code: 'invisible-character',
    text: `${head}%post\n  ec\u200bho\n`,
    at: [4, 5],
    fixed: `${head}%post\n  echo\n`,
    isSafe: false,
  },
  {
    code: 'unusual-space',
    text: `${head}%post\n  a\u00a0b\n`,
    at: [4, 4],
    fixed: `${head}%post\n  a b\n`,
    isSafe: false,
  },
  {
    code: 'direction-character',
    text: `${head}%post\n  a\u202eb\n`,
    at: [4, 4],
    fixed: `${head}%post\n  ab\n`,
    isSafe: false,
  },
  { code: 'final-line-end-missing', text: head.trimEnd(), at: [2, 18], fixed: head, isSafe: true },
  { code: 'section-too-long', text: `${head}%post\n${'# 345678\n'.repeat(8000)}`, at: [3, 1] },
  { code: 'no-stages', text: '# nothing\n', at: [1, 1] },
  {
    code: 'header-line-without-value',
    text: 'Bootstrap: docker\nFrom alpine\n',
    at: [2, 1],
    fixed: 'Bootstrap: docker\nFrom: alpine\n',
    isSafe: true,
  },
  {
    code: 'header-unknown-keyword',
    text: 'Bootstrap: docker\nFrom alpine:3.20\n',
    at: [2, 1],
    fixed: 'Bootstrap: docker\nFrom: alpine:3.20\n',
    isSafe: true,
  },
  {
    code: 'header-unknown-keyword',
    text: 'Bootstrap: docker\nForm: alpine:3.20\n',
    at: [2, 1],
    fixed: head,
    isSafe: true,
  },
  { code: 'header-unknown-keyword', text: `${head}Colour: blue\n`, at: [3, 1] },
  { code: 'header-one-program', text: 'Bootstrap: yum\nMirrorURL: x\nConfURL: y\n', at: [3, 1] },
  { code: 'header-not-read', text: `${head}OSVersion: 9\n`, at: [3, 1], fixed: head, isSafe: false },
  {
    code: 'header-repeated',
    text: 'Bootstrap: docker\nFrom: a:1\nFrom: alpine:3.20\n',
    at: [2, 1],
    fixed: head,
    isSafe: true,
  },
  { code: 'header-obsolete', text: `${head}IncludeCmd: yes\n`, at: [3, 1], fixed: head, isSafe: true },
  { code: 'header-value-empty', text: 'Bootstrap: docker\nFrom:\n', at: [2, 1] },
  { code: 'header-required', text: 'Bootstrap: docker\n', at: [1, 1] },
  { code: 'header-required', text: 'Bootstrap: dnf\nMirrorURL: http://a/%{OSVERSION}\n', at: [1, 1] },
  { code: 'header-comment-in-value', text: 'Bootstrap: docker\nFrom: alpine:3#edge\n', at: [2, 15] },
  {
    code: 'header-quotes',
    text: 'Bootstrap: docker\nFrom: "alpine:3.20"\n',
    at: [2, 7],
    fixed: head,
    isSafe: false,
  },
  {
    code: 'header-continuation-lost',
    text: 'Bootstrap: docker\nFrom: alpine:3.20\\\n',
    at: [2, 1],
    fixed: head,
    isSafe: false,
  },
  {
    code: 'header-continuation-broken',
    text: 'Bootstrap: docker\nFrom: alpine:\\\n# c\n3.20\n',
    at: [3, 1],
    fixed: 'Bootstrap: docker\nFrom: alpine:\\\n3.20\n',
    isSafe: true,
  },
  { code: 'bootstrap-missing', text: '%post\n  true\n', at: [1, 1] },
  {
    code: 'bootstrap-not-first',
    text: 'From: alpine:3.20\nBootstrap: docker\n',
    at: [1, 1],
    fixed: head,
    isSafe: true,
  },
  {
    code: 'bootstrap-does-not-begin-stage',
    text: `${head}Stage: a\n  Bootstrap: scratch\n`,
    at: [4, 3],
    fixed: `${head}Stage: a\nBootstrap: scratch\n`,
    isSafe: false,
  },
  {
    code: 'bootstrap-does-not-begin-stage',
    text: `${head}%post\n  true\nBootstrap : scratch\n`,
    at: [5, 1],
    fixed: `${head}%post\n  true\nBootstrap: scratch\n`,
    isSafe: false,
  },
  {
    code: 'bootstrap-in-here-document',
    text: `${head}%post\ncat > x <<EOF\nBootstrap: scratch\n`,
    at: [5, 1],
    fixed: `${head}%post\ncat > x <<EOF\n\${bootstrap-Bootstrap}: scratch\n`,
    isSafe: false,
  },
  {
    code: 'bootstrap-unknown',
    text: 'Bootstrap: Docker\nFrom: alpine:3.20\n',
    at: [1, 12],
    fixed: head,
    isSafe: true,
  },
  { code: 'bootstrap-unknown', text: 'Bootstrap: somewhere\nFrom: x\n', at: [1, 12] },
  { code: 'bootstrap-one-program', text: 'Bootstrap: dockerfile\nFrom: .\n', at: [1, 12] },
  { code: 'bootstrap-gone', text: 'Bootstrap: shub\nFrom: a/b\n', at: [1, 12] },
  {
    code: 'from-has-scheme',
    text: 'Bootstrap: docker\nFrom: docker://alpine:3.20\n',
    at: [2, 7],
    fixed: head,
    isSafe: true,
  },
  { code: 'from-not-pinned', text: 'Bootstrap: docker\nFrom: localhost:5000/a\n', at: [2, 7] },
  { code: 'from-not-pinned', text: 'Bootstrap: docker\nFrom: alpine:latest\n', at: [2, 7] },
  { code: 'from-not-pinned', text: 'Bootstrap: docker\nFrom: debian:{{ V }}\n%arguments\nV=sid\n', at: [2, 7] },
  { code: 'fingerprints-malformed', text: 'Bootstrap: library\nFrom: a:1\nFingerprints: abc\n', at: [3, 15] },
  {
    code: 'stage-name-repeated',
    text: `${head}Stage: a\n${head}Stage: a\n${head}%files from a\n/x\n`,
    at: [6, 8],
  },
  { code: 'stage-not-used', text: `${head}Stage: a\n${head}`, at: [1, 1] },
  { code: 'text-not-embedded', text: `# Licence\n${head}`, at: [1, 1] },
  {
    code: 'section-unknown',
    text: `${head}%runscripts\n  true\n`,
    at: [3, 1],
    fixed: `${head}%runscript\n  true\n`,
    isSafe: true,
  },
  { code: 'section-unknown', text: `${head}%clean\n  true\n`, at: [3, 1] },
  {
    code: 'section-name-tab',
    text: `${head}%post\t-c /bin/bash\n  true\n`,
    at: [3, 6],
    fixed: `${head}%post -c /bin/bash\n  true\n`,
    isSafe: true,
  },
  {
    code: 'section-name-tab',
    text: `${head}%post\t\n  true\n`,
    at: [3, 6],
    fixed: `${head}%post\n  true\n`,
    isSafe: true,
  },
  {
    code: 'section-marker-indented',
    text: `${head}  %post\n  true\n`,
    at: [3, 1],
    fixed: `${head}%post\n  true\n`,
    isSafe: true,
  },
  {
    code: 'percent-line-in-script',
    text: `${head}%post\n  cat <<EOF > x\n  %include y\nEOF\n`,
    at: [5, 1],
    fixed: `${head}%post\n  cat <<EOF > x\n  \${percent-%}include y\nEOF\n`,
    isSafe: false,
  },
  { code: 'percent-line-in-script', text: `${head}%post\n  cat <<'EOF' > x\n%include y\nEOF\n`, at: [5, 1] },
  { code: 'section-in-here-document', text: `${head}%post\n  cat <<EOF > x\n%help\nEOF\n`, at: [5, 1] },
  {
    code: 'section-name-space',
    text: `${head}% post\n  true\n`,
    at: [3, 1],
    fixed: `${head}%post\n  true\n`,
    isSafe: true,
  },
  {
    code: 'section-percent-doubled',
    text: `${head}%%post\n  true\n`,
    at: [3, 1],
    fixed: `${head}%post\n  true\n`,
    isSafe: true,
  },
  {
    code: 'section-empty',
    text: `${head}%post\n%test\n  true\n`,
    at: [3, 1],
    fixed: `${head}%test\n  true\n`,
    isSafe: true,
  },
  { code: 'section-empty-headerless', text: '%post\n', at: [1, 1] },
  { code: 'section-repeated', text: `${head}%post\n  a\n%post\n  b\n`, at: [5, 1] },
  { code: 'section-arguments-differ', text: `${head}%post\n  a\n%post -c /bin/bash\n  b\n`, at: [5, 7] },
  {
    code: 'section-arguments-ignored',
    text: `${head}%environment -x\n  export A=1\n`,
    at: [3, 14],
    fixed: `${head}%environment\n  export A=1\n`,
    isSafe: false,
  },
  { code: 'section-shell-missing', text: `${head}%post -c\n  true\n`, at: [3, 7] },
  {
    code: 'section-shell-without-c',
    text: `${head}%post /bin/bash\n  true\n`,
    at: [3, 7],
    fixed: `${head}%post -c /bin/bash\n  true\n`,
    isSafe: false,
  },
  { code: 'section-not-in-image', text: `${head}Stage: a\n%labels\n  A b\n${head}%files from a\n/x\n`, at: [4, 1] },
  { code: 'section-runs-on-host', text: `${head}%setup\n  true\n`, at: [3, 1] },
  { code: 'post-without-shell', text: 'Bootstrap: scratch\n%post\n  true\n', at: [2, 1] },
  { code: 'app-name-missing', text: `${head}%apprun\n  true\n`, at: [3, 1] },
  {
    code: 'app-name-empty',
    text: `${head}%apprun  foo\n  true\n`,
    at: [3, 1],
    fixed: `${head}%apprun foo\n  true\n`,
    isSafe: false,
  },
  {
    code: 'app-section-case',
    text: `${head}%AppRun foo\n  true\n`,
    at: [3, 2],
    fixed: `${head}%apprun foo\n  true\n`,
    isSafe: true,
  },
  {
    code: 'app-extra-words',
    text: `${head}%apprun foo bar\n  true\n`,
    at: [3, 12],
    fixed: `${head}%apprun foo\n  true\n`,
    isSafe: true,
  },
  { code: 'app-name-characters', text: `${head}%apprun my-app\n  true\n`, at: [3, 9] },
  {
    code: 'files-extra-words',
    text: `${head}%files\n  my file.txt /opt/x\n`,
    at: [4, 15],
    fixed: `${head}%files\n  "my file.txt" /opt/x\n`,
    isSafe: false,
  },
  {
    code: 'files-extra-words',
    text: `${head}%files\n  my big file\n`,
    at: [4, 10],
    fixed: `${head}%files\n  "my big file"\n`,
    isSafe: false,
    options: onlyFile('my big file'),
  },
  {
    code: 'files-destination-relative',
    text: `${head}%files\n  my file.txt\n`,
    at: [4, 3],
    fixed: `${head}%files\n  "my file.txt"\n`,
    isSafe: false,
    options: onlyFile('my file.txt'),
  },
  {
    code: 'files-single-quotes',
    text: `${head}%files\n  'a b' /x\n`,
    at: [4, 3],
    fixed: `${head}%files\n  "a b" /x\n`,
    isSafe: false,
  },
  {
    code: 'files-backslash',
    text: `${head}%files\n  a\\ b /x\n`,
    at: [4, 3],
    fixed: `${head}%files\n  "a b" /x\n`,
    isSafe: false,
  },
  { code: 'files-quote-open', text: `${head}%files\n  "a b /x\n`, at: [4, 3] },
  { code: 'files-quote-inside', text: `${head}%files\n  my" file".txt /x\n`, at: [4, 3] },
  { code: 'files-only-quotes', text: `${head}%files\n  "\n`, at: [4, 3] },
  {
    code: 'files-comment-as-destination',
    text: `${head}%files\n  a.txt # note\n`,
    at: [4, 9],
    fixed: `${head}%files\n  a.txt\n`,
    isSafe: false,
  },
  { code: 'files-source-empty', text: `${head}%files\n  "" /x\n`, at: [4, 3] },
  { code: 'files-source-missing', text: `${head}%files\n  a.txt /x\n`, at: [4, 3], options: onlyFile('b.txt') },
  {
    code: 'files-source-missing',
    text: `${head}%arguments\n  N=a\n%files\n  {{ N }}.txt\n`,
    at: [6, 3],
    options: onlyFile('b.txt'),
  },
  { code: 'files-source-missing', text: `${head}%appfiles x\n  a.txt\n`, at: [4, 3], options: onlyFile('b.txt') },
  { code: 'files-pattern-differs', text: `${head}%files\n  *.txt /x\n`, at: [4, 3] },
  { code: 'files-pattern-differs', text: `${head}%files\n  d/* /x\n`, at: [4, 3] },
  { code: 'files-pattern-differs', text: `${head}%files\n  d/{a,b} /x\n`, at: [4, 3] },
  {
    code: 'files-from-word',
    text: `${head}Stage: a\n${head}%files using a\n/x\n`,
    at: [6, 8],
    fixed: `${head}Stage: a\n${head}%files from a\n/x\n`,
    isSafe: false,
  },
  {
    code: 'files-list-differs',
    text: `${head}%files  # note\n  ./a\n`,
    at: [3, 8],
    fixed: `${head}%files # note\n  ./a\n`,
    isSafe: false,
  },
  {
    code: 'files-list-differs',
    text: `${head}Stage: a\n${head}%files stage a\n/x\n`,
    at: [6, 8],
    fixed: `${head}Stage: a\n${head}%files from a\n/x\n`,
    isSafe: false,
  },
  { code: 'files-stage-unknown', text: `${head}%files from a\n/x\n`, at: [3, 8] },
  { code: 'files-stage-later', text: `${head}Stage: a\n%files from b\n/x\n${head}Stage: b\n`, at: [4, 8] },
  { code: 'files-stage-itself', text: `${head}Stage: a\n%files from a\n/x\n`, at: [4, 8] },
  {
    code: 'label-equals',
    text: `${head}%labels\n  A=b\n`,
    at: [4, 3],
    fixed: `${head}%labels\n  A b\n`,
    isSafe: false,
  },
  {
    code: 'label-tab',
    text: `${head}%labels\n  A\tb c\n`,
    at: [4, 4],
    fixed: `${head}%labels\n  A b c\n`,
    isSafe: false,
  },
  {
    code: 'label-quotes',
    text: `${head}%labels\n  A "b c"\n`,
    at: [4, 5],
    fixed: `${head}%labels\n  A b c\n`,
    isSafe: false,
  },
  { code: 'label-comment', text: `${head}%labels\n  A b # c\n`, at: [4, 7] },
  { code: 'label-empty', text: `${head}%labels\n  A\n`, at: [4, 3] },
  {
    code: 'label-repeated',
    text: `${head}%labels\n  A b\n  A c\n`,
    at: [4, 3],
    fixed: `${head}%labels\n  A c\n`,
    isSafe: true,
  },
  { code: 'label-generated', text: `${head}%labels\n  org.label-schema.build-date x\n`, at: [4, 3] },
  { code: 'argument-undefined', text: `${head}%post\n  echo {{ V }}\n`, at: [4, 8] },
  {
    code: 'argument-undefined',
    text: `${head}%arguments\n    A=1\n%post\n  echo {{ A }} {{ V }}\n`,
    at: [6, 16],
    fixed: `${head}%arguments\n    V=\n    A=1\n%post\n  echo {{ A }} {{ V }}\n`,
    isSafe: false,
  },
  { code: 'argument-in-comment', text: `${head}%post\n  # {{ V }}\n  true\n`, at: [4, 5] },
  { code: 'argument-line', text: `${head}%arguments\n  just text\n`, at: [4, 3] },
  { code: 'argument-name', text: `${head}%arguments\n  my-arg=1\n`, at: [4, 3] },
  { code: 'argument-empty', text: `${head}%arguments\n  A=\n%post\n  echo {{ A }}\n`, at: [4, 3] },
  { code: 'argument-not-used', text: `${head}%arguments\n  A=1\n`, at: [4, 3] },
  {
    code: 'argument-repeated',
    text: `${head}%arguments\n  A=1\n  A=2\n%post\n  echo {{ A }}\n`,
    at: [4, 3],
    fixed: `${head}%arguments\n  A=2\n%post\n  echo {{ A }}\n`,
    isSafe: true,
  },
  { code: 'argument-nested', text: `${head}%arguments\n  A=1\n  B={{ A }}\n%post\n  echo {{ B }}\n`, at: [5, 3] },
  { code: 'template-name', text: `${head}%post\n  echo {{ my-arg }}\n`, at: [4, 8] },
  {
    code: 'shebang-not-first',
    text: `${head}%runscript\n\n#!/bin/bash\nexec x\n`,
    at: [5, 1],
    fixed: `${head}%runscript\n#!/bin/bash\nexec x\n`,
    isSafe: false,
  },
  { code: 'shebang-ignored', text: `${head}%post\n#!/bin/bash\n  true\n`, at: [4, 1] },
  {
    code: 'environment-not-exported',
    text: `${head}%environment\n  A=1\n`,
    at: [4, 3],
    fixed: `${head}%environment\n  export A=1\n`,
    isSafe: false,
  },
  {
    code: 'environment-path-replaced',
    text: `${head}%environment\n  export PATH=/opt/bin\n`,
    at: [4, 3],
    fixed: `${head}%environment\n  export PATH="/opt/bin:$PATH"\n`,
    isSafe: false,
  },
  { code: 'environment-exit', text: `${head}%environment\n  exit 0\n`, at: [4, 3] },
  { code: 'environment-prints', text: `${head}%environment\n  echo hello\n`, at: [4, 3] },
  { code: 'environment-shell-options', text: `${head}%environment\n  set -e\n`, at: [4, 3] },
  { code: 'not-posix', text: `${head}%post\n  if [[ -f x ]]; then true; fi\n`, at: [4, 3] },
  {
    code: 'post-asks',
    text: `${head}%post\n  apt-get update && apt-get install curl\n`,
    at: [4, 21],
    fixed: `${head}%post\n  apt-get update && apt-get install -y curl\n`,
    isSafe: false,
  },
  { code: 'post-sudo', text: `${head}%post\n  sudo make install\n`, at: [4, 3] },
  {
    code: 'runscript-arguments-unquoted',
    text: `${head}%runscript\n  exec x $@\n`,
    at: [4, 10],
    fixed: `${head}%runscript\n  exec x "$@"\n`,
    isSafe: false,
  },
  {
    code: 'secret-private-key',
    text: `${head}%post\n  echo "-----BEGIN ${'OPENSSH'} PRIVATE KEY-----" > k\n`,
    at: [4, 9],
  },
  { code: 'secret-token', text: `${head}%post\n  export X=${'ghp'}_${'0a'.repeat(18)}\n`, at: [4, 12] },
  { code: 'secret-password', text: `${head}%post\n  export DB_PASSWORD=correct-horse\n`, at: [4, 10] },
  { code: 'secret-password', text: `${head}%post\n  x --token 12345678\n`, at: [4, 5] },
  { code: 'secret-in-address', text: `${head}%post\n  git clone https://me:pw@example.org/x\n`, at: [4, 13] },
]

/** Codes that only appear together with others, or as the last net, tested below. */
const elsewhere: readonly ProblemCode[] = ['not-readable']

describe('each problem', () => {
  it.each(cases.map((one) => [one.code, one.text.slice(0, 200), one] as const))('%s in %j', (_code, _text, one) => {
    const problem = lintDefinition(one.text, one.options).find(
      ({ code, line, column }) => code === one.code && line === one.at[0] && column === one.at[1],
    )
    expect(problem, JSON.stringify(lintDefinition(one.text, one.options))).toBeDefined()
    const fixed = problem?.fix ? applyEdits(one.text, problem.fix.edits) : undefined
    expect({ fixed, isSafe: problem?.fix?.isSafe }).toEqual({ fixed: one.fixed, isSafe: one.isSafe })
    expect(problem?.message).not.toMatch(/\{[a-zA-Z]+\}/)
    expect(problem?.fix?.title ?? '').not.toMatch(/\{[a-zA-Z]+\}/)
  })

  it('has a case here', () => {
    const tested = new Set<string>([...cases.map(({ code }) => code), ...elsewhere])
    expect(Object.keys(problemTexts).filter((code) => !tested.has(code))).toEqual([])
  })
})

describe('a good definition', () => {
  it('has no problems', () => {
    const text = `Bootstrap: docker
From: golang:1.23
Stage: build

%post
    cat > main.go <<EOF
package main
func main() { println("100 %", 50%7) }
EOF
    go build -o /app main.go

Bootstrap: library
From: library/default/alpine:3.20
Fingerprints: 0123456789ABCDEF0123456789ABCDEF01234567

%arguments
    VERSION=1.0.0

%files from build
    /app /usr/local/bin/app

%files
    "with blank.txt" "/opt/with blank.txt"
    data/*.txt /opt/data/

%post -c /bin/bash
    apk add --no-cache curl
    [[ -x /usr/local/bin/app ]]

%environment
    export LC_ALL=C PATH="/opt/bin:$PATH"
    export PASSWORD_FILE=/run/secret

%runscript
    exec app "$@"

%labels
    Author Somebody <somebody@example.org>
    Version {{ VERSION }}

%help
    Text with 👩‍💻 in it, and # no comment.

%apprun foo
    exec app foo "$@"
`
    expect(lintDefinition(text)).toEqual([])
  })

  it('is not accused of secrets that are none', () => {
    const text = `${head}%post\n  export TOKEN="$TOKEN" PASSWORD={{ PASSWORD }}\n  TOKEN_FILE=/x; API_KEY=$(cat key)\n  x --password "$P"\n  # set PASSWORD: required\n`
    const codes = lintDefinition(text, { givenArguments: new Set(['PASSWORD']) }).map(({ code }) => code)
    expect(codes.filter((code) => code.startsWith('secret'))).toEqual([])
  })
})

describe('secrets', () => {
  it('are never repeated in a message', () => {
    const secret = `ghp_${'0a'.repeat(18)}`
    const text = `${head}%environment\n  export TOKEN=${secret}\n%post\n  curl https://user:${secret}@example.org\n`
    const problems = lintDefinition(text)
    expect(problems.length).toBeGreaterThanOrEqual(2)
    expect(JSON.stringify(problems)).not.toContain(secret)
  })
})

/** What safe corrections may change: nothing but text that has no effect. */
function effect(stages: readonly StageMeaning[]): unknown {
  return stages.map(({ header, scripts, labels, files, apps }) => ({
    header: header === null ? null : [...header].filter(([keyword]) => keyword !== 'includecmd').sort(),
    scripts: [...scripts].filter(([name]) => name !== 'arguments').sort(),
    labels: [...labels].sort(),
    files,
    apps: { order: apps.order, sections: [...apps.sections].sort() },
  }))
}

describe('any text', () => {
  it('keeps its meaning under safe corrections', () => {
    fc.assert(
      fc.property(definitionLikeText, (text) => {
        const fixed = fixDefinition(text)
        for (const program of programs) {
          const before = interpretDefinition(text, { program })
          const after = interpretDefinition(fixed.text, { program })
          if (before.result !== 'ok' || before.planError !== null) continue
          expect(after.result).toBe('ok')
          if (after.result === 'ok') expect(effect(after.stages)).toEqual(effect(before.stages))
        }
      }),
      { numRuns: 1000 },
    )
  })

  it('has an error for the linter whenever a program refuses it', () => {
    fc.assert(
      fc.property(definitionLikeText, (text) => {
        const hasErrors = lintDefinition(text).some(({ severity }) => severity === 'error')
        for (const program of programs) {
          const { result } = interpretDefinition(text, { program })
          if (result !== 'ok' && !hasErrors) {
            // Only one program refusing it is a warning that names the program.
            const other = interpretDefinition(text, { program: program === 'apptainer' ? 'singularity' : 'apptainer' })
            expect(other.result).toBe('ok')
            expect(lintDefinition(text).some(({ severity }) => severity === 'warning')).toBe(true)
          }
        }
      }),
      { numRuns: 1000 },
    )
  })

  it('gives problems in order, inside the text, with edits that can be applied', () => {
    fc.assert(
      fc.property(definitionLikeText, (text) => {
        let last = 0
        for (const { start, end, length, fix } of lintDefinition(text, { fileExists: () => false })) {
          expect(start).toBeGreaterThanOrEqual(last)
          expect(end).toBeLessThanOrEqual(text.length)
          expect(length).toBe(end - start)
          if (fix !== null) expect(() => applyEdits(text, fix.edits)).not.toThrow()
          last = start
        }
      }),
      { numRuns: 1000 },
    )
  })

  it.each([
    ['one line', 'x'.repeat(10_000_000)],
    ['100,000 lines of a script', `${head}%post\n${'  cat <<EOF {{ A }} $@ PASSWORD=x\n'.repeat(100_000)}`],
    ['100,000 lines of files', `${head}%files\n${'a b c "d\n'.repeat(100_000)}`],
    ['100,000 labels', `${head}%labels\n${'a b\n'.repeat(100_000)}`],
    ['20,000 stages', head.repeat(20_000)],
    ['odd characters', `${head}%post\n${'\u200b\u00a0'.repeat(500_000)}`],
    ['names that end like secrets', `${head}%post\n${'TOKEN'.repeat(400_000)}`],
    ['addresses', `${head}%post\n${'a://a:'.repeat(300_000)}`],
    ['carriage returns', '\r'.repeat(1_000_000)],
    ['percent signs', '%'.repeat(1_000_000)],
    ['markers', `${head}${'%post\n'.repeat(50_000)}`],
  ])('is checked in a time in proportion to its length: %s', (_name, text) => {
    const work = (): void => {
      lintDefinition(text, { fileExists: () => true })
    }
    expect(cpuTimeOf(work)).toBeLessThan(longestMs)
  })
})

describe('corrections', () => {
  it('are made until nothing is left to correct, and no more', () => {
    const text = '\ufeffBootstrap: Docker\r\nForm: alpine:3.20\r\n%%post\t\r\n  true\r\n%test\r\n%labels\r\nA b\r\nA c'
    const { text: fixed, count } = fixDefinition(text)
    expect(fixed).toBe('Bootstrap: docker\nFrom: alpine:3.20\n%post\n  true\n%labels\nA c\n')
    expect(count).toBeGreaterThanOrEqual(8)
    expect(fixDefinition(fixed)).toEqual({ text: fixed, count: 0 })
  })

  it('never apply two edits to one place', () => {
    expect(() =>
      applyEdits('abc', [
        { start: 0, end: 2, text: 'x' },
        { start: 1, end: 3, text: 'y' },
      ]),
    ).toThrow(RangeError)
    expect(fixSafely('abc', () => []).count).toBe(0)
  })
})
