/** What registries can do that Debian's does not: page, refuse, limit, mirror, mislead. */
import { createHash } from 'node:crypto'
import { describe, expect, it, onTestFinished } from 'vitest'
import { readPlatform } from '../../../src-main/engine/oci/platform.ts'
import { codeOf } from '../../support/failing.ts'
import { type OciSet, registryReference, withOci } from '../../support/registry/oci-engine.ts'
import { startScriptedRegistry } from '../../support/registry/scripted-registry.ts'

const config = JSON.stringify({ os: 'linux', architecture: 'amd64' })
const configDigest = `sha256:${createHash('sha256').update(config).digest('hex')}`
const manifest = {
  schemaVersion: 2,
  config: { mediaType: 'application/vnd.oci.image.config.v1+json', digest: configDigest, size: config.length },
  layers: [],
}
type Answer = Parameters<typeof startScriptedRegistry>[0]

async function scripted(answer?: Answer) {
  const registry = await startScriptedRegistry((line, request, url) => {
    const own = answer?.(line, request, url) ?? null
    return own ?? (line.endsWith(`/blobs/${configDigest}`) ? { status: 200, body: config } : null)
  })
  onTestFinished(() => registry.close())
  return registry
}

const find = ({ oci }: OciSet, reference: string) =>
  oci.image(registryReference(reference), { platform: readPlatform('amd64') })

