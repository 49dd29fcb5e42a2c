/** A whole engine on a home of the test's own, called as faces call it. */
import { join } from 'node:path'
import { createEngine, type Engine } from '../../src-main/engine/engine.ts'
import { silentLog } from '../../src-main/engine/platform/log.ts'
import { findPaths } from '../../src-main/engine/platform/paths.ts'
import { createPlainPlatform } from '../../src-main/engine/platform/plain-platform.ts'
import type { CallInput, CallName, CallValue } from '../../src-shared/contract/index.ts'
import { AppFailure } from '../../src-shared/text/errors/index.ts'
import { inFolder } from './folder.ts'

export interface WholeEngine {
  readonly engine: Engine
  readonly folder: string
  readonly home: string
  /** @throws AppFailure with the call's error */
  call<Name extends CallName>(name: Name, params: CallInput<Name>): Promise<CallValue<Name>>
  /** Signs with an unlocked key and waits for the end of the job. */
  sign(path: string, fingerprint: string): Promise<void>
}

export async function withEngine<Value>(work: (whole: WholeEngine) => Promise<Value>): Promise<Value> {
  return inFolder(async (folder) => {
    const home = join(folder, 'home')
    const paths = findPaths({ SIF_DESKTOP_HOME: home })
    const engine = createEngine({
      paths,
      platform: createPlainPlatform('terminal', paths),
      log: silentLog,
      resumeJobs: false,
    })
    const call = async <Name extends CallName>(name: Name, params: CallInput<Name>): Promise<CallValue<Name>> => {
      const result = await engine.call(name, params, { signal: new AbortController().signal })
      if (!result.ok) throw new AppFailure(result.error)
      return result.value as CallValue<Name>
    }
    const sign = async (path: string, fingerprint: string): Promise<void> => {
      const { jobId } = await call('signatures.sign', { path, scope: { kind: 'image' }, fingerprint })
      for (;;) {
        const job = (await call('jobs.list', {})).find(({ id }) => id === jobId)
        if (job?.state === 'done') return
        if (job?.error) throw new AppFailure(job.error)
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    }
    try {
      return await work({ engine, folder, home, call, sign })
    } finally {
      await engine.close()
    }
  })
}
