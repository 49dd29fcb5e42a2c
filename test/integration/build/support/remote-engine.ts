/** An engine that is logged in to a library service with a builder, in a folder of the test's own. */
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { BuildSwitches } from '../../../../src-main/demo/services/build/builds.ts'
import type { FollowTiming } from '../../../../src-main/engine/build/remote/follow-build.ts'
import { createEngine, type Engine } from '../../../../src-main/engine/engine.ts'
import { silentLog } from '../../../../src-main/engine/platform/log.ts'
import { findPaths } from '../../../../src-main/engine/platform/paths.ts'
import { createPlainPlatform } from '../../../../src-main/engine/platform/plain-platform.ts'
import type { BuildDetail } from '../../../../src-shared/contract/build.ts'
import type { CallInput, CallName, CallValue } from '../../../../src-shared/contract/index.ts'
import type { BuildResult } from '../../../../src-shared/model/build.ts'
import type { LogLine } from '../../../../src-shared/model/build-log.ts'
import { isFinished, type Job } from '../../../../src-shared/model/job.ts'
import { AppFailure } from '../../../../src-shared/text/errors/index.ts'
import { startLibraryService, type TestLibrary } from '../../../support/library-service/index.ts'
import { temporaryFolder } from '../../../support/temporary-folder.ts'

export const builderId = 'remote:lab'

/** Real life, faster. */
const timing: FollowTiming = { pauses: [20, 40], gracePauses: [10, 20], silence: 2000, patience: 600 }

export interface Ended {
  readonly job: Job
  readonly record: BuildDetail
  readonly log: readonly LogLine[]
}

export interface RemoteEngine {
  readonly service: TestLibrary
  /** Where definitions, their files and outputs are. */
  readonly folder: string
  readonly output: string
  call<Name extends CallName>(name: Name, params: CallInput<Name>): Promise<CallValue<Name>>
  /** Starts a build of a definition at the service. */
  start(text: string, more?: Partial<CallInput<'build.start'>>): Promise<{ jobId: string; buildId: string }>
  ended(started: { jobId: string; buildId: string }): Promise<Ended>
  build(text: string, more?: Partial<CallInput<'build.start'>>): Promise<Ended>
  /** Ends the engine as an application does, and begins another one on the same home. */
  restart(): Promise<void>
  /** Everything beside the definitions and outputs that a test made itself. */
  leftovers(): Promise<readonly string[]>
  /** `METHOD /path` of what the builder was asked, in order, ids and digests left out. */
  asked(): readonly string[]
}

export async function remoteEngine(switches: Partial<BuildSwitches> = {}): Promise<RemoteEngine> {
  const folder = await temporaryFolder()
  const home = join(folder, 'home')
  const work = join(folder, 'work')
  await mkdir(work)
  const service = await startLibraryService()
  Object.assign(service.switches.build, switches)
  const begin = (): Engine => {
    const paths = findPaths({ SIF_DESKTOP_HOME: home })
    const platform = createPlainPlatform('terminal', paths)
    return createEngine({ paths, platform, log: silentLog, resumeJobs: false, remoteBuildTiming: timing })
  }
  let engine = begin()
  onTestFinished(async () => {
    await engine.close()
    await service.close()
  })
  const output = join(work, 'out.sif')

  const self: RemoteEngine = {
    service,
    folder: work,
    output,
    async call(name, params) {
      const result = await engine.call(name, params, { signal: new AbortController().signal })
      if (!result.ok) throw new AppFailure(result.error)
      return result.value as CallValue<typeof name>
    },
    start: (text, more = {}) =>
      self.call('build.start', {
        output,
        from: { kind: 'definition', text, name: 'test.def', folder: work },
        architecture: 'amd64',
        builderId,
        ...more,
      }),
    async ended({ jobId, buildId }) {
      for (;;) {
        const job = await self.call('jobs.get', { id: jobId })
        if (isFinished(job.state)) {
          const record = await self.call('build.get', { id: buildId })
          const { lines } = await self.call('build.log', { id: buildId, from: 1, count: 2000 })
          return { job, record, log: lines }
        }
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
    },
    build: async (text, more) => self.ended(await self.start(text, more)),
    async restart() {
      await engine.close()
      engine = begin()
    },
    async leftovers() {
      const outputs = await readdir(work)
      const builds = await readdir(join(home, 'builds')).catch(() => [])
      return [...outputs, ...builds].filter((name) => name.startsWith('.'))
    },
    asked: () =>
      service.faults.requests
        .filter(({ path }) => path.startsWith('/build/') && path !== '/build/version')
        .map(({ method, path }) => `${method} ${path.replace(/sha256\.\w+|65a0\w+/, '*').replace('/build', '')}`),
  }
  const { token } = service
  await self.call('remotes.add', { name: 'lab', uri: service.origin, token })
  await self.call('remotes.use', { name: 'lab' })
  return self
}

export function resultOf({ job }: Ended): BuildResult {
  return job.result as BuildResult
}

export function textsOf({ log }: Ended): readonly string[] {
  return log.map(({ text }) => text)
}

/** A definition that copies two files and a folder from this computer, and those. */
export async function withFiles(folder: string): Promise<string> {
  await mkdir(join(folder, 'bctx/dir'), { recursive: true })
  await writeFile(join(folder, 'bctx/one.txt'), 'one\n')
  await writeFile(join(folder, 'bctx/dir/two.txt'), 'two two\n')
  return 'Bootstrap: docker\nFrom: alpine:3.22\n\n%files\n    bctx/one.txt /one.txt\n    bctx/dir /opt\n'
}
