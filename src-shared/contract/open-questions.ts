/** Questions that wait for their answer on a channel: numbered, settled once, all ended when the channel closes. */
import type { Result } from '../model/result.ts'
import { appError } from '../text/errors/index.ts'

export interface OpenQuestions {
  /** Whether the channel has closed; nothing is answered any more. */
  readonly isClosed: boolean
  /** @returns the number of the question */
  add(settle: (result: Result<unknown>) => void): number
  /** Does nothing for a number that is not open (any more). */
  settle(id: number, result: Result<unknown>): void
  /** Ends every open question with ENGINE_GONE. */
  close(): void
}

export function createOpenQuestions(): OpenQuestions {
  const open = new Map<number, (result: Result<unknown>) => void>()
  let nextId = 0
  let isClosed = false
  const settle = (id: number, result: Result<unknown>): void => {
    const done = open.get(id)
    open.delete(id)
    done?.(result)
  }
  return {
    get isClosed() {
      return isClosed
    },
    add(done) {
      const id = nextId++
      open.set(id, done)
      return id
    },
    settle,
    close() {
      isClosed = true
      for (const id of [...open.keys()]) settle(id, { ok: false, error: appError('ENGINE_GONE') })
    },
  }
}
