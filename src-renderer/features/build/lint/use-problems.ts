/** The problems of a text that is being typed: asked for when typing rests, one question at a time, the newest next. */
import { useEffect, useRef, useState } from 'react'
import type { DefinitionProblem } from '../../../../src-shared/definition/lint/problem.ts'
import type { LintAnswer, LintInput, LintRequest } from './find-problems.ts'

const restMs = 150

export interface FoundProblems {
  /** The text that they are about. */
  readonly text: string
  readonly problems: readonly DefinitionProblem[]
}

interface Linter {
  ask(input: LintInput): void
  end(): void
}

function startLinter(onFound: (found: FoundProblems) => void): Linter {
  const worker = new Worker(new URL('./lint-worker.ts', import.meta.url), { type: 'module' })
  let asked: LintRequest | null = null
  let next: LintRequest | null = null
  let lastId = 0
  const send = (): void => {
    asked = next
    next = null
    if (asked !== null) worker.postMessage(asked)
  }
  worker.onmessage = ({ data }: MessageEvent<LintAnswer>) => {
    if (asked !== null && data.id === asked.id && next === null) onFound({ text: asked.text, problems: data.problems })
    send()
  }
  return {
    ask(input) {
      lastId += 1
      next = { id: lastId, ...input }
      if (asked === null) send()
    },
    end: () => worker.terminate(),
  }
}

/** @returns null until the first answer; afterwards the last one, which may be about an older text */
export function useProblems(input: LintInput): FoundProblems | null {
  const linter = useRef<Linter | null>(null)
  const [found, setFound] = useState<FoundProblems | null>(null)
  useEffect(() => {
    const started = startLinter(setFound)
    linter.current = started
    return () => {
      linter.current = null
      started.end()
    }
  }, [])
  const { text, given, files } = input
  const key = JSON.stringify([given, files])
  useEffect(() => {
    const [names, known]: [LintInput['given'], LintInput['files']] = JSON.parse(key)
    const timer = setTimeout(() => linter.current?.ask({ text, given: names, files: known }), restMs)
    return () => clearTimeout(timer)
  }, [text, key])
  return found
}
