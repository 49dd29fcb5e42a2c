/** Pushes to OCI-backed libraries: the double with a registry of its own, and a real registry behind it. */
import { writeFile } from 'node:fs/promises'
import { describe, expect, it, vi } from 'vitest'
import { hashOf } from '../../support/library-service/index.ts'
import { hasProgram } from '../../support/make-sif.ts'
import { startRegistry } from '../../support/registry/index.ts'
import { smallSif } from '../../support/small-sif.ts'
import { type PushSet, resultOf, withPush } from './push-fixture.ts'

vi.setConfig({ testTimeout: 60_000 })

const indexType = 'application/vnd.oci.image.index.v1+json'

/** What a tag of the library leads to, for each architecture. */
function tagged({ service }: PushSet, tag: string): ReadonlyMap<string, string> {
  const { store } = service
  const container = store.findContainer('ada/tools/align')
  return new Map(
    [...(container?.archTags ?? [])].flatMap(([arch, tags]) => {
      const hash = store.images.get(tags.get(tag) ?? '')?.hash
      return hash === undefined ? [] : [[arch, hash] as const]
    }),
  )
}

const asked = ({ service }: PushSet, pattern: RegExp) =>
  service.faults.requests.filter(({ method, path }) => pattern.test(`${method} ${path}`))

async function withBacked(work: (set: PushSet) => Promise<void>): Promise<void> {
  await withPush(async (set) => {
    set.service.switches.ociBacked = true
    await work(set)
  })
}

describe('a push to an OCI-backed library', () => {
  it('goes through its registry, under the digest and every tag', () =>
    withBacked(async (set) => {
      const result = resultOf(await set.push({ reference: 'ada/tools/align:1.0,latest', description: 'aligner' }))
      expect(result).toMatchObject({
        reference: 'library://ada/tools/align:1.0,latest',
        pinned: `library://ada/tools/align:${hashOf(set.file)}`,
        digest: hashOf(set.file).replace('.', ':'),
        bytesUploaded: set.file.length,
        architecture: 'amd64',
        created: ['ada', 'ada/tools', 'ada/tools/align'],
        quota: null,
      })
      for (const tag of ['1.0', 'latest']) expect(tagged(set, tag)).toEqual(new Map([['amd64', hashOf(set.file)]]))
      // Nothing of the library's own way was used, and the library's token went to the library only.
      expect(asked(set, /^(POST|PUT) \/v[12]\/(imagefile|tags|images)/)).toEqual([])
      const manifests = asked(set, /^PUT \/v2\/.*\/manifests\//).map(({ path }) => path.split('/').at(-1))
      expect(manifests).toEqual([hashOf(set.file), '1.0', 'latest'])
      for (const { authorization } of asked(set, / \/v2\/ada/))
        expect(authorization).not.toBe(`Bearer ${set.service.token}`)
    }))

  it('keeps the other architecture of a tag, and sends nothing twice', () =>
    withBacked(async (set) => {
      resultOf(await set.push())
      const arm = await smallSif('arm64', 50_000)
      await writeFile(set.path, arm)
      expect(resultOf(await set.push())).toMatchObject({ architecture: 'arm64', created: [] })
      const both = new Map([
        ['amd64', hashOf(set.file)],
        ['arm64', hashOf(arm)],
      ])
      expect(tagged(set, '1.0')).toEqual(both)
      await writeFile(set.path, set.file)
      set.service.faults.reset()
      expect(resultOf(await set.push()).bytesUploaded).toBe(0)
      expect(asked(set, /^(PATCH|POST) \/v2/)).toEqual([])
      expect(tagged(set, '1.0')).toEqual(both)
    }))

  it('takes the library’s own way where the redirect is refused, whatever the status', () =>
    withPush(async (set) => {
      for (const status of [401, 404, 500]) {
        set.service.faults.reset()
        set.service.faults.switchOn({ route: /oci-redirect/, fault: { kind: 'status', status } })
        resultOf(await set.push())
        expect(asked(set, /^PUT \/v2\/ada/)).toEqual([])
        expect(asked(set, /^POST \/v2\/tags/)).toHaveLength(1)
      }
    }))

  it('goes on after a cut, and with a new token when the first has ended', () =>
    withBacked(async (set) => {
      set.service.faults.switchOn({ route: /^PATCH/, fault: { kind: 'offline' }, times: 1 })
      set.service.faults.switchOn({ route: /^PUT .*manifests/, fault: { kind: 'status', status: 401 }, times: 1 })
      resultOf(await set.push())
      expect(tagged(set, '1.0')).toEqual(new Map([['amd64', hashOf(set.file)]]))
      expect(asked(set, /oci-redirect/).length).toBeGreaterThanOrEqual(2)
    }))

  it('leaves every tag as it was when it fails', () =>
    withBacked(async (set) => {
      resultOf(await set.push())
      await writeFile(set.path, await smallSif('amd64', 60_000))
      set.service.faults.switchOn({ route: /^POST .*uploads/, fault: { kind: 'status', status: 403 } })
      expect((await set.push()).error?.code).toBe('PUSH_NOT_ALLOWED')
      set.service.faults.reset()
      set.service.faults.switchOn({
        route: /^GET .*manifests\/1\.0/,
        fault: { kind: 'status', status: 200, body: '[]' },
      })
      expect((await set.push()).error?.code).toBe('ANSWER_MALFORMED')
      expect(tagged(set, '1.0')).toEqual(new Map([['amd64', hashOf(set.file)]]))
    }))

  it.skipIf(!hasProgram('docker-registry'))('works with a real registry behind the library', () =>
    withPush(async (set) => {
      const registry = await startRegistry()
      try {
        const name = 'ada/tools/align'
        const body = JSON.stringify({ token: 'given', url: registry.url, name })
        set.service.faults.switchOn({ route: /oci-redirect/, fault: { kind: 'status', status: 200, body } })
        resultOf(await set.push({ reference: 'ada/tools/align:1.0' }))
        await writeFile(set.path, await smallSif('arm64', 50_000))
        resultOf(await set.push({ reference: 'ada/tools/align:1.0' }))
        const ask = async (path: string, accept: string) =>
          (await fetch(`${registry.url}/v2/${name}/${path}`, { headers: { accept } })).json() as Promise<{
            readonly manifests: readonly {
              readonly digest: string
              readonly platform: { readonly architecture: string }
            }[]
            readonly layers: readonly { readonly digest: string; readonly size: number }[]
          }>
        const { manifests } = await ask('manifests/1.0', indexType)
        expect(manifests.map(({ platform }) => platform.architecture).sort()).toEqual(['amd64', 'arm64'])
        const amd = manifests.find(({ platform }) => platform.architecture === 'amd64')
        const image = await ask(`manifests/${amd?.digest}`, 'application/vnd.oci.image.manifest.v1+json')
        expect(image.layers).toEqual([
          expect.objectContaining({ digest: hashOf(set.file).replace('.', ':'), size: set.file.length }),
        ])
        const pinned = await ask(`manifests/${hashOf(set.file)}`, 'application/vnd.oci.image.manifest.v1+json')
        expect(pinned.layers).toEqual(image.layers)
      } finally {
        await registry.close()
      }
    }),
  )
})
