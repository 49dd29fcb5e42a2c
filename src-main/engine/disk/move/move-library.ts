/**
 * Moves the image folder. Owns the job kind `move`: file after file, each known at its new place before it is gone
 * from the old one. The setting follows when everything has arrived; until then pulls go where they went.
 */
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { MovePlan, MoveResult, MoveStay } from '../../../../src-shared/model/disk.ts'
import { failure } from '../../../../src-shared/text/errors/index.ts'
import type { StoredImage } from '../../images/image-store.ts'
import type { EngineContext } from '../../platform/context.ts'
import { toAppError } from '../../platform/failures.ts'
import type { JobHandle } from '../../platform/jobs.ts'
import { sweepFolder } from '../../sif/sweep.ts'
import { moveFile, removeEmptyFolders, settleMove } from './move-file.ts'
import { createMoveStore } from './move-store.ts'
import { planMove } from './plan-move.ts'

export interface MoveNeeds {
  readonly images: {
    stored(): readonly StoredImage[]
    /** A file of the library has another path now, and is otherwise the same. */
    moved?(from: string, to: string, modifiedMs: number): void
  }
  /** What was found out about a file goes along. */
  renamed?(from: string, to: string, info: { readonly mtimeMs: number; readonly ino: number }): void
  imageFolder(): string
  setImageFolder?(path: string): void
  /** Tests make every move one between two disks with it. */
  readonly alwaysCopy?: boolean
}

export interface MoveParams {
  readonly from: string
  readonly to: string
}

export interface MoveService {
  plan(to: string): Promise<MovePlan>
  /** @returns id of the job. @throws AppFailure those of the plan; OUT_OF_SPACE */
  start(to: string): Promise<string>
}

/** Left free beside the files. */
const marginBytes = 16 * 1024 * 1024
/** Files that arrive while others are moved are moved too, so often. */
const mostRounds = 5

export function createMove(context: EngineContext, needs: MoveNeeds): MoveService {
  const { jobs, database } = context
  const store = createMoveStore(database)

  jobs.register<MoveParams>({
    kind: 'move',
    canPause: true,
    resumable: true,
    maxRunning: 1,
    run: (params, handle) => moveAll(params, handle),
  })

  const entered = (source: string, target: string) => (info: { readonly mtimeMs: number; readonly ino: number }) => {
    needs.images.moved?.(source, target, info.mtimeMs)
    needs.renamed?.(source, target, info)
  }

  /** Ends what another engine was in the middle of; whatever cannot be ended is moved like the others. */
  const settleAll = async (signal: AbortSignal): Promise<void> => {
    for (const move of store.all()) {
      await sweepFolder(dirname(move.target))
      await settleMove(move, entered(move.source, move.target), signal)
      store.end(move.source)
    }
  }

  const moveAll = async ({ from, to }: MoveParams, handle: JobHandle): Promise<MoveResult> => {
    const { signal } = handle
    handle.phase('counting')
    await settleAll(signal)
    let moved = 0
    let bytes = 0
    const failed = new Map<string, MoveStay>()
    for (let round = 0; round < mostRounds; round++) {
      const { files, plan } = await planMove(from, to, needs.images.stored())
      const left = files.filter(({ image }) => !failed.has(image.path))
      for (const stay of plan.stays) failed.set(stay.path, stay)
      if (left.length === 0) break
      checkRoom(plan)
      await mkdir(to, { recursive: true })
      handle.phase(
        plan.isSameDisk ? 'moving' : 'copying',
        left.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
      )
      for (const { image, target, sizeBytes } of left) {
        if (signal.aborted) throw failure('CANCELLED')
        const source = image.path
        store.begin({ source, target })
        let done = 0
        try {
          await moveFile(source, target, {
            signal,
            onBytes(amount) {
              done += amount
              handle.advance(amount)
            },
            entered: entered(source, target),
            ...(needs.alwaysCopy === undefined ? {} : { alwaysCopy: needs.alwaysCopy }),
          })
          handle.advance(Math.max(0, sizeBytes - done))
          moved += 1
          bytes += sizeBytes
          await removeEmptyFolders(dirname(source), from)
        } catch (error) {
          const { kind, code, message } = toAppError(error)
          if (signal.aborted || kind === 'outOfSpace') throw error
          // One file that cannot be moved keeps none of the others from it.
          handle.log(`${source}: ${message}`)
          failed.set(source, { path: source, reason: code === 'FILE_EXISTS' ? 'nameTaken' : 'failed' })
        } finally {
          // What is known to be unfinished stays on the list for the next engine; what ended here has ended.
          store.end(source)
        }
      }
    }
    needs.setImageFolder?.(to)
    return { from, to, moved, bytes, stayed: [...failed.values()] }
  }

  return {
    plan: async (to) => (await planMove(needs.imageFolder(), to, needs.images.stored())).plan,
    async start(to) {
      const { plan } = await planMove(needs.imageFolder(), to, needs.images.stored())
      checkRoom(plan)
      const params: MoveParams = { from: plan.from, to: plan.to }
      return jobs.start('move', { subject: plan.to, from: plan.from, params }).id
    },
  }
}

/** @throws AppFailure OUT_OF_SPACE */
function checkRoom({ to, isSameDisk, neededBytes, freeBytes }: MovePlan): void {
  if (!isSameDisk && freeBytes !== null && freeBytes < neededBytes + marginBytes)
    throw failure('OUT_OF_SPACE', { path: to, neededBytes, freeBytes })
}
