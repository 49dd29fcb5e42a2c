/** SIF files in registries: pushed, resolved and pulled, with everything that can go wrong on the way. */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createPushes } from '../../../src-main/engine/transfers/push/pushes.ts'
import { type PushParams, pushSchema } from '../../../src-shared/contract/push.ts'
import type { Job } from '../../../src-shared/model/job.ts'
import type { Verdict, Verification } from '../../../src-shared/model/verification.ts'
import { hasProgram } from '../../support/make-sif.ts'
import { type FaultyProxy, startFaultyProxy } from '../../support/registry/faulty-proxy.ts'
import { startRegistry, type TestRegistry } from '../../support/registry/index.ts'
import { smallSif } from '../../support/small-sif.ts'
import { registryFaults } from '../transfers/fault-cases.ts'
import { type PullSet, resultOf, withPull } from '../transfers/pull-fixture.ts'

const programs = ['docker-registry', 'skopeo', 'openssl']
const isMissing = programs.some((program) => !hasProgram(program))
const set = {} as { open: TestRegistry; token: TestRegistry; proxy: FaultyProxy; file: Buffer; layer: string }
const call = { signal: new AbortController().signal }

/** What a push with a given verdict needs beside a pull's surroundings. */
async function push(
  pull: PullSet,
  asked: Partial<PushParams> & { reference: string },
  verdict: Verdict = 'yours',
): Promise<Job> {
  const said = (): Verification => ({ verdict, sentence: 'Said of it.' }) as Partial<Verification> as Verification
  const path = join(pull.images, '..', 'align.sif')
  await writeFile(path, set.file)
  const pushes = createPushes(pull.context, {
    atOnce: () => 2,
    http: pull.http,
    remotes: pull.remotes,
    registries: pull.registries,
    signatures: { latest: said, check: async () => said() },
    retryPausesMs: [5, 5, 5],
  })
  const { jobId } = (await pushes.handlers['transfers.push'](pushSchema.parse({ path, ...asked }), call)) as {
    jobId: string
  }
  return pull.context.jobs.finished(jobId)
}

