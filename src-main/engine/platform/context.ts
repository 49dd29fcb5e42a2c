/**
 * What every domain of the engine is given when it is made. Other domains are passed to a
 * constructor by name, so that who needs whom is read in one place: engine.ts.
 */
import type { CallName, CallParams, CallValue } from '../../../src-shared/contract/index.ts'
import type { Database } from './database.ts'
import type { EventBus } from './events.ts'
import type { Jobs } from './jobs.ts'
import type { Log } from './log.ts'
import type { EnginePaths } from './paths.ts'
import type { PlatformPort } from './port.ts'

export interface EngineContext {
  readonly paths: EnginePaths
  readonly database: Database
  readonly events: EventBus
  readonly jobs: Jobs
  readonly platform: PlatformPort
  readonly log: Log
  /** Now; tests pass their own. */
  readonly clock: () => Date
}

export interface CallContext {
  /** Aborts when the caller cancels or goes away. */
  readonly signal: AbortSignal
}

/** A handler gets checked parameters, answers a plain value, and throws AppFailure when it cannot. */
export type Handler<Name extends CallName> = (
  params: CallParams<Name>,
  context: CallContext,
) => CallValue<Name> | Promise<CallValue<Name>>

/** The handlers of some calls; each domain exports those of its own name. */
export type Handlers<Name extends CallName> = { readonly [N in Name]: Handler<N> }

/** The calls of one domain: those whose name begins with `domain.`. */
export type CallsOf<Domain extends string> = Extract<CallName, `${Domain}.${string}`>
