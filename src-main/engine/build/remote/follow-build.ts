/**
 * Follows a build at a service to its end: live output while it can be had, and the service's own word on whether
 * the build is over. A lost stream says nothing about the build: it is opened again, and asked for meanwhile.
 * Source: services reference, 4.4 and 4.5.
 */
import { setTimeout as wait } from 'node:timers/promises'
import type { AppError } from '../../../../src-shared/model/error.ts'
import { AppFailure, failure } from '../../../../src-shared/text/errors/index.ts'
import { toAppError } from '../../platform/failures.ts'
import type { HttpClient } from '../../platform/http/client.ts'
import type { SocketEnd } from '../../platform/http/socket.ts'
import type { BuildApi, ServiceBuild } from './build-api.ts'

/** All in milliseconds. */
export interface FollowTiming {
  /** Before a lost stream is opened again; the last one repeats. */
  readonly pauses: readonly number[]
  /** Between questions after the output ended, while the service does not say that the build is over. */
  readonly gracePauses: readonly number[]
  /** After so much silence the service is asked whether the build still runs. */
  readonly silence: number
  /** A service that cannot be reached for so long is given up. */
  readonly patience: number
}

export const usualTiming: FollowTiming = {
  pauses: [500, 1000, 2000, 4000, 8000, 15_000],
  gracePauses: [250, 500, 1000, 2000, 4000, 8000],
  silence: 30_000,
  patience: 15 * 60_000,
}

export interface FollowListener {
  /** A stream begins; it may tell again what was told before. */
  begin(): void
  text(piece: string): void
  /** The live output cannot be had at the moment. @param isForGood only the service's word is left */
  lost(reason: AppError | null, isForGood: boolean): void
}

export interface FollowOptions {
  readonly api: BuildApi
  readonly http: Pick<HttpClient, 'listen'>
  readonly id: string
  readonly listener: FollowListener
  readonly signal: AbortSignal
  readonly timing: FollowTiming
}

export interface Followed {
  readonly build: ServiceBuild
  /** Whether the output came to its own end. */
  readonly isOutputWhole: boolean
}

/** So often a stream that is refused is asked for. */
const mostRefusals = 2

/**
 * @returns the build once it is over
 * @throws AppFailure CANCELLED; BUILD_REMOTE_NOT_COMPLETE, NOT_LOGGED_IN, NOT_FOUND_ON_SERVER; of the network once
 *   patience has ended. None of them says that the build has failed
 */
export async function followBuild(options: FollowOptions): Promise<Followed> {
  const { api, id, signal, timing, listener } = options
  const reach = reachability(timing.patience)
  let refusals = 0
  let questionsAfterEnd = 0
  for (let tries = 0; ; tries += 1) {
    const heard: Heard = refusals >= mostRefusals || questionsAfterEnd > 0 ? silent : await hear(options)
    if (heard.over !== null) return { build: heard.over, isOutputWhole: heard.isWhole }
    if (heard.isWhole) questionsAfterEnd = 1
    const build = await reach.ask(() => api.status(id, signal))
    if (build?.isComplete === true) return { build, isOutputWhole: questionsAfterEnd > 0 }
    if (questionsAfterEnd > 0 && build !== null) {
      const pause = timing.gracePauses[questionsAfterEnd - 1]
      if (pause === undefined) throw failure('BUILD_REMOTE_NOT_COMPLETE', { host: api.host })
      questionsAfterEnd += 1
      await pauseFor(pause, signal)
      continue
    }
    if (heard.hasSpoken) tries = 0
    if (heard.refusal !== null) refusals += 1
    if (heard !== silent) listener.lost(heard.refusal, refusals >= mostRefusals)
    await pauseFor(timing.pauses[Math.min(tries, timing.pauses.length - 1)] ?? 0, signal)
  }
}

/** What came of one stream. */
interface Heard {
  /** It said that nothing more comes. */
  readonly isWhole: boolean
  readonly hasSpoken: boolean
  /** Why there was none, when the service does not want to give one. */
  readonly refusal: AppError | null
  /** The build, where the service said meanwhile that it was over. */
  readonly over: ServiceBuild | null
}

const silent: Heard = { isWhole: false, hasSpoken: false, refusal: null, over: null }

async function hear({ api, http, id, listener, signal, timing }: FollowOptions): Promise<Heard> {
  const stop = new AbortController()
  const state: { lastMs: number; hasSpoken: boolean; over: ServiceBuild | null } = {
    lastMs: Date.now(),
    hasSpoken: false,
    over: null,
  }
  // A connection that is dead without a word looks like a build that says nothing.
  const watch = setInterval(
    () => {
      if (Date.now() - state.lastMs < timing.silence) return
      state.lastMs = Date.now()
      api.status(id, AbortSignal.any([signal, stop.signal])).then(
        (build) => {
          if (!build.isComplete) return
          state.over = build
          stop.abort()
        },
        // The stream, or the next question, will tell.
        () => undefined,
      )
    },
    Math.max(50, timing.silence / 10),
  )
  try {
    const end: SocketEnd = await http.listen({
      url: api.streamUrl(id),
      authorization: api.access.authorization,
      insecure: api.access.insecure,
      signal: AbortSignal.any([signal, stop.signal]),
      onOpen: () => listener.begin(),
      onText(piece) {
        state.hasSpoken = true
        state.lastMs = Date.now()
        return listener.text(piece)
      },
    })
    return { ...silent, isWhole: end.kind === 'finished', hasSpoken: state.hasSpoken }
  } catch (error) {
    if (signal.aborted) throw failure('CANCELLED')
    if (state.over !== null) return { ...silent, over: state.over }
    const told = toAppError(error)
    return told.kind === 'offline' ? { ...silent, hasSpoken: state.hasSpoken } : { ...silent, refusal: told }
  } finally {
    clearInterval(watch)
    stop.abort()
  }
}

/** Asks as long as there is hope. */
function reachability(patienceMs: number): { ask<Value>(question: () => Promise<Value>): Promise<Value | null> } {
  let unreachableSinceMs: number | null = null
  return {
    async ask(question) {
      try {
        const value = await question()
        unreachableSinceMs = null
        return value
      } catch (error) {
        const told = toAppError(error)
        if (told.kind !== 'offline') throw new AppFailure(told)
        unreachableSinceMs ??= Date.now()
        if (Date.now() - unreachableSinceMs >= patienceMs) throw new AppFailure(told)
        return null
      }
    },
  }
}

async function pauseFor(ms: number, signal: AbortSignal): Promise<void> {
  await wait(ms, undefined, { signal }).catch(() => {
    throw failure('CANCELLED')
  })
}
