import { describe, expect, it } from 'vitest'
import type { ServicesOptions } from '../../../src-main/demo/services/services.ts'
import { createLibrary, type LibraryService } from '../../../src-main/engine/library/library.ts'
import { createOci } from '../../../src-main/engine/oci/oci.ts'
import { createHttpClient } from '../../../src-main/engine/platform/http/client.ts'
import { createRemotes } from '../../../src-main/engine/remotes/remotes.ts'
import type { CallName, CallParams, CallValue } from '../../../src-shared/contract/index.ts'
import { contract } from '../../../src-shared/contract/index.ts'
import { AppFailure } from '../../../src-shared/text/errors/index.ts'
import { withContext } from '../../support/engine-context.ts'
import { startLibraryService, type TestLibrary } from '../../support/library-service/index.ts'

const ada = '8883491F4268F173C6E5DC49EDECE4F3F38D871E'

interface Set {
  readonly service: TestLibrary
  readonly library: LibraryService
  readonly here: globalThis.Set<string>
  resolve(reference: string, architecture?: string): Promise<CallValue<'library.resolve'>>
  search(query: string, more?: Partial<CallParams<'library.search'>>): Promise<CallValue<'library.search'>>
  container(path: string): Promise<CallValue<'library.container'>>
}

const call = { signal: new AbortController().signal }

function paramsOf<Name extends CallName>(name: Name, value: unknown): CallParams<Name> {
  return contract[name].params.parse(value) as CallParams<Name>
}

async function withLibrary(work: (set: Set) => Promise<void>, options: ServicesOptions = {}): Promise<void> {
  await withContext(async (context) => {
    const service = await startLibraryService(options)
    const http = createHttpClient({ version: '0.0.0', environment: {}, longestWaitMs: 100 })
    const remotes = createRemotes(context, { http })
    const here = new globalThis.Set<string>()
    const registries = createOci(context, { http, usualCredentialFiles: [] })
    const library = createLibrary(context, { http, remotes, registries, hasDigest: (digest) => here.has(digest) })
    try {
      const added = { name: 'Lab', uri: service.origin, insecure: false, token: service.token }
      await remotes.handlers['remotes.add'](added, call)
      await remotes.handlers['remotes.use']({ name: 'Lab' }, call)
      const { handlers } = library
      await work({
        service,
        library,
        here,
        resolve: async (reference, architecture = 'amd64') =>
          handlers['library.resolve'](paramsOf('library.resolve', { reference, architecture }), call),
        search: async (query, more = {}) =>
          handlers['library.search'](paramsOf('library.search', { query, ...more }), call),
        container: async (path) => handlers['library.container'](paramsOf('library.container', { path }), call),
      })
    } finally {
      await http.close()
      await service.close()
    }
  })
}

function fill(service: TestLibrary): void {
  const file = (text: string) => Buffer.from(text)
  service.put('library/default/debian', file('debian 9'), {
    tags: ['9'],
    arch: 'amd64',
    createdAt: '2024-01-01T00:00:00Z',
  })
  service.put('library/default/debian', file('debian 9 arm'), {
    tags: ['9'],
    arch: 'arm64',
    createdAt: '2024-01-02T00:00:00Z',
  })
  const newest = service.put('library/default/debian', file('debian 10'), {
    tags: ['10', 'latest'],
    arch: 'amd64',
    createdAt: '2025-01-01T00:00:00Z',
  })
  newest.fingerprints = [ada]
  service.put('godlovedc/funny/lolcow', file('lolcow'), {
    tags: ['latest'],
    arch: 'amd64',
    description: 'The talking cow',
  })
  service.put('ada/secret/align', file('private'), { tags: ['1.0'], arch: 'amd64', private: true })
}

async function errorOf(work: Promise<unknown>): Promise<AppFailure['error']> {
  const error = await work.then(
    () => new Error('nothing was thrown'),
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof AppFailure)) throw error
  return error.error
}

