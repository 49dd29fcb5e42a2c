/**
 * Resolves what is typed while it is typed: at once from what is known here, then from the source.
 * An answer to an older text never replaces one to a newer.
 */
import { useEffect, useState } from 'react'
import type { ReferencePart } from '../../../src-shared/model/reference.ts'
import { parseReference, referenceParts } from '../../../src-shared/reference/index.ts'
import { useClient } from '../../app/connection.ts'
import { isPullable, partsWithPath, type Situation, situationOfError } from './pull-view.ts'

/** So long typing rests before the source is asked. */
const restMs = 300

export interface Resolving {
  readonly situation: Situation
  /** What the text means, with what was filled in; null while it means nothing. */
  readonly parts: readonly ReferencePart[] | null
  /** The remote that filled in the rest. */
  readonly remote: string | null
}

export interface ResolveQuestion {
  readonly reference: string
  readonly architecture: string | null
  readonly remote: string | null
}

/** What the text means by its grammar alone: before anybody was asked. */
function readHere(text: string): readonly ReferencePart[] | null {
  const parsed = parseReference(text)
  return parsed.ok ? referenceParts(parsed.value) : null
}

const nothing: Resolving = { situation: { kind: 'empty' }, parts: null, remote: null }

/** @param round another number asks the same again */
export function useResolved({ reference, architecture, remote }: ResolveQuestion, round: number): Resolving {
  const client = useClient()
  const text = reference.trim()
  const [resolving, setResolving] = useState<Resolving>(nothing)

  useEffect(() => {
    if (text === '') {
      setResolving(nothing)
      return undefined
    }
    const parsed = parseReference(text)
    if (!parsed.ok) {
      setResolving({ situation: { kind: 'wrong', error: parsed.error }, parts: null, remote: null })
      return undefined
    }
    const controller = new AbortController()
    const { signal } = controller
    const question = {
      reference: text,
      ...(architecture === null ? {} : { architecture }),
      ...(remote === null ? {} : { remote }),
    }
    setResolving((old) => ({ ...old, situation: { kind: 'looking' }, parts: readHere(text) }))
    // Defaults first: they are known without asking anybody.
    void client.call('library.resolve', { ...question, online: false }, { signal }).then((result) => {
      if (signal.aborted || !result.ok) return
      const { parts, remote: filler } = result.value
      setResolving((old) =>
        isPullable(result.value)
          ? { ...old, parts: old.situation.kind === 'ready' ? old.parts : parts, remote: filler ?? old.remote }
          : { situation: { kind: 'ready', resolved: result.value }, parts, remote: filler },
      )
    })
    const timer = setTimeout(
      () => {
        void client.call('library.resolve', question, { signal }).then((result) => {
          if (signal.aborted) return
          setResolving((old) =>
            result.ok
              ? {
                  situation: { kind: 'ready', resolved: result.value },
                  parts: result.value.parts,
                  remote: result.value.remote,
                }
              : {
                  ...old,
                  situation: situationOfError(result.error),
                  parts: partsWithPath(text, String(result.error.params.path ?? '')) ?? old.parts,
                },
          )
        })
      },
      round === 0 ? restMs : 0,
    )
    return () => {
      controller.abort()
      clearTimeout(timer)
    }
  }, [client, text, architecture, remote, round])

  return resolving
}