describe('a registry', () => {
  it('that gives its lists in pages is read to the end, and round in circles only once', () =>
    withOci(async ({ oci, call }) => {
      const pages: Readonly<Record<string, readonly [readonly string[] | null, string | null]>> = {
        '/v2/a/b/tags/list?n=1000': [['1', '2'], '/v2/a/b/tags/list?n=1000&last=2'],
        '/v2/a/b/tags/list?n=1000&last=2': [null, '/v2/a/b/tags/list?last=x'],
        '/v2/a/b/tags/list?last=x': [['latest', 'bad tag', `sha256-${'a'.repeat(64)}.sig`], '/v2/a/b/tags/list?n=1000'],
      }
      const registry = await scripted((line) => {
        const page = pages[line.slice(4)]
        if (page === undefined) return null
        const headers = page[1] === null ? {} : { link: `<${page[1]}>; rel="next"` }
        return { status: 200, headers, body: JSON.stringify({ name: 'a/b', tags: page[0] }) }
      })
      const answer = await oci.handlers['oci.tags']({ host: registry.host, repository: 'a/b' }, call)
      expect(answer).toEqual({ tags: ['2', '1', 'latest'], others: 1 })
    }))

  it('is not followed to another server for its next page', () =>
    withOci(async ({ oci, call }) => {
      const elsewhere = await scripted()
      const registry = await scripted((line) =>
        line.includes('tags/list')
          ? { status: 200, headers: { link: `<${elsewhere.url}/v2/>; rel="next"` }, body: '{"tags":["1"]}' }
          : null,
      )
      const asked = oci.handlers['oci.tags']({ host: registry.host, repository: 'a/b' }, call)
      expect(await codeOf(Promise.resolve(asked))).toBe('REDIRECT_REFUSED')
      expect(elsewhere.seen).toEqual([])
    }))

  it('that tells no repositories says so', () =>
    withOci(async ({ oci, call }) => {
      const registry = await scripted((line) => (line.includes('_catalog') ? { status: 401 } : null))
      const asked = oci.handlers['oci.catalog']({ host: registry.host }, call)
      expect(await codeOf(Promise.resolve(asked))).toBe('REGISTRY_CATALOG_NOT_OFFERED')
    }))

  it('is asked with a look where the manifest is known, and tells what is left', () =>
    withOci(async (given) => {
      const registry = await scripted()
      registry.put('a/b', '1', manifest, undefined, {
        'ratelimit-limit': '100;w=3600',
        'ratelimit-remaining': '9;w=3600',
      })
      const reference = registryReference(`docker://${registry.host}/a/b:1`)
      for (let time = 0; time < 3; time++) {
        const { oci } = await given.oci.resolve(reference, { architecture: 'amd64' })
        expect(oci.pullLimit).toEqual({ limit: 100, remaining: 9, windowSeconds: 3600 })
      }
      const manifests = registry.seen.map(({ line }) => line).filter((line) => line.includes('manifests'))
      expect(manifests.map((line) => line.split(' ')[0])).toEqual(['GET', 'HEAD', 'HEAD'])
    }))

  it('of the first format of Docker is refused in words', () =>
    withOci(async (given) => {
      const registry = await scripted()
      const old = 'application/vnd.docker.distribution.manifest.v1+prettyjws'
      registry.put('a/b', '1', { schemaVersion: 1, fsLayers: [] }, old)
      expect(await codeOf(find(given, `docker://${registry.host}/a/b:1`))).toBe('MANIFEST_SCHEMA_OLD')
    }))

  it('whose indexes have no end is left', () =>
    withOci(async (given) => {
      const registry = await scripted()
      const platform = { os: 'linux', architecture: 'amd64' }
      const type = 'application/vnd.oci.image.index.v1+json'
      let digest = registry.put('a/b', '0', manifest)
      for (let depth = 1; depth < 6; depth++) {
        const manifests = [{ mediaType: type, digest, size: 1, platform }]
        digest = registry.put('a/b', String(depth), { schemaVersion: 2, manifests }, type)
      }
      expect((await find(given, `docker://${registry.host}/a/b:2`)).kind).toBe('image')
      expect(await codeOf(find(given, `docker://${registry.host}/a/b:5`))).toBe('MANIFEST_MALFORMED')
    }))

  it('is no registry when its front door is none', () =>
    withOci(async (given) => {
      const registry = await scripted(() => ({ status: 404, body: 'nothing here' }))
      expect(await codeOf(find(given, `docker://${registry.host}/a/b:1`))).toBe('REGISTRY_NOT_A_REGISTRY')
    }))

  it('behind a mirror is asked through it, and Docker Hub has its own names', () =>
    withOci(async (given) => {
      const mirror = await scripted()
      mirror.put('library/alpine', '3', manifest)
      await given.oci.handlers['oci.setUp']({ host: 'index.docker.io', mirror: mirror.host }, given.call)
      const image = await find(given, 'docker://alpine:3')
      expect(image).toMatchObject({ host: 'docker.io', repository: 'library/alpine', kind: 'image' })
    }))

  it('has its referrers and the tags of cosign listed', () =>
    withOci(async (given) => {
      const referrer = {
        mediaType: 'application/vnd.oci.image.manifest.v1+json',
        digest: configDigest,
        size: 7,
        artifactType: 'application/spdx+json',
      }
      const index = JSON.stringify({ schemaVersion: 2, manifests: [referrer] })
      const registry = await scripted((line) =>
        line.includes('/referrers/')
          ? { status: 200, headers: { 'content-type': 'application/vnd.oci.image.index.v1+json' }, body: index }
          : null,
      )
      const digest = registry.put('a/b', '1', manifest)
      const signature = registry.put('a/b', `${digest.replace(':', '-')}.sig`, { ...manifest, annotations: { a: 'b' } })
      const reference = `docker://${registry.host}/a/b:1`
      const page = await given.oci.handlers['oci.image'](
        { reference, architecture: 'amd64', insecure: false },
        given.call,
      )
      expect(page.referrers).toMatchObject([
        { artifactType: 'application/spdx+json', digest: configDigest, tag: null },
        { artifactType: 'cosign/sig', digest: signature, tag: `${digest.replace(':', '-')}.sig` },
      ])
    }))

  it('without the call has its referrers read from the tag that stands in for it', () =>
    withOci(async (given) => {
      const registry = await scripted()
      const digest = registry.put('a/b', '1', manifest)
      const type = 'application/vnd.oci.image.index.v1+json'
      const manifests = [{ mediaType: manifest.config.mediaType, digest: configDigest, size: 7, artifactType: 'x/y' }]
      registry.put('a/b', digest.replace(':', '-'), { schemaVersion: 2, manifests }, type)
      const reference = `docker://${registry.host}/a/b:1`
      const page = await given.oci.handlers['oci.image'](
        { reference, architecture: 'amd64', insecure: false },
        given.call,
      )
      expect(page.referrers).toMatchObject([{ artifactType: 'x/y', tag: null }])
    }))
})

