/**
 * Calls the engine for a component: first load, refresh with the old value kept, error, and fetching
 * again when named events say that the facts changed or when the engine was started again.
 */
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { CallInput, CallName, CallValue, EventName } from '../../src-shared/contract/index.ts'
import type { AppError } from '../../src-shared/model/error.ts'
import { useClient } from './connection.ts'

export interface CallState<Value> {
  /** The last good answer; stays while a newer one is fetched and when that fails. */
  readonly value: Value | null
  /** The error of the last call, null when it succeeded. */
  readonly error: AppError | null
  /** Nothing is known yet: show a skeleton. */
  readonly isLoading: boolean
  /** An answer is shown and a newer one is being fetched: show the thin bar. */
  readonly isRefreshing: boolean
  readonly reload: () => void
}

export interface UseCallOptions {
  /** Events after which the answer may differ. Bursts cause one call. */
  readonly refetchOn?: readonly EventName[]
}

interface Held<Value> {
  readonly key: string
  readonly value: Value | null
  readonly error: AppError | null
  readonly isBusy: boolean
}

/**
 * @param params what to call with; null makes no call. Compared by content.
 */
export function useCall<Name extends CallName>(
  name: Name,
  params: CallInput<Name> | null,
  { refetchOn = [] }: UseCallOptions = {},
): CallState<CallValue<Name>> {
  const client = useClient()
  const key = params === null ? null : JSON.stringify(params)
  const [held, setHeld] = useState<Held<CallValue<Name>>>({ key: '', value: null, error: null, isBusy: true })
  const [round, setRound] = useState(0)
  const latestParams = useRef(params)
  useLayoutEffect(() => {
    latestParams.current = params
  })
  // Callers write the list in place; only its content matters.
  const [eventNames, setEventNames] = useState(refetchOn)
  if (eventNames.join(' ') !== refetchOn.join(' ')) setEventNames(refetchOn)

  const reload = useCallback(() => setRound((value) => value + 1), [])

  // A new round asks again with the same parameters.
  const request = useMemo(() => (key === null ? null : { key, round }), [key, round])
  useEffect(() => {
    const input = latestParams.current
    if (request === null || input === null) return undefined
    const { key } = request
    const controller = new AbortController()
    setHeld((old) => ({ ...old, isBusy: true }))
    void client.call(name, input, { signal: controller.signal }).then((result) => {
      if (controller.signal.aborted) return
      setHeld((old) =>
        result.ok
          ? { key, value: result.value, error: null, isBusy: false }
          : { key, value: old.key === key ? old.value : null, error: result.error, isBusy: false },
      )
    })
    return () => controller.abort()
  }, [client, name, request])

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null
    const soon = (): void => {
      if (timer !== null) return
      timer = setTimeout(() => {
        timer = null
        reload()
      }, 150)
    }
    const stops = eventNames.map((event) => client.on(event, soon))
    return () => {
      for (const stop of stops) stop()
      if (timer !== null) clearTimeout(timer)
    }
  }, [client, eventNames, reload])

  return {
    value: held.value,
    error: held.error,
    isLoading: key !== null && held.value === null && held.error === null,
    isRefreshing: held.isBusy && held.value !== null,
    reload,
  }
}
