/**
 * The one door into the engine: looks a call up in the contract, checks what came with it, runs its
 * handler and turns whatever happens into a result. Every face goes through it.
 */
import { pathTooLong } from '../../src-shared/contract/define.ts'
import { contract, isCallName } from '../../src-shared/contract/index.ts'
import type { Result } from '../../src-shared/model/result.ts'
import { appError } from '../../src-shared/text/errors/index.ts'
import type { CallContext } from './platform/context.ts'
import { toAppError } from './platform/failures.ts'
import type { Log } from './platform/log.ts'

/** A handler as the dispatcher sees it, after the table's own types have done their work. */
export type AnyHandler = (params: unknown, context: CallContext) => unknown

/**
 * @param name any text; unknown names are answered with CALL_UNKNOWN
 * @param params any value; checked against the call's schema, else CALL_MALFORMED or FILE_PATH_TOO_LONG
 */
export async function dispatch(
  handlers: ReadonlyMap<string, AnyHandler>,
  name: string,
  params: unknown,
  context: CallContext,
  log: Log,
): Promise<Result<unknown>> {
  const handler = handlers.get(name)
  if (!isCallName(name) || !handler) return { ok: false, error: appError('CALL_UNKNOWN', { call: name.slice(0, 100) }) }
  const checked = contract[name].params.safeParse(params)
  if (!checked.success) {
    log('warn', 'call refused: malformed parameters', { call: name })
    const detail = checked.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n')
    const long = checked.error.issues.find(({ message }) => message === pathTooLong)
    if (long) return { ok: false, error: appError('FILE_PATH_TOO_LONG', { path: beginningOf(params, long.path) }) }
    return { ok: false, error: appError('CALL_MALFORMED', { call: name }, { detail }) }
  }
  try {
    return { ok: true, value: await handler(checked.data, context) }
  } catch (error) {
    const failed = toAppError(error)
    if (failed.kind === 'internal')
      log('error', 'call failed', { call: name, code: failed.code, detail: failed.detail ?? '' })
    return { ok: false, error: failed }
  }
}

/** How a text inside parameters begins: enough to know it by. */
function beginningOf(params: unknown, place: readonly PropertyKey[]): string {
  let value = params
  for (const key of place) value = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
  return typeof value === 'string' ? `${value.slice(0, 100)}…` : ''
}