describe.skipIf(isMissing)(`SIF files in a registry (needs ${programs.join(', ')})`, { timeout: 120_000 }, () => {
  beforeAll(async () => {
    set.file = await smallSif('amd64', 100_000)
    set.layer = `sha256:${createHash('sha256').update(set.file).digest('hex')}`
    set.open = await startRegistry()
    set.token = await startRegistry({ login: 'token' })
    set.proxy = await startFaultyProxy(set.open.url)
    await withPull(async (pull) => {
      const job = await push(pull, { reference: `oras://${set.open.host}/demo/sif:1.0` })
      expect(job).toMatchObject({ state: 'done', result: { digest: set.layer, bytesUploaded: set.file.length } })
    })
  }, 120_000)

  afterAll(async () => {
    await set.proxy?.close()
    await set.open?.close()
    await set.token?.close()
  })

  it('writes the manifest that SingularityCE writes, which others can read', async () => {
    const target = `docker://${set.open.host}/demo/sif:1.0`
    const inspected = await promisify(execFile)('skopeo', ['inspect', '--raw', '--tls-verify=false', target])
    expect(inspected.stdout).toBe(
      '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",' +
        '"config":{"mediaType":"application/vnd.sylabs.sif.config.v1+json","size":2,' +
        '"digest":"sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"},' +
        `"layers":[{"mediaType":"application/vnd.sylabs.sif.layer.v1.sif","size":${set.file.length},` +
        `"digest":"${set.layer}","annotations":{"org.opencontainers.image.title":"align.sif"}}]}`,
    )
  })

  it('sends nothing twice, and moves a tag only at the end', () =>
    withPull(async (pull) => {
      const job = await push(pull, { reference: `oras://${set.open.host}/demo/sif:again` })
      expect(job).toMatchObject({ state: 'done', result: { bytesUploaded: 0 } })
    }))

  it('pushes only what somebody stands for, unless told otherwise', () =>
    withPull(async (pull) => {
      const reference = `oras://${set.open.host}/demo/unsigned:1`
      expect(await push(pull, { reference }, 'notSigned')).toMatchObject({ error: { code: 'PUSH_NOT_SIGNED' } })
      expect(await push(pull, { reference, allowUnsigned: true }, 'changed')).toMatchObject({
        error: { code: 'PUSH_CHANGED' },
      })
      expect(await push(pull, { reference, allowUnsigned: true }, 'notSigned')).toMatchObject({ state: 'done' })
    }))

  it('pushes with a login only where the registry wants one', () =>
    withPull(async (pull) => {
      const { host } = set.token
      const reference = `oras://${host}/private/sif:1`
      expect(await push(pull, { reference })).toMatchObject({ error: { code: 'REGISTRY_LOGIN_NEEDED' } })
      await pull.registries.handlers['oci.login']({ host, username: 'ada', password: 'pw' }, call)
      expect(await push(pull, { reference })).toMatchObject({ state: 'done' })
      const result = resultOf(await pull.pull({ reference }))
      expect(result.digest).toBe(set.layer)
    }))

  it('resolves with digest, size, architecture and pinned form', () =>
    withPull(async ({ registries, library }) => {
      const reference = `oras://${set.open.host}/demo/sif:1.0`
      const resolved = await library.handlers['library.resolve']({ reference, online: true }, call)
      expect(resolved).toMatchObject({
        transport: 'oras',
        reference,
        architecture: 'amd64',
        sizeBytes: set.file.length,
        signed: false,
        oci: { kind: 'sif', fileDigest: set.layer },
      })
      expect(resolved.pinned).toBe(`oras://${set.open.host}/demo/sif@${resolved.digest}`)
      const page = await registries.handlers['oci.image']({ reference, insecure: false }, call)
      expect(page).toMatchObject({ facts: { kind: 'sif' }, pinned: resolved.pinned, referrers: [] })
    }))

  it('pulls the very bytes, by tag and by digest, and copies what is here', () =>
    withPull(async (pull) => {
      const reference = `oras://${set.open.host}/demo/sif:1.0`
      const first = resultOf(await pull.pull({ reference }))
      expect((await readFile(first.path)).equals(set.file)).toBe(true)
      expect(first).toMatchObject({ digest: set.layer, resolved: reference, bytesDownloaded: set.file.length })
      expect(first.path).toBe(join(pull.images, 'sif_1.0.sif'))
      const { pinned } = await pull.library.handlers['library.resolve']({ reference, online: true }, call)
      const second = resultOf(await pull.pull({ reference: pinned ?? '' }))
      expect(second).toMatchObject({ digest: set.layer, bytesDownloaded: 0 })
    }))

  it('refuses another architecture before the first byte', () =>
    withPull(async (pull) => {
      const job = await pull.pull({ reference: `oras://${set.open.host}/demo/sif:1.0`, architecture: 'arm64' })
      expect(job).toMatchObject({
        state: 'failed',
        error: { code: 'ARCHITECTURE_NOT_FOUND', params: { architectures: ['amd64'] } },
      })
      expect(await pull.files()).toEqual([])
    }))

  const large = { deps: { largeFromBytes: 0 } }
  const both = registryFaults.flatMap((row) => [
    [...row, {}] as const,
    [`${row[0]}, large`, row[1], row[2], large] as const,
  ])
  it.each(both)('with %s', async (_, rules, outcome, options) => {
    await withPull(async (pull) => {
      set.proxy.setRules(rules)
      const job = await pull.pull({ reference: `oras://${set.proxy.host}/demo/sif:1.0` })
      set.proxy.setRules([])
      if (outcome === 'done') {
        expect((await readFile(resultOf(job).path)).equals(set.file)).toBe(true)
        expect(await readdir(pull.images)).toEqual(['sif_1.0.sif'])
      } else {
        expect(job).toMatchObject({ state: 'failed', error: { code: outcome } })
        const visible = (await pull.files()).filter((name) => !name.startsWith('.'))
        expect(visible).toEqual([])
        pull.context.jobs.handlers['jobs.resume']({ id: job.id }, call)
        const result = resultOf(await pull.context.jobs.finished(job.id))
        expect((await readFile(result.path)).equals(set.file)).toBe(true)
      }
    }, options)
  })

  it('survives cut uploads with a registry that forgets them', () =>
    withPull(async (pull) => {
      set.proxy.setRules([
        { route: /^PATCH/, fault: { kind: 'cutRequest', atByte: 40_000 }, times: 1 },
        { route: /^PATCH/, fault: { kind: 'status', status: 503 }, times: 1 },
      ])
      const job = await push(pull, { reference: `oras://${set.proxy.host}/demo/resumed:1` })
      set.proxy.setRules([])
      expect(job).toMatchObject({ state: 'done' })
      expect(resultOf(await pull.pull({ reference: `oras://${set.open.host}/demo/resumed:1` })).digest).toBe(set.layer)
    }))

  it('leaves the tag as it was when an upload fails', () =>
    withPull(async (pull) => {
      set.proxy.setRules([{ route: /^PATCH/, fault: { kind: 'cutRequest', atByte: 10 } }])
      const job = await push(pull, { reference: `oras://${set.proxy.host}/demo/never:1` })
      set.proxy.setRules([])
      expect(job).toMatchObject({ state: 'failed', error: { kind: 'offline' } })
      const asked = pull.library.handlers['library.resolve'](
        { reference: `oras://${set.open.host}/demo/never:1`, online: true },
        call,
      )
      await expect(asked).rejects.toMatchObject({ error: { kind: 'notFound' } })
    }))

  it('takes no login along to another host', async () => {
    const elsewhere = await startFaultyProxy(set.token.url)
    const front = await startFaultyProxy(set.token.url)
    try {
      await withPull(async (pull) => {
        const host = front.host
        await pull.registries.handlers['oci.login']({ host, username: 'ada', password: 'pw' }, call)
        front.setRules([{ route: /^GET .*\/blobs\//, fault: { kind: 'redirect', to: elsewhere.url } }])
        await pull.pull({ reference: `oras://${host}/private/sif:1` })
        expect(elsewhere.seen.length).toBeGreaterThan(0)
        for (const { headers } of elsewhere.seen) expect(headers.authorization).toBeUndefined()
        expect(front.seen.some(({ headers }) => headers.authorization !== undefined)).toBe(true)
      })
    } finally {
      await front.close()
      await elsewhere.close()
    }
  })
})
