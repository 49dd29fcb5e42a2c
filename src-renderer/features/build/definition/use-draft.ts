/**
 * A draft while it is worked on: what is typed shows at once and is kept by the engine when typing rests, and at
 * the latest when the step is left. Nothing is written to a file of the user here.
 */
import { useCallback, useEffect, useRef, useState } from 'react'
import type { Draft } from '../../../../src-shared/model/build.ts'
import type { AppError } from '../../../../src-shared/model/error.ts'
import { currentClient } from '../../../app/connection.ts'

const restMs = 400

export type DraftChange = Partial<Omit<Draft, 'id' | 'changedAt'>>

export interface OpenDraft {
  readonly draft: Draft
  readonly change: (change: DraftChange) => void
  /** Why the last keeping failed; what was typed is still here. */
  readonly error: AppError | null
  /** Keeps what is there now, without waiting. */
  readonly keep: () => Promise<void>
}

export function useDraft(initial: Draft): OpenDraft {
  const [draft, setDraft] = useState(initial)
  const [error, setError] = useState<AppError | null>(null)
  const latest = useRef(initial)
  const isChanged = useRef(false)
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)

  const keep = useCallback(async (): Promise<void> => {
    if (timer.current !== null) clearTimeout(timer.current)
    timer.current = null
    if (!isChanged.current) return
    isChanged.current = false
    const { changedAt: _changedAt, ...kept } = latest.current
    const answer = await currentClient().call('build.saveDraft', kept)
    if (!answer.ok) isChanged.current = true
    setError(answer.ok ? null : answer.error)
  }, [])

  const change = useCallback(
    (changed: DraftChange): void => {
      latest.current = { ...latest.current, ...changed }
      isChanged.current = true
      setDraft(latest.current)
      if (timer.current !== null) clearTimeout(timer.current)
      timer.current = setTimeout(() => void keep(), restMs)
    },
    [keep],
  )

  useEffect(() => () => void keep(), [keep])

  return { draft, change, error, keep }
}
