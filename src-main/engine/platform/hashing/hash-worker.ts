/** The thread that hashes large files. Takes orders one after the other and answers each. */
import { parentPort } from 'node:worker_threads'
import type { FollowAnswer, FollowOrder, HashFault, WorkerAnswer, WorkerOrder } from './plan.ts'
import { FollowRun } from './run-follow.ts'
import { HashStopped, runPlan } from './run-plan.ts'

/** Progress is told about this often; more would only wake the engine up. */
const progressEveryMs = 40

const answer = (message: WorkerAnswer | FollowAnswer): void => parentPort?.postMessage(message)

function faultOf(error: unknown): HashFault {
  if (error instanceof HashStopped) return { kind: error.reason }
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'UNKNOWN'
  return { kind: 'system', code, message: error instanceof Error ? error.message : String(error) }
}

const followed = new Map<number, FollowRun>()

async function follow(order: FollowOrder): Promise<void> {
  const { id } = order
  const run = followed.get(id)
  switch (order.kind) {
    case 'follow':
      followed.set(id, new FollowRun(order.path, order.algorithm))
      return run?.close()
    case 'advance':
      return run?.advance(order.end)
    case 'digest':
      return run?.digest(order.end).then(
        (hex) => answer({ kind: 'digest', id, hex }),
        () => answer({ kind: 'unreadable', id }),
      )
    case 'leave':
      followed.delete(id)
      return run?.close()
  }
}

parentPort?.on('message', async (order: WorkerOrder | FollowOrder) => {
  if (order.kind !== 'plan') return follow(order)
  const cancel = new Int32Array(order.cancel)
  let unsaid = 0
  let saidAt = performance.now()
  const say = (): void => {
    answer({ kind: 'progress', bytes: unsaid })
    unsaid = 0
    saidAt = performance.now()
  }
  try {
    const outcome = await runPlan(
      order.path,
      order.plan,
      () => Atomics.load(cancel, 0) !== 0,
      (bytes) => {
        unsaid += bytes
        if (performance.now() - saidAt >= progressEveryMs) say()
      },
    )
    if (unsaid > 0) say()
    answer({ kind: 'done', outcome })
  } catch (error) {
    answer({ kind: 'fault', fault: faultOf(error) })
  }
})
