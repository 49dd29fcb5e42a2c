/** Pushes against the test library: real network, files, database and jobs; only the verdict is given. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createOci } from '../../../src-main/engine/oci/oci.ts'
import type { EngineContext } from '../../../src-main/engine/platform/context.ts'
import { createHttpClient } from '../../../src-main/engine/platform/http/client.ts'
import { createRemotes } from '../../../src-main/engine/remotes/remotes.ts'
import { createPushes } from '../../../src-main/engine/transfers/push/pushes.ts'
import { type PushParams, pushSchema } from '../../../src-shared/contract/push.ts'
import type { Job } from '../../../src-shared/model/job.ts'
import type { PushPlan, PushResult } from '../../../src-shared/model/push.ts'
import type { Verdict, Verification } from '../../../src-shared/model/verification.ts'
import { withContext } from '../../support/engine-context.ts'
import { startLibraryService, type TestLibrary } from '../../support/library-service/index.ts'
import { smallSif } from '../../support/small-sif.ts'

export const call = { signal: new AbortController().signal }
const reference = 'ada/tools/align:1.0'
export const partSizeBytes = 16_384

export interface PushSet {
  readonly context: EngineContext
  readonly service: TestLibrary
  readonly path: string
  readonly file: Buffer
  verdict: Verdict
  start(params?: Partial<PushParams>): string
  push(params?: Partial<PushParams>): Promise<Job>
  plan(reference: string): Promise<PushPlan>
}

export async function withPush(
  work: (set: PushSet) => Promise<void>,
  { loggedIn = true, singleLimitBytes = 1_000_000 } = {},
): Promise<void> {
  await withContext(async (context, folder) => {
    const service = await startLibraryService({ partSizeBytes })
    const http = createHttpClient({ version: '0.0.0', environment: {} })
    const remotes = createRemotes(context, { http })
    const state: { verdict: Verdict } = { verdict: 'yours' }
    const path = join(folder, 'align.sif')
    const file = await smallSif('amd64', 100_000)
    await writeFile(path, file)
    const said = () => ({ verdict: state.verdict, sentence: 'Said of it.' }) as Partial<Verification> as Verification
    const pushes = createPushes(context, {
      atOnce: () => 2,
      http,
      remotes,
      registries: createOci(context, { http, usualCredentialFiles: [] }),
      signatures: { latest: said, check: async () => said() },
      retryPausesMs: [5, 5],
      singleLimitBytes,
    })
    const token = loggedIn ? { token: service.token } : {}
    await remotes.handlers['remotes.add']({ name: 'Lab', uri: service.origin, insecure: false, ...token }, call)
    await remotes.handlers['remotes.use']({ name: 'Lab' }, call)
    const start: PushSet['start'] = (params = {}) => {
      const asked = pushSchema.parse({ path, reference, ...params })
      return (pushes.handlers['transfers.push'](asked, call) as { jobId: string }).jobId
    }
    const set: PushSet = {
      context,
      service,
      path,
      file,
      get verdict() {
        return state.verdict
      },
      set verdict(value) {
        state.verdict = value
      },
      start,
      push: (params) => context.jobs.finished(start(params)),
      plan: async (asked) => pushes.handlers['transfers.planPush']({ path, reference: asked }, call),
    }
    try {
      await work(set)
    } finally {
      await context.jobs.close()
      await http.close()
      await service.close()
    }
  })
}

export function resultOf(job: Job): PushResult {
  if (job.state !== 'done') throw new Error(`${job.state}: ${JSON.stringify(job.error)}`)
  return job.result as PushResult
}
