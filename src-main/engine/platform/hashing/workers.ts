/** The threads that hash: started when one is needed, kept for a while when it is not. */
import { Worker } from 'node:worker_threads'

const idleWorkersKept = 1
const idleMs = 10_000

interface IdleWorker {
  readonly worker: Worker
  readonly timer: NodeJS.Timeout
}
const idle: IdleWorker[] = []

/** The worker's file: beside this one when run from source, beside the bundle when bundled. */
export function hashWorkerUrl(): URL {
  return new URL(import.meta.url.endsWith('.ts') ? './hash-worker.ts' : './hash-worker.js', import.meta.url)
}

export function takeWorker(): Worker {
  const kept = idle.pop()
  if (kept === undefined) return new Worker(hashWorkerUrl(), { name: 'hash' })
  clearTimeout(kept.timer)
  kept.worker.ref()
  return kept.worker
}

/** To be called by whoever took it, once nothing is under way in it. */
export function giveBack(worker: Worker): void {
  if (idle.length >= idleWorkersKept) {
    void worker.terminate()
    return
  }
  // An idle worker must not keep the process alive.
  worker.unref()
  const timer = setTimeout(() => {
    const place = idle.findIndex((one) => one.worker === worker)
    if (place >= 0) idle.splice(place, 1)
    void worker.terminate()
  }, idleMs)
  timer.unref()
  idle.push({ worker, timer })
}
