/** The client against Debian's registry in all set-ups, with images made by other programs. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readPlatform } from '../../../src-main/engine/oci/platform.ts'
import { codeOf } from '../../support/failing.ts'
import { hasProgram } from '../../support/make-sif.ts'
import { type MadeImages, makeImages, manifestUnder, pushImage, putManifest } from '../../support/registry/images.ts'
import { startRegistry, type TestRegistry } from '../../support/registry/index.ts'
import { type OciSet, registryReference, withOci } from '../../support/registry/oci-engine.ts'

const programs = ['docker-registry', 'skopeo', 'umoci', 'openssl']
const isMissing = programs.some((program) => !hasProgram(program))

const amd64 = readPlatform('amd64')
const set = {} as {
  plain: TestRegistry
  basic: TestRegistry
  token: TestRegistry
  encrypted: TestRegistry
  images: MadeImages
}

async function contentOf(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}

describe.skipIf(isMissing)(`a registry (needs ${programs.join(', ')})`, { timeout: 120_000 }, () => {
  beforeAll(async () => {
    set.images = await makeImages()
    ;[set.plain, set.basic, set.token, set.encrypted] = await Promise.all([
      startRegistry(),
      startRegistry({ login: 'basic' }),
      startRegistry({ login: 'token' }),
      startRegistry({ login: 'basic', encrypted: true }),
    ])
    for (const registry of [set.basic, set.token, set.encrypted])
      await pushImage(registry, set.images, 'amd64', 'demo/tiny:1.0')
    await pushImage(set.token, set.images, 'amd64', 'secret/tiny:1.0')
    for (const architecture of ['amd64', 'arm64', '386'])
      await pushImage(
        set.plain,
        set.images,
        architecture,
        `demo/tiny:${architecture}`,
        architecture === '386' ? 'v2s2' : 'oci',
      )
    const manifests = await Promise.all(
      ['amd64', 'arm64'].map(async (architecture) => {
        const { mediaType, digest, size } = await manifestUnder(set.plain, 'demo/tiny', architecture)
        return {
          mediaType,
          digest,
          size,
          platform: { os: 'linux', architecture, ...(architecture === 'arm64' ? { variant: 'v8' } : {}) },
        }
      }),
    )
    const type = 'application/vnd.oci.image.index.v1+json'
    await putManifest(set.plain, 'demo/tiny', '1.0', { schemaVersion: 2, mediaType: type, manifests }, type)
  }, 120_000)

  afterAll(async () => {
    for (const registry of [set.plain, set.basic, set.token, set.encrypted]) await registry?.close()
    set.images?.remove()
  })

  const imageOf = ({ oci }: OciSet, host: string, path = 'demo/tiny:1.0', platform = amd64) =>
    oci.image(registryReference(`docker://${host}/${path}`), { platform })

  it('gives manifest, configuration and layers of the wanted platform', () =>
    withOci(async (given) => {
      const image = await imageOf(given, set.plain.host, 'demo/tiny:1.0', readPlatform('arm64'))
      expect(image).toMatchObject({ kind: 'image', platform: { os: 'linux', architecture: 'arm64', variant: 'v8' } })
      expect(JSON.parse(String(image.config && Buffer.from(image.config)))).toMatchObject({
        architecture: 'arm64',
        os: 'linux',
      })
      expect(image.manifest.layers).toHaveLength(2)
      for (const layer of image.manifest.layers) {
        const whole = await contentOf(image.openBlob(layer))
        expect(whole.length).toBe(layer.sizeBytes)
        expect((await contentOf(image.openBlob(layer, { from: 7 }))).equals(whole.subarray(7))).toBe(true)
      }
    }))

  it('reads manifests of Docker as well', () =>
    withOci(async (given) => {
      const image = await imageOf(given, set.plain.host, 'demo/tiny:386', readPlatform('386'))
      expect(image.manifest.mediaType).toBe('application/vnd.docker.distribution.manifest.v2+json')
      expect(image.kind).toBe('image')
    }))

  it('says what there is in place of what is missing', () =>
    withOci(async (given) => {
      const missing = (path: string, platform = amd64) => imageOf(given, set.plain.host, path, platform)
      await expect(missing('demo/tiny:9')).rejects.toMatchObject({
        error: {
          code: 'TAG_NOT_FOUND',
          params: {
            tag: '9',
            tags: ['386', '1.0', 'arm64', 'amd64'],
          },
        },
      })
      await expect(missing('demo/none:1')).rejects.toMatchObject({ error: { code: 'CONTAINER_NOT_FOUND' } })
      await expect(missing('demo/tiny:1.0', readPlatform('s390x'))).rejects.toMatchObject({
        error: {
          code: 'ARCHITECTURE_NOT_FOUND',
          params: { architecture: 's390x', architectures: ['amd64', 'arm64/v8'] },
        },
      })
      await expect(missing('demo/tiny:arm64')).rejects.toMatchObject({
        error: { code: 'ARCHITECTURE_NOT_FOUND', params: { architecture: 'amd64', architectures: ['arm64'] } },
      })
      expect(await codeOf(missing(`demo/tiny@sha256:${'0'.repeat(64)}`))).toBe('DIGEST_NOT_FOUND')
    }))

  it('logs in with name and password, after the registry has accepted them', () =>
    withOci(async (given) => {
      const { oci, call } = given
      const { host } = set.basic
      const login = (password: string) => oci.handlers['oci.login']({ host, username: 'ada', password }, call)
      expect(await codeOf(imageOf(given, host))).toBe('REGISTRY_LOGIN_NEEDED')
      expect(await codeOf(Promise.resolve(login('wrong')))).toBe('REGISTRY_LOGIN_REFUSED')
      expect(await oci.handlers['oci.registries']({}, call)).toEqual([])
      expect(await login('pw\n')).toMatchObject({ checked: true, registry: { host, username: 'ada', file: null } })
      expect((await imageOf(given, host)).kind).toBe('image')
      await oci.handlers['oci.logout']({ host }, call)
      expect(await oci.handlers['oci.registries']({}, call)).toEqual([])
      expect(await codeOf(imageOf(given, host))).toBe('REGISTRY_LOGIN_NEEDED')
    }))

  it('buys tokens for what it does, once for each scope, and anew when they end', () =>
    withOci(async (given) => {
      const { oci, call } = given
      const { host, tokens } = set.token
      if (tokens === null) throw new Error('no token service')
      const before = tokens.seen.length
      const image = await imageOf(given, host)
      for (const layer of image.manifest.layers) await contentOf(image.openBlob(layer))
      expect(tokens.seen.slice(before)).toEqual([{ scopes: ['repository:demo/tiny:pull'], login: null }])
      expect(await codeOf(imageOf(given, host, 'secret/tiny:1.0'))).toBe('REGISTRY_LOGIN_NEEDED')

      const login = (password: string) => oci.handlers['oci.login']({ host, username: 'ada', password }, call)
      expect(await codeOf(Promise.resolve(login('wrong')))).toBe('REGISTRY_LOGIN_REFUSED')
      expect(await login('pw')).toMatchObject({ checked: true })
      tokens.lifeSeconds = 1
      const secret = await imageOf(given, host, 'secret/tiny:1.0')
      const sold = tokens.seen.length
      await new Promise((resolve) => setTimeout(resolve, 1200))
      for (const layer of secret.manifest.layers) await contentOf(secret.openBlob(layer))
      tokens.lifeSeconds = 300
      expect(tokens.seen.length).toBeGreaterThan(sold)
    }))

  it('trusts an authority of its own for its own host only', () =>
    withOci(async (given) => {
      const { oci, call } = given
      const { host, certificates } = set.encrypted
      expect(await codeOf(imageOf(given, host))).toBe('TLS_FAILED')
      const authorities = certificates?.authority ?? ''
      await oci.handlers['oci.login']({ host, username: 'ada', password: 'pw', authorities }, call)
      expect((await imageOf(given, host)).kind).toBe('image')
      expect(await oci.handlers['oci.registries']({}, call)).toMatchObject([
        { host, hasOwnAuthority: true, insecure: false },
      ])
    }))

  it('lists repositories and tags', () =>
    withOci(async ({ oci, call }) => {
      const { host } = set.plain
      expect(await oci.handlers['oci.catalog']({ host }, call)).toMatchObject({
        repositories: ['demo/tiny'],
        isComplete: true,
      })
      expect(await oci.handlers['oci.tags']({ host, repository: 'demo/tiny' }, call)).toMatchObject({
        tags: expect.arrayContaining(['1.0', 'amd64', 'arm64']),
        others: 0,
      })
    }))
})
