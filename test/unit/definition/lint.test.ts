/** Each problem of the linter at its place, with what its correction makes of the text; and what holds for any text. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { interpretDefinition } from '../../../src-shared/definition/interpret.ts'
import { applyEdits, fixSafely } from '../../../src-shared/definition/lint/fix.ts'
import { fixDefinition, lintDefinition } from '../../../src-shared/definition/lint/lint.ts'
import { programs, type StageMeaning } from '../../../src-shared/definition/meaning.ts'
import { type ProblemCode, problemTexts } from '../../../src-shared/text/definition-problems.ts'
import { cpuTimeOf, longestMs } from './cpu-time.ts'
import { definitionLikeText } from './definition-like-text.ts'
import { head, problemCases } from './lint-cases.ts'

/** Codes that only appear together with others, or as the last net, tested below. */
const elsewhere: readonly ProblemCode[] = ['not-readable']

describe('each problem', () => {
  it.each(problemCases.map((one) => [one.code, one.text.slice(0, 200), one] as const))(
    '%s in %j',
    (_code, _text, one) => {
      const problem = lintDefinition(one.text, one.options).find(
        ({ code, line, column }) => code === one.code && line === one.at[0] && column === one.at[1],
      )
      expect(problem, JSON.stringify(lintDefinition(one.text, one.options))).toBeDefined()
      const fixed = problem?.fix ? applyEdits(one.text, problem.fix.edits) : undefined
      expect({ fixed, isSafe: problem?.fix?.isSafe }).toEqual({ fixed: one.fixed, isSafe: one.isSafe })
      expect(problem?.message).not.toMatch(/\{[a-zA-Z]+\}/)
      expect(problem?.fix?.title ?? '').not.toMatch(/\{[a-zA-Z]+\}/)
    },
  )

  it('has a case here', () => {
    const tested = new Set<string>([...problemCases.map(({ code }) => code), ...elsewhere])
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
    ['stages that copy from each other', chainOfStages(30_000)],
    ['variables that are exported later', `${head}%environment\n${variables('=1')}${variables('', 'export ')}`],
  ])('is checked in a time in proportion to its length: %s', (_name, text) => {
    const work = (): void => {
      lintDefinition(text, { fileExists: () => true })
    }
    expect(cpuTimeOf(work)).toBeLessThan(longestMs)
  })
})

function chainOfStages(count: number): string {
  const stage = (_: unknown, place: number): string =>
    `Bootstrap: scratch\nStage: s${place}\n%files from s${place - 1}\n/a /b\n`
  return Array.from({ length: count }, stage).join('')
}

function variables(after: string, before = ''): string {
  return Array.from({ length: 50_000 }, (_, place) => `${before}A${place}${after}\n`).join('')
}

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
