/** The interpreter against what both command lines make of 133 definitions, and what it promises for any text. */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { interpretDefinition } from '../../../src-shared/definition/interpret.ts'
import { type Program, programs } from '../../../src-shared/definition/meaning.ts'
import { type Outcome, outcomeFor } from '../../../src-shared/definition/outcome.ts'
import { parseTree, printTree } from '../../../src-shared/definition/tree.ts'
import { sharedPath } from '../../support/shared.ts'
import { cpuTimeOf, longestMs } from './cpu-time.ts'
import { definitionLikeText } from './definition-like-text.ts'

const expectation = z.looseObject({ result: z.enum(['ok', 'error', 'crash']) })
const planShape = z.looseObject({
  messageSingularity: z.string().optional(),
  cli: z.string().nullable().optional(),
  note: z.string().optional(),
})
const caseShape = z.object({
  id: z.string(),
  text: z.string().optional(),
  textParts: z.object({ prefix: z.string(), unit: z.string(), count: z.number(), suffix: z.string() }).optional(),
  buildArgs: z.record(z.string(), z.string()).optional(),
  expect: expectation.optional(),
  expectBy: z.object({ apptainer: expectation, singularity: expectation }).optional(),
})
type DefinitionCase = z.infer<typeof caseShape>

const path = sharedPath('fixtures/deffile/cases.json')

function readCases(): readonly DefinitionCase[] {
  if (path === null) return []
  return z.object({ cases: z.array(caseShape) }).parse(JSON.parse(readFileSync(path, 'utf8'))).cases
}

function textOf({ text, textParts }: DefinitionCase): string {
  if (textParts === undefined) return text ?? ''
  return textParts.prefix + textParts.unit.repeat(textParts.count) + textParts.suffix
}

/** What the case says, in the form in which the interpreter answers. */
function expected(definitionCase: DefinitionCase, program: Program): unknown {
  const said: Record<string, unknown> = { ...(definitionCase.expectBy?.[program] ?? definitionCase.expect) }
  const planned = planShape.safeParse(said.planError)
  if (planned.success) {
    const { messageSingularity, note: _note, cli = null, ...rest } = planned.data
    said.planError =
      program === 'singularity' && messageSingularity !== undefined
        ? { ...rest, message: messageSingularity, cli: `Unable to create build: ${messageSingularity}` }
        : { ...rest, cli }
  }
  delete said.namesInAnyOrder
  return said
}

/** The answer with the same omissions as the cases: long texts by their length, no phase for a crash. */
function comparable(outcome: Outcome): unknown {
  if (outcome.result === 'crash') {
    const { phase: _phase, ...rest } = outcome
    return rest
  }
  return JSON.parse(
    JSON.stringify(outcome, (_key, value: unknown) => {
      if (typeof value !== 'object' || value === null || !('text' in value) || !('args' in value)) return value
      const { text, args } = value
      return typeof text === 'string' && text.length > 10_000 ? { args, textLength: text.length } : value
    }),
  )
}

describe.skipIf(path === null)('definitions of the shared cases', () => {
  for (const program of programs) {
    it.each(readCases().map((one) => [one.id, one] as const))(`${program} %s`, (_id, one) => {
      const buildArguments = new Map(Object.entries(one.buildArgs ?? {}))
      const outcome = outcomeFor(textOf(one), { program, buildArguments }, 'image.def')
      expect(comparable(outcome)).toEqual(expected(one, program))
    })
  }
})

describe('any text', () => {
  it('comes back from its tree byte for byte', () => {
    fc.assert(
      fc.property(definitionLikeText, (text) => {
        expect(printTree(parseTree(text))).toBe(text)
      }),
      { numRuns: 500 },
    )
  })

  it('is answered for both programs without an exception', () => {
    fc.assert(
      fc.property(definitionLikeText, (text) => {
        for (const program of programs) {
          const found = interpretDefinition(text, { program, buildArguments: new Map([['A', '%post\n{{ B }}']]) })
          if (found.result === 'ok') continue
          expect(found.error.at).toBeGreaterThanOrEqual(0)
          expect(found.error.at).toBeLessThanOrEqual(text.length)
        }
      }),
      { numRuns: 500 },
    )
  })

  it.each([
    ['one line', 'x'.repeat(10_000_000)],
    ['100,000 lines', `Bootstrap: docker\nFrom: a\n%post\n${'  echo {{ A }} # {{ B }}\n'.repeat(100_000)}`],
    ['20,000 stages', 'Bootstrap: docker\nFrom: a\n'.repeat(20_000)],
    ['100,000 sections', `Bootstrap: docker\n${'%post\n'.repeat(100_000)}`],
    ['braces', `Bootstrap: docker\n%files\n${'{{ a'.repeat(15_000)}\n`],
    ['quotes', `Bootstrap: docker\n%files\n${'"\'{{'.repeat(15_000)}\n`],
    ['comments with templates', `Bootstrap: docker\n%post\n# ${'{{ A }}'.repeat(9_000)}\n`],
  ])('is read in a time in proportion to its length: %s', (_name, text) => {
    const work = (): void => {
      const tree = parseTree(text)
      for (const program of programs) interpretDefinition(tree, { program })
      expect(printTree(tree)).toBe(text)
    }
    expect(cpuTimeOf(work)).toBeLessThan(longestMs)
  })

  it('stops values that multiply themselves', () => {
    const text = `Bootstrap: docker\n%arguments\nA=${'{{A}}'.repeat(2_000)}\n%post\n{{ A }}\n`
    const found = interpretDefinition(text, { program: 'apptainer' })
    expect(found).toMatchObject({ result: 'error', error: { kind: 'argument-malformed' } })
  })
})