describe('a login', () => {
  const challenged =
    (realm: string): Answer =>
    (line, request) =>
      line.includes('/v2/') && request.headers.authorization !== 'Bearer GOOD'
        ? { status: 401, headers: { 'www-authenticate': `Bearer realm="${realm}",service="s"` } }
        : null

  it.each([
    ['ftp://example.org/token'],
    ['http://user:pw@127.0.0.1:1/token'],
    ['http://10.0.0.7/token'],
    ['file:///etc/passwd'],
  ])('is never sent to %s', (realm) =>
    withOci(async (given) => {
      const registry = await scripted(challenged(realm))
      const { host } = registry
      const login = given.oci.handlers['oci.login']({ host, username: 'ada', password: 'pw' }, given.call)
      const code = await codeOf(Promise.resolve(login))
      expect(['REGISTRY_REALM_REFUSED', 'HTTP_NOT_ALLOWED']).toContain(code)
    }),
  )

  it('that a token service has no words for, or whose answer is nonsense, ends with an error', () =>
    withOci(async (given) => {
      const bad = ['', '{}', '{"token":"a\\r\\nx: y"}', '[]']
      for (const body of bad) {
        const tokens = await scripted((line) => (line.includes('/token') ? { status: 200, body } : null))
        const registry = await scripted(challenged(`${tokens.url}/token`))
        expect(await codeOf(find(given, `docker://${registry.host}/a/b:1`))).toBe('ANSWER_MALFORMED')
      }
    }))

  it('goes to the token service with its scope and never to the registry', () =>
    withOci(async (given) => {
      const tokens = await scripted((line) =>
        line.includes('/token') ? { status: 200, body: '{"access_token":"GOOD","expires_in":300}' } : null,
      )
      const registry = await scripted(challenged(`${tokens.url}/token`))
      registry.put('a/b', '1', manifest)
      const { host } = registry
      await given.oci.handlers['oci.login']({ host, username: 'ada', password: 'pw' }, given.call)
      expect((await find(given, `docker://${host}/a/b:1`)).kind).toBe('image')
      expect(
        registry.seen.every(({ authorization }) => authorization === undefined || authorization === 'Bearer GOOD'),
      ).toBe(true)
      expect(tokens.seen.at(-1)).toMatchObject({
        line: 'GET /token?service=s&scope=repository%3Aa%2Fb%3Apull&account=ada',
        authorization: `Basic ${Buffer.from('ada:pw').toString('base64')}`,
      })
    }))
})

describe('the search of Docker Hub', () => {
  it('gives names, badges and numbers, and leaves out what cannot be read', async () => {
    const results = [
      {
        name: 'alpine',
        short_description: 'Small',
        badge: 'official',
        star_count: 5,
        pull_count: '1B+',
        architectures: [{ name: 'amd64' }],
        publisher: { name: 'Docker' },
        updated_at: '2025-02-02T10:00:00Z',
      },
      { name: 'lab/align', short_description: 'A\u0007ligner', badge: 'verified_publisher', pull_count: null },
      { name: '../evil' },
      7,
    ]
    const hub = await scripted((line) =>
      line.startsWith('GET /api/search/v4') ? { status: 200, body: JSON.stringify({ total: 9, results }) } : null,
    )
    await withOci(
      async ({ oci, call }) => {
        const found = await oci.handlers['oci.searchHub']({ query: 'a+b' }, call)
        expect(found.total).toBe(9)
        expect(found.repositories.map(({ reference, badge, pulls }) => [reference, badge, pulls])).toEqual([
          ['docker://alpine', 'official', '1B+'],
          ['docker://lab/align', 'verifiedPublisher', null],
        ])
        expect(hub.seen[0]?.line).toContain('query=a%2Bb')
      },
      { hubUrl: hub.url },
    )
  })
})
