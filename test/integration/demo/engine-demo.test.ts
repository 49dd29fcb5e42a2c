/** The whole engine against the demo services, over the contract: what a newcomer can do there. */
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoKeys } from '../../../src-main/demo/demo-keys.ts'
import { type DemoServices, startDemoServices } from '../../../src-main/demo/start.ts'
import { createEngine, type Engine } from '../../../src-main/engine/engine.ts'
import { silentLog } from '../../../src-main/engine/platform/log.ts'
import { findPaths } from '../../../src-main/engine/platform/paths.ts'
import { createPlainPlatform } from '../../../src-main/engine/platform/plain-platform.ts'
import type { CallInput, CallName, CallValue } from '../../../src-shared/contract/index.ts'
import type { PullResult } from '../../../src-shared/contract/transfers.ts'
import type { AppError } from '../../../src-shared/model/error.ts'
import type { Job } from '../../../src-shared/model/job.ts'
import type { Verification } from '../../../src-shared/model/verification.ts'

let demo: DemoServices
let engine: Engine
let home: string

async function call<Name extends CallName>(name: Name, params: CallInput<Name>): Promise<CallValue<Name>> {
  const result = await engine.call(name, params, { signal: new AbortController().signal })
  if (!result.ok) throw new Error(`${name}: ${JSON.stringify(result.error)}`)
  return result.value as CallValue<Name>
}

async function failing<Name extends CallName>(name: Name, params: CallInput<Name>): Promise<AppError> {
  const result = await engine.call(name, params, { signal: new AbortController().signal })
  if (result.ok) throw new Error(`${name} succeeded`)
  return result.error
}

async function ended(jobId: string): Promise<Job> {
  for (;;) {
    const job = await call('jobs.get', { id: jobId })
    if (['done', 'failed', 'cancelled', 'interrupted'].includes(job.state)) return job
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

async function pull(reference: string): Promise<Job> {
  const { jobId } = await call('transfers.pull', { reference, architecture: 'amd64' })
  return ended(jobId)
}

async function verdictOf(reference: string): Promise<string> {
  const job = await pull(reference)
  return job.state === 'done' ? (job.result as PullResult).verdict : (job.error?.code ?? job.state)
}

beforeAll(async () => {
  demo = await startDemoServices()
  home = await mkdtemp(join(tmpdir(), 'sif-desktop-demo-test-'))
  const paths = findPaths({ SIF_DESKTOP_HOME: home })
  engine = createEngine({ paths, platform: createPlainPlatform('terminal', paths), log: silentLog, resumeJobs: false })
  await call('remotes.add', { name: 'demo', uri: demo.remote, token: demo.token })
  await call('remotes.use', { name: 'demo' })
}, 60_000)

afterAll(async () => {
  await engine.close()
  await demo.close()
  await rm(home, { recursive: true, force: true })
})

describe('the demo', () => {
  it('is found by search: containers, collections and users', async () => {
    const found = await call('library.search', { query: 'samtools' })
    expect(found.containers.map(({ path, newestTag, signed }) => [path, newestTag, signed])).toEqual([
      ['northlab/genomics/samtools', '1.21', true],
      ['cowfarm/teaching/samtools-course', 'autumn-26', true],
    ])
    expect((await call('library.search', { query: 'genomics' })).collections.map(({ path }) => path)).toEqual([
      'northlab/genomics',
    ])
    expect((await call('library.search', { query: 'mirrorbox' })).users.map(({ name }) => name)).toEqual(['mirrorbox'])
  })

  it('says what short names mean, and what exists instead of what does not', async () => {
    expect((await call('library.resolve', { reference: 'debian:12', architecture: 'amd64' })).reference).toBe(
      'library://library/default/debian:12',
    )
    expect(await failing('library.resolve', { reference: 'debian:9', architecture: 'amd64' })).toMatchObject({
      code: 'TAG_NOT_FOUND',
      params: { tags: ['13', 'latest', '12', '11'] },
    })
    expect(await failing('library.resolve', { reference: 'lolcow', architecture: 'amd64' })).toMatchObject({
      params: { suggestions: ['cowfarm/funny/lolcow'] },
    })
    expect(
      await failing('library.resolve', { reference: 'cowfarm/funny/lolcow:1.0', architecture: 'arm64' }),
    ).toMatchObject({
      code: 'ARCHITECTURE_NOT_FOUND',
    })
  })

  it('has an image in every trust state', async () => {
    expect({
      noKeyHere: await verdictOf('northlab/genomics/samtools:1.19'),
      notSigned: await verdictOf('library/default/busybox'),
    }).toEqual({ noKeyHere: 'cannotCheck', notSigned: 'notSigned' })
    for (const signer of ['release', 'automation', 'lapsed', 'leaked', 'retired', 'cow'] as const) {
      await call('keyring.fetch', { fingerprint: demoKeys[signer].fingerprint })
    }
    expect({
      unknown: await verdictOf('cowfarm/funny/lolcow'),
      twoSigners: await verdictOf('northlab/genomics/gatk:4.6.0'),
      expired: await verdictOf('openflow/cfd/openfoam:v2312'),
      superseded: await verdictOf('openflow/cfd/paraview'),
      revoked: await verdictOf('vaultbio/tools/blast'),
      partly: await verdictOf('northlab/genomics/bwa'),
      changed: await verdictOf('mirrorbox/unofficial/blast:2.16.0-mirror'),
      legacy: await verdictOf('statsgroup/r/deseq2'),
      noKeyAnywhere: await verdictOf('cowfarm/teaching/samtools-course'),
    }).toEqual({
      unknown: 'unknown',
      twoSigners: 'unknown',
      expired: 'unknown',
      // Somebody else signed what came from there before; once both are decided about, it comes.
      superseded: 'PULL_REFUSED',
      revoked: 'revoked',
      partly: 'partlySigned',
      changed: 'PULL_REFUSED',
      legacy: 'cannotCheck',
      noKeyAnywhere: 'cannotCheck',
    })
    for (const signer of ['release', 'lapsed', 'retired'] as const) {
      const { fingerprint } = demoKeys[signer]
      await call('trust.decide', { fingerprint, kind: 'verified', how: 'webPage', scope: { kind: 'everywhere' } })
    }
    const again = async (reference: string) => {
      const result = (await pull(reference)).result as PullResult
      const { jobId } = await call('signatures.verify', { path: result.path })
      return ((await ended(jobId)).result as Verification).verdict
    }
    expect({
      verified: await again('northlab/genomics/samtools:1.19'),
      expired: await again('openflow/cfd/openfoam:v2312'),
      superseded: await again('openflow/cfd/paraview'),
    }).toEqual({ verified: 'verified', expired: 'expiredSinceSigning', superseded: 'superseded' })
  })

  it('leaves no changed image and nothing unfinished behind', async () => {
    const files = await readdir(join(home, 'images'))
    expect(files.filter((name) => name.startsWith('.') || name.startsWith('blast_2.16.0'))).toEqual([])
  })

  it('is the same every time', async () => {
    const other = await startDemoServices()
    try {
      const hashes = (services: DemoServices) => [...services.services.store.images.values()].map(({ hash }) => hash)
      expect(hashes(other)).toEqual(hashes(demo))
    } finally {
      await other.close()
    }
  })
})
