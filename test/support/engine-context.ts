/** An engine context in a folder of the test's own: real database, events and jobs; secrets in memory. */
import { join } from 'node:path'
import type { EngineContext } from '../../src-main/engine/platform/context.ts'
import { openDatabase } from '../../src-main/engine/platform/database.ts'
import { createEventBus } from '../../src-main/engine/platform/events.ts'
import { createJobs } from '../../src-main/engine/platform/jobs.ts'
import { silentLog } from '../../src-main/engine/platform/log.ts'
import { findPaths } from '../../src-main/engine/platform/paths.ts'
import { inFolder } from './folder.ts'

/** Gives `work` a context and takes everything down afterwards. */
export async function withContext<Value>(
  work: (context: EngineContext, folder: string) => Promise<Value>,
): Promise<Value> {
  return inFolder(async (folder) => {
    const paths = findPaths({ SIF_DESKTOP_HOME: join(folder, 'home') })
    const database = openDatabase(paths.database)
    const events = createEventBus()
    const clock = () => new Date()
    const jobs = createJobs(database, events, 'test', clock)
    const secrets = new Map<string, string>()
    const context: EngineContext = {
      paths,
      database,
      events,
      jobs,
      log: silentLog,
      clock,
      platform: {
        face: 'terminal',
        notify: () => undefined,
        secrets: {
          protection: 'filePermissions',
          get: async (name) => secrets.get(name) ?? null,
          set: async (name, secret) => void secrets.set(name, secret),
          delete: async (name) => void secrets.delete(name),
        },
      },
    }
    try {
      return await work(context, folder)
    } finally {
      await jobs.close()
      database.close()
    }
  })
}
