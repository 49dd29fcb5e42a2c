/**
 * A client whose answers a test gives, call by call, for tests of stores. It checks parameters with
 * the contract's own schemas and remembers what was asked.
 */
import type { CallOptions, Client } from '../../../src-shared/contract/client.ts'
import {
  type CallInput,
  type CallName,
  type CallValue,
  contract,
  type EventName,
  type Events,
} from '../../../src-shared/contract/index.ts'
import type { AppError } from '../../../src-shared/model/error.ts'
import { fail, ok, type Result } from '../../../src-shared/model/result.ts'
import { appError } from '../../../src-shared/text/errors/index.ts'

type Answers = {
  readonly [Name in CallName]?: (
    params: CallInput<Name>,
    signal: AbortSignal | undefined,
  ) => CallValue<Name> | AppError | Promise<CallValue<Name> | AppError>
}

export interface ScriptedClient extends Client {
  readonly calls: readonly { readonly name: CallName; readonly params: unknown }[]
  emit<Name extends EventName>(name: Name, payload: Events[Name]): void
}

const isError = (value: unknown): value is AppError =>
  typeof value === 'object' && value !== null && 'code' in value && 'area' in value && 'kind' in value

export function scriptedClient(answers: Answers): ScriptedClient {
  const calls: { name: CallName; params: unknown }[] = []
  const listeners = new Map<string, Set<(payload: never) => void>>()
  return {
    calls,
    async call<Name extends CallName>(
      name: Name,
      params: CallInput<Name>,
      options: CallOptions = {},
    ): Promise<Result<CallValue<Name>>> {
      contract[name].params.parse(params)
      calls.push({ name, params })
      const answer = answers[name]
      await Promise.resolve()
      if (options.signal?.aborted) return fail(appError('CANCELLED'))
      if (answer === undefined) throw new Error(`The test gives no answer for ${name}`)
      const value = await answer(params, options.signal)
      if (options.signal?.aborted) return fail(appError('CANCELLED'))
      return isError(value) ? fail(value) : ok(value)
    },
    on(name, listener) {
      const set = listeners.get(name) ?? new Set()
      listeners.set(name, set)
      set.add(listener)
      return () => set.delete(listener)
    },
    onGone: () => () => undefined,
    close: () => undefined,
    emit(name, payload) {
      for (const listener of listeners.get(name) ?? []) listener(payload as never)
    },
  }
}