describe('a library', () => {
  it('says what a short name means, with what was filled in, digest, size and signer', async () => {
    await withLibrary(async ({ service, resolve }) => {
      fill(service)
      const resolved = await resolve('debian')
      expect(resolved).toMatchObject({
        reference: 'library://library/default/debian:latest',
        sizeBytes: 9,
        fingerprints: [ada],
        signed: true,
        remote: 'Lab',
        fileName: 'debian_latest.sif',
      })
      expect(resolved.parts.filter(({ filledIn }) => filledIn).map(({ text }) => text)).toEqual([
        'library://',
        'library',
        '/',
        'default',
        '/',
        ':',
        'latest',
      ])
      expect(resolved.pinned).toBe(`library://library/default/debian:${resolved.digest?.replace(':', '.')}`)
      const pinned = await resolve(resolved.pinned ?? '')
      expect([pinned.digest, pinned.reference]).toEqual([resolved.digest, resolved.pinned])
    })
  })

  it('takes the names from the registry redirect where records have none', async () => {
    await withLibrary(async ({ service, resolve }) => {
      fill(service)
      service.switches.ociBacked = true
      const bare = JSON.stringify({ data: { id: 7, hash: `sha256.${'ab'.repeat(32)}`, size: 3 } })
      service.faults.switchOn({ route: /^GET \/v1\/images\//, fault: { kind: 'status', status: 200, body: bare } })
      expect((await resolve('debian:9')).reference).toBe('library://library/default/debian:9')
    })
  })

  it('offers the tags that exist, newest first, when one does not', async () => {
    await withLibrary(async ({ service, resolve }) => {
      fill(service)
      expect(await errorOf(resolve('debian:11'))).toMatchObject({
        code: 'TAG_NOT_FOUND',
        hint: 'It has 10, latest, 9.',
        params: {
          path: 'library/default/debian',
          tag: '11',
          tags: ['10', 'latest', '9'],
          tagDates: ['2025-01-01T00:00:00.000Z', '2025-01-01T00:00:00.000Z', '2024-01-02T00:00:00.000Z'],
          tagArchitectures: ['amd64', 'amd64', 'amd64 arm64'],
        },
      })
    })
  })

  it('tells a missing architecture from a missing tag', async () => {
    await withLibrary(async ({ service, resolve }) => {
      fill(service)
      expect(await errorOf(resolve('debian:9', 's390x'))).toMatchObject({
        code: 'ARCHITECTURE_NOT_FOUND',
        params: { tag: '9', architecture: 's390x', architectures: ['amd64', 'arm64'] },
      })
    })
  })

  it('does not take an image of another architecture that a server hands out', async () => {
    await withLibrary(async ({ service, resolve }) => {
      const image = service.put('ada/tools/align', Buffer.from('arm'), { tags: ['latest'], arch: 'amd64' })
      image.arch = 'arm64'
      expect(await errorOf(resolve('ada/tools/align'))).toMatchObject({
        code: 'ARCHITECTURE_NOT_FOUND',
        params: { architectures: ['arm64'] },
      })
    })
  })

  it('finds where a name is that is not in the default collection', async () => {
    await withLibrary(async ({ service, resolve }) => {
      fill(service)
      expect(await errorOf(resolve('lolcow'))).toMatchObject({
        code: 'CONTAINER_ELSEWHERE',
        params: { path: 'lolcow', suggestions: ['godlovedc/funny/lolcow'] },
      })
      expect((await errorOf(resolve('nothinglikeit'))).code).toBe('CONTAINER_NOT_FOUND')
    })
  })

  it('says that an image with a digest is not there', async () => {
    await withLibrary(async ({ service, resolve }) => {
      fill(service)
      expect((await errorOf(resolve(`debian:sha256.${'0'.repeat(64)}`))).code).toBe('DIGEST_NOT_FOUND')
    })
  })

  it('keeps offline, refused, failing and malformed apart', async () => {
    await withLibrary(async ({ service, resolve }) => {
      fill(service)
      const codes: string[] = []
      for (const fault of [
        { kind: 'offline' },
        { kind: 'status', status: 401 },
        { kind: 'status', status: 500 },
        { kind: 'status', status: 429, headers: { 'retry-after': '90' } },
        { kind: 'status', status: 200, body: '<html>' },
        { kind: 'status', status: 200, body: '{"data":7}' },
      ] as const) {
        service.faults.reset()
        service.faults.switchOn({ route: /^GET \/v1\/images\//, fault })
        codes.push((await errorOf(resolve('debian'))).code)
      }
      expect(codes).toEqual([
        'OFFLINE',
        'NOT_LOGGED_IN',
        'SERVER_FAILED',
        'TOO_MANY_REQUESTS',
        'ANSWER_MALFORMED',
        'ANSWER_MALFORMED',
      ])
    })
  })

  it('sends the token to its own remote and to no server that a reference names', async () => {
    await withLibrary(async ({ service, resolve }) => {
      fill(service)
      await resolve('debian:9')
      service.faults.reset()
      const host = service.origin.replace('http://', '')
      expect((await resolve(`library://${host}/library/default/debian:9`)).remote).toBeNull()
      expect(service.faults.requests.map(({ authorization }) => authorization)).toEqual([null])
    })
  })

  it('resolves without asking anybody when told so', async () => {
    await withLibrary(async ({ service, library }) => {
      service.faults.reset()
      const params = paramsOf('library.resolve', { reference: 'debian:9', online: false, remote: 'SylabsCloud' })
      const resolved = await library.handlers['library.resolve'](params, call)
      expect([resolved.reference, resolved.digest]).toEqual(['library://library/default/debian:9', null])
      expect(service.faults.requests).toEqual([])
    })
  })
})

describe('searching a library', () => {
  it('gathers users, collections and containers with tags, architectures and signers', async () => {
    await withLibrary(async ({ service, search }) => {
      fill(service)
      const found = await search('debian')
      expect(found.containers).toEqual([
        expect.objectContaining({
          path: 'library/default/debian',
          reference: 'library://library/default/debian',
          newestTag: '10',
          tags: ['10', 'latest', '9'],
          architectures: ['amd64', 'arm64'],
          signed: true,
          fingerprints: [ada],
        }),
      ])
      expect((await search('funny')).collections.map(({ path }) => path)).toEqual(['godlovedc/funny'])
      expect((await search('godlovedc')).users.map(({ name }) => name)).toEqual(['godlovedc'])
    })
  })

  it('filters by architecture and signature', async () => {
    await withLibrary(async ({ service, search }) => {
      fill(service)
      const paths = async (more: Partial<CallParams<'library.search'>>) =>
        (await search('lolcow', more)).containers.map(({ path }) => path)
      expect([await paths({}), await paths({ architecture: 'arm64' }), await paths({ signedOnly: true })]).toEqual([
        ['godlovedc/funny/lolcow'],
        [],
        [],
      ])
    })
  })

  it('works with servers that answer images only, and with empty lists', async () => {
    await withLibrary(async ({ service, search }) => {
      const image = {
        id: 1,
        hash: `sha256.${'ab'.repeat(32)}`,
        size: 5,
        arch: 'amd64',
        signed: false,
        tags: ['1.0', 7, '../x'],
      }
      const names = { entityName: 'ada', collectionName: 'tools', containerName: 'align' }
      const body = JSON.stringify({
        data: { image: [{ ...image, ...names }, { ...image, ...names, containerName: '../x' }, 7], container: null },
      })
      service.faults.switchOn({ route: /^GET \/v1\/search/, fault: { kind: 'status', status: 200, body } })
      const found = await search('align')
      expect(found.containers.map(({ path, tags }) => ({ path, tags }))).toEqual([
        { path: 'ada/tools/align', tags: ['1.0'] },
      ])
    })
  })

  it('refuses fewer than three characters by name', async () => {
    await withLibrary(async ({ search }) => {
      expect((await errorOf(search(' al '))).code).toBe('SEARCH_TOO_SHORT')
      expect((await errorOf(search('library://al'))).code).toBe('SEARCH_TOO_SHORT')
    })
  })

  it('names the source that did not answer and shows the others', async () => {
    await withContext(async (context) => {
      const [one, two] = [await startLibraryService(), await startLibraryService()]
      const http = createHttpClient({ version: '0.0.0', environment: {} })
      const remotes = createRemotes(context, { http })
      const registries = createOci(context, { http, usualCredentialFiles: [] })
      const library = createLibrary(context, { http, remotes, registries, hasDigest: () => false })
      try {
        await remotes.handlers['remotes.remove']({ name: 'SylabsCloud' }, call)
        await remotes.handlers['remotes.add']({ name: 'One', uri: one.origin, insecure: false }, call)
        await remotes.handlers['remotes.add']({ name: 'Two', uri: two.origin, insecure: false }, call)
        one.put('ada/tools/align', Buffer.from('x'))
        two.faults.switchOn({ route: /search/, fault: { kind: 'offline' } })
        const params = paramsOf('library.search', { query: 'align', everywhere: true })
        const found = await library.handlers['library.search'](params, call)
        expect([found.containers.length, found.failed.map(({ remote, code }) => [remote, code])]).toEqual([
          1,
          [['Two', 'OFFLINE']],
        ])
      } finally {
        await http.close()
        await one.close()
        await two.close()
      }
    })
  })
})

describe('the page of a container', () => {
  it('lists every tag for each architecture, newest first, with what is here and what has moved', async () => {
    await withLibrary(async ({ service, library, here, container }) => {
      fill(service)
      const before = `sha256:${'cd'.repeat(32)}`
      const latest = { remote: 'Lab', reference: 'library://library/default/debian:latest', architecture: 'amd64' }
      library.tagMemory.pulled(latest, before)
      const first = await container('debian')
      here.add(first.tags.find(({ tag }) => tag === '9')?.digest ?? '')
      const page = await container('library/default/debian')
      expect(library.tagMemory.hasMoved(latest, before)).toBe(true)
      expect(page.container).toMatchObject({ path: 'library/default/debian', newestTag: '10', fingerprints: [ada] })
      expect(page.tags.map((row) => [row.tag, row.architecture, row.movedFrom, row.here])).toEqual([
        ['10', 'amd64', null, false],
        ['latest', 'amd64', before, false],
        ['9', 'arm64', null, true],
        ['9', 'amd64', null, false],
      ])
    })
  })

  it('asks older servers for tags without architecture', async () => {
    await withLibrary(async ({ service, container }) => {
      fill(service)
      service.faults.switchOn({ route: /^GET \/v2\/tags/, fault: { kind: 'status', status: 404 } })
      const debian = service.store.findContainer('debian')
      const record = JSON.stringify({
        data: { id: debian?.id, name: 'debian', entityName: 'library', collectionName: 'default' },
      })
      service.faults.switchOn({ route: /^GET \/v1\/containers/, fault: { kind: 'status', status: 200, body: record } })
      const page = await container('library/default/debian')
      expect(page.tags.map(({ tag, architecture }) => [tag, architecture])).toContainEqual(['10', 'amd64'])
    })
  })

  it('shows private containers to those who may see them', async () => {
    await withLibrary(async ({ service, container }) => {
      fill(service)
      expect((await container('ada/secret/align')).private).toBe(true)
      service.switches.accounts.clear()
      expect((await errorOf(container('ada/secret/align'))).code).toBe('CONTAINER_NOT_FOUND')
    })
  })
})
