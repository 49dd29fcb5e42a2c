import { z } from 'zod'
import type { CacheContent, CleanPlan, DiskUsage, MovePlan } from '../model/disk.ts'
import { call, pathSchema } from './define.ts'

/** Folders that are looked at besides, or in a home of its own instead of, the usual ones. */
export const diskScopeSchema = z.strictObject({
  caches: z.array(pathSchema).max(100).default([]),
  temporary: pathSchema.optional(),
})

export const diskPlanSchema = diskScopeSchema.extend({
  olderThanDays: z.number().int().min(1).max(36_500).default(90),
})

export const diskCalls = {
  /** Who uses which space. Reads folders, changes nothing. */
  'disk.usage': call<DiskUsage>()(diskScopeSchema),
  /** What is in one cache; `check` reads every file whose name claims a digest. */
  'disk.cache': call<CacheContent>()(z.strictObject({ path: pathSchema, check: z.boolean().default(false) })),
  /** What a clean-up could give back. Nothing is deleted; the plan is kept for a while under its id. */
  'disk.plan': call<CleanPlan>()(diskPlanSchema),
  /** Carries out lines of such a plan as a job; each file is looked at again right before. */
  'disk.clean': call<{ readonly jobId: string }>()(
    z.strictObject({ planId: z.string().max(64), lines: z.array(z.string().max(5000)).min(1).max(1000) }),
  ),
  /** What moving the image folder to another place would do. Moves nothing. */
  'disk.planMove': call<MovePlan>()(z.strictObject({ to: pathSchema })),
  /** Moves the image folder, its images and what is known of them; the result of the job is a `MoveResult`. */
  'disk.move': call<{ readonly jobId: string }>()(z.strictObject({ to: pathSchema })),
}
