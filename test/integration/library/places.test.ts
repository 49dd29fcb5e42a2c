/** Users and collections as places, and one search over several sources. */
import { expect, it, vi } from 'vitest'
import { createLibrary } from '../../../src-main/engine/library/library.ts'
import { mergeByDigest } from '../../../src-main/engine/library/search.ts'
import { AppFailure } from '../../../src-shared/text/errors/index.ts'
import { hashOf, startLibraryService } from '../../support/library-service/index.ts'
import { hasProgram } from '../../support/make-sif.ts'
import { makeImages, pushImage } from '../../support/registry/images.ts'
import { startRegistry } from '../../support/registry/index.ts'
import { smallSif } from '../../support/small-sif.ts'
import { withPull } from '../transfers/pull-fixture.ts'

vi.setConfig({ testTimeout: 60_000 })
const call = { signal: new AbortController().signal }

it.each([
  ['that lists what it has', true],
  ['that is searched only', false],
] as const)('a user and a collection on a library %s', (_what, lists) =>
  withPull(
    async ({ library, service }) => {
      const file = await smallSif('amd64', 20_000)
      service.put('ada/tools-of-ada/align-of-tools-of-ada', file, { tags: ['1.0'] })
      service.put('ada/tools-of-ada/other-tools-of-ada', await smallSif('arm64', 20_000), {
        tags: ['2.0'],
        arch: 'arm64',
      })
      const user = await library.handlers['library.place']({ path: 'ada' }, call)
      expect(user).toMatchObject({
        kind: 'user',
        path: 'ada',
        quota: { usedBytes: expect.toSatisfy((bytes: number) => bytes > 40_000), totalBytes: 0 },
        isComplete: lists,
        collections: [{ path: 'ada/tools-of-ada', containers: 2 }],
      })
      const place = await library.handlers['library.place']({ path: 'ada/tools-of-ada' }, call)
      expect(place).toMatchObject({ kind: 'collection', quota: null, isComplete: lists })
      expect(place.containers.map(({ path, digest, newestTag }) => [path, digest, newestTag]).sort()).toEqual([
        ['ada/tools-of-ada/align-of-tools-of-ada', hashOf(file).replace('.', ':'), '1.0'],
        ['ada/tools-of-ada/other-tools-of-ada', expect.stringMatching(/^sha256:/), '2.0'],
      ])
      for (const [path, code] of [
        ['nobody', 'PLACE_NOT_FOUND'],
        ['ada/nothing', 'PLACE_NOT_FOUND'],
        ['../ada', 'REFERENCE_PATH_MALFORMED'],
        ['a/b/c', 'REFERENCE_PATH_MALFORMED'],
      ] as const) {
        const error = await Promise.resolve(library.handlers['library.place']({ path }, call)).catch(
          (thrown: unknown) => thrown,
        )
        expect([path, error instanceof AppFailure ? error.error.code : error]).toEqual([path, code])
      }
    },
    { services: { lists } },
  ),
)

it.skipIf(!hasProgram('docker-registry') || !hasProgram('skopeo') || !hasProgram('umoci'))(
  'one search asks every source, and the same bytes on two libraries are one find',
  () =>
    withPull(async ({ service, remotes, registries, http, context }) => {
      const other = await startLibraryService()
      const registry = await startRegistry()
      let isUp = true
      try {
        const file = await smallSif('amd64', 20_000)
        service.put('ada/tools/align', file, { tags: ['1.0'] })
        other.put('bob/copies/align', file, { tags: ['1.0'] })
        other.put('bob/copies/align-two', await smallSif('amd64', 20_000), { tags: ['1.0'] })
        await remotes.handlers['remotes.add']({ name: 'Other', uri: other.origin, insecure: false }, call)
        const made = await makeImages()
        await pushImage(registry, made, 'amd64', 'lab/align:1')
        made.remove()
        await registries.handlers['oci.setUp']({ host: registry.host, insecure: true }, call)
        const library = createLibrary(context, { http, remotes, registries, hasDigest: () => false })
        const search = () =>
          library.handlers['library.search']({ query: 'align', signedOnly: false, everywhere: true }, call)
        const found = await search()
        expect(found.containers.map(({ remote, path, alsoOn }) => [remote, path, alsoOn])).toEqual([
          ['Lab', 'ada/tools/align', [{ remote: 'Other', path: 'bob/copies/align' }]],
          ['Other', 'bob/copies/align-two', []],
        ])
        expect(found.repositories).toEqual([
          {
            host: registry.host,
            repository: 'lab/align',
            reference: `docker://${registry.host}/lab/align`,
            description: '',
          },
        ])
        // A remote that everybody has from the start cannot be reached here.
        const failed = (of: typeof found) =>
          of.failed.map(({ remote }) => remote).filter((name) => name !== 'SylabsCloud')
        expect(failed(found)).toEqual([])
        // What does not answer is named, and the rest is there.
        isUp = false
        await registry.close()
        await other.close()
        const partly = await search()
        expect(partly.containers.map(({ remote }) => remote)).toEqual(['Lab'])
        expect([...failed(partly)].sort()).toEqual(['Other', registry.host].sort())
      } finally {
        if (isUp) await registry.close()
        if (isUp) await other.close()
      }
    }),
)

it('what is on one library twice stays two finds', () => {
  const one = { remote: 'Lab', digest: 'sha256:a', alsoOn: [] }
  const containers = [
    { ...one, path: 'a/b/c' },
    { ...one, path: 'a/b/d' },
    { ...one, path: 'x/y/z', remote: 'Other' },
    { ...one, path: 'x/y/q', remote: 'Other', digest: null },
  ] as unknown as Parameters<typeof mergeByDigest>[0]
  expect(mergeByDigest(containers).map(({ path, alsoOn }) => [path, alsoOn.length])).toEqual([
    ['a/b/c', 1],
    ['a/b/d', 0],
    ['x/y/q', 0],
  ])
})
