/** Setting tags and deleting images: what is told beforehand, what is done, and what keeps it from being done. */
import { describe, expect, it, vi } from 'vitest'
import type { KnownImage } from '../../../src-main/engine/library/changes.ts'
import type { LibraryService } from '../../../src-main/engine/library/library.ts'
import { createLibrary } from '../../../src-main/engine/library/library.ts'
import type { CallParams } from '../../../src-shared/contract/index.ts'
import type { TagsLookedAt } from '../../../src-shared/model/library.ts'
import { AppFailure } from '../../../src-shared/text/errors/index.ts'
import { smallSif } from '../../support/small-sif.ts'
import { type PullSet, withPull } from '../transfers/pull-fixture.ts'

vi.setConfig({ testTimeout: 60_000 })

const prefix = 'library://ada/tools/align'
const call = { signal: new AbortController().signal }

interface Set extends PullSet {
  readonly changed: LibraryService['handlers']
  readonly digests: Readonly<Record<'old' | 'new' | 'arm', string>>
}

async function codeOf(work: unknown): Promise<string> {
  try {
    await work
    return 'fine'
  } catch (error) {
    return error instanceof AppFailure ? error.error.code : String(error)
  }
}

/** Two images for amd64 and one for arm64; `local` says what is on this computer. */
async function withTags(
  work: (set: Set) => Promise<void>,
  local: (digests: Set['digests']) => readonly KnownImage[] = () => [],
) {
  await withPull(async (set) => {
    const { service } = set
    const put = async (tags: readonly string[], arch: string, createdAt: string) =>
      service.put('ada/tools/align', await smallSif(arch), { tags, arch, createdAt }).hash.replace('.', ':')
    const digests = {
      old: await put(['1.0', 'stable'], 'amd64', '2026-01-02T03:04:05Z'),
      new: await put(['2.0'], 'amd64', '2026-02-02T03:04:05Z'),
      arm: await put(['1.0'], 'arm64', '2026-01-03T03:04:05Z'),
    }
    const { http, remotes, registries, context } = set
    const library = createLibrary(context, {
      http,
      remotes,
      registries,
      hasDigest: () => false,
      localImages: () => local(digests),
    })
    await work({ ...set, changed: library.handlers, digests })
  })
}

const at = (tag: string, architecture = 'amd64') => ({ reference: `${prefix}:${tag}`, architecture })

describe('a tag', () => {
  it('that is new changes nothing that exists', () =>
    withTags(async ({ changed, digests, service }) => {
      const plan = await changed['library.planTag']({ ...at('2.0'), tag: 'latest' }, call)
      expect(plan).toMatchObject({
        reference: `${prefix}:latest`,
        remote: 'Lab',
        isLoggedIn: true,
        digest: digests.new,
        pinned: `${prefix}:${digests.new.replace(':', '.')}`,
        before: null,
        untagged: null,
        uses: [],
      })
      await changed['library.tag']({ ...at('2.0'), tag: 'latest', digest: digests.new, before: null }, call)
      const sent = service.faults.requests.filter(({ method }) => method === 'POST')
      expect(sent.map(({ path }) => path)).toEqual([expect.stringMatching(/^\/v2\/tags\//)])
      const page = await changed['library.container']({ path: 'ada/tools/align' }, call)
      expect(page.tags.find(({ tag }) => tag === 'latest')).toMatchObject({
        digest: digests.new,
        architecture: 'amd64',
      })
    }))

  it('that moves names what loses its last tag, and who pulled it here', () =>
    withTags(
      async ({ changed, digests }) => {
        // 1.0 and stable lead to the same image: moving one of them leaves the other.
        const first = await changed['library.planTag']({ ...at('2.0'), tag: '1.0' }, call)
        expect(first).toMatchObject({
          before: digests.old,
          untagged: null,
          uses: [{ path: '/i/a.sif', hasBytes: true }],
        })
        await changed['library.tag']({ ...at('2.0'), tag: '1.0', digest: digests.new, before: digests.old }, call)
        const second = await changed['library.planTag']({ ...at('2.0'), tag: 'stable' }, call)
        expect(second).toMatchObject({ before: digests.old, untagged: digests.old })
        // The other architecture keeps its own meaning of the tag.
        const page = await changed['library.container']({ path: 'ada/tools/align' }, call)
        const one = page.tags
          .filter(({ tag }) => tag === '1.0')
          .map(({ architecture, digest }) => [architecture, digest])
        expect(new Map(one as [string, string][])).toEqual(
          new Map([
            ['amd64', digests.new],
            ['arm64', digests.arm],
          ]),
        )
      },
      (digests) => [
        { path: '/i/a.sif', architecture: 'amd64', reference: `${prefix}:1.0`, remote: 'Lab', digest: digests.old },
        { path: '/i/b.sif', architecture: 'amd64', reference: `${prefix}:1.0`, remote: 'Elsewhere', digest: null },
      ],
    ))

  it('is not set when the library has changed since, or does not allow it', () =>
    withTags(async ({ changed, digests, service, remotes }) => {
      const asked = { ...at('2.0'), tag: '1.0', digest: digests.new, before: digests.old }
      expect(await codeOf(changed['library.tag']({ ...asked, before: null }, call))).toBe('LIBRARY_CHANGED_MEANWHILE')
      const other = { ...asked, digest: digests.arm }
      expect(await codeOf(changed['library.tag'](other, call))).toBe('LIBRARY_CHANGED_MEANWHILE')
      // The token has ended since.
      const accounts = new Map(service.switches.accounts)
      service.switches.accounts.clear()
      expect(await codeOf(changed['library.tag'](asked, call))).toBe('NOT_LOGGED_IN')
      for (const [token, account] of accounts) service.switches.accounts.set(token, account)
      expect(await codeOf(changed['library.planTag'](asked, call))).toBe('fine')
      // Somebody else takes the tag away at the same time.
      const look = /^GET \/v1\/images\/ada\/tools\/align:1\.0$/
      service.faults.switchOn({ route: look, after: 2, fault: { kind: 'status', status: 404 } })
      expect(await codeOf(changed['library.tag'](asked, call))).toBe('LIBRARY_DID_NOT_CHANGE')
      service.faults.reset()
      await remotes.handlers['remotes.logout']({ name: 'Lab' }, call)
      expect(await codeOf(changed['library.tag']({ ...asked, before: digests.new }, call))).toBe('LIBRARY_NEEDS_LOGIN')
      expect(service.faults.requests.some(({ method }) => method === 'POST')).toBe(false)
    }))

  it('of somebody else is refused in plain words', () =>
    withTags(async ({ changed, digests, service }) => {
      service.faults.switchOn({ route: /^POST \/v2\/tags/, fault: { kind: 'status', status: 403 } })
      const asked = { ...at('2.0'), tag: '1.0', digest: digests.new, before: digests.old }
      expect(await codeOf(changed['library.tag'](asked, call))).toBe('LIBRARY_NOT_YOURS')
    }))

  it('goes to the library of the remote and nowhere else', () =>
    withTags(async ({ changed, service }) => {
      const elsewhere = { reference: 'library://library.example.org/ada/tools/align:1.0', tag: 'x' }
      expect(await codeOf(changed['library.planTag'](elsewhere, call))).toBe('LIBRARY_ELSEWHERE')
      const own = `library://${new URL(service.origin).host}/ada/tools/align:1.0`
      const plan = await changed['library.planTag']({ reference: own, architecture: 'amd64', tag: 'x' }, call)
      expect(plan.reference).toBe(`${prefix}:x`)
    }))
})

describe('a deletion', () => {
  it('names every tag that goes with the image, and copies that stay', () =>
    withTags(
      async ({ changed, digests }) => {
        const plan = await changed['library.planDelete'](at('stable'), call)
        expect(plan).toMatchObject({ digest: digests.old, reference: `${prefix}:stable`, isLoggedIn: true })
        expect([...plan.tags].map(({ tag, architecture }) => `${tag} ${architecture}`).sort()).toEqual([
          '1.0 amd64',
          'stable amd64',
        ])
        expect(plan.uses).toEqual([
          { path: '/i/a.sif', hasBytes: true },
          { path: '/i/b.sif', hasBytes: false },
        ])
        const result = await changed['library.delete']({ ...at('stable'), digest: digests.old }, call)
        expect(result.gone).toHaveLength(2)
        expect(result.kept).toEqual([])
        const page = await changed['library.container']({ path: 'ada/tools/align' }, call)
        expect(page.tags.map(({ digest }) => digest).sort()).toEqual([digests.new, digests.arm].sort())
        const pinned = `${prefix}:${digests.old.replace(':', '.')}`
        expect(await codeOf(changed['library.resolve']({ reference: pinned, online: true }, call))).toBe(
          'DIGEST_NOT_FOUND',
        )
      },
      (digests) => [
        { path: '/i/a.sif', architecture: 'amd64', reference: null, remote: null, digest: digests.old },
        { path: '/i/b.sif', architecture: 'amd64', reference: `${prefix}:1.0`, remote: 'Lab', digest: 'sha256:other' },
        { path: '/i/c.sif', architecture: 'amd64', reference: `${prefix}:2.0`, remote: 'Lab', digest: digests.new },
      ],
    ))

  it('can name the image by its digest', () =>
    withTags(async ({ changed, digests }) => {
      const reference = `${prefix}:${digests.new.replace(':', '.')}`
      const params: CallParams<'library.delete'> = { reference, digest: digests.new }
      expect(await changed['library.delete'](params, call)).toMatchObject({
        gone: [{ tag: '2.0', architecture: 'amd64' }],
      })
    }))

  it('does not happen when the tag leads elsewhere by now, or the server refuses', () =>
    withTags(async ({ changed, digests, service }) => {
      const asked = { ...at('2.0'), digest: digests.old }
      expect(await codeOf(changed['library.delete'](asked, call))).toBe('LIBRARY_CHANGED_MEANWHILE')
      const right = { ...at('2.0'), digest: digests.new }
      service.switches.accounts.clear()
      expect(await codeOf(changed['library.delete'](right, call))).toBe('NOT_LOGGED_IN')
      service.faults.switchOn({ route: /^DELETE/, fault: { kind: 'status', status: 403 } })
      expect(await codeOf(changed['library.delete'](right, call))).toBe('LIBRARY_NOT_YOURS')
      service.faults.reset()
      expect(await codeOf(changed['library.planDelete'](at('nothing'), call))).toBe('TAG_NOT_FOUND')
    }))
})

describe('a look at tags', () => {
  it('asks once for each, says which have moved, and leaves a silent server alone', () =>
    withTags(
      async ({ changed, digests, service, context }) => {
        const look = async (paths?: string[]) => {
          const { jobId } = await changed['library.lookAtTags']({ paths }, call)
          return (await context.jobs.finished(jobId)).result as TagsLookedAt
        }
        expect(await look()).toEqual({ looked: 2, failed: 0, moved: [], error: null })
        const asked = { ...at('2.0'), tag: '1.0', digest: digests.new, before: digests.old }
        await changed['library.tag'](asked, call)
        service.faults.reset()
        expect(await look()).toMatchObject({ looked: 2, moved: ['/i/a.sif', '/i/b.sif'] })
        expect(service.faults.requests.filter(({ path }) => path === '/v1/images/ada/tools/align:1.0')).toHaveLength(1)
        expect((await look(['/i/b.sif'])).moved).toEqual(['/i/b.sif'])
        service.faults.switchOn({ route: /./, fault: { kind: 'offline' } })
        // What was seen before is still known.
        expect(await look()).toMatchObject({
          looked: 0,
          failed: 2,
          moved: ['/i/a.sif', '/i/b.sif'],
          error: { kind: 'offline' },
        })
      },
      (digests) => [
        { path: '/i/a.sif', architecture: 'amd64', reference: `${prefix}:1.0`, remote: 'Lab', digest: digests.old },
        { path: '/i/b.sif', architecture: 'amd64', reference: `${prefix}:1.0`, remote: 'Lab', digest: digests.old },
        { path: '/i/c.sif', architecture: 'amd64', reference: `${prefix}:2.0`, remote: 'Lab', digest: digests.new },
        { path: '/i/d.sif', architecture: 'amd64', reference: 'docker://debian:12', remote: null, digest: 'sha256:x' },
        {
          path: '/i/e.sif',
          architecture: 'amd64',
          reference: `${prefix}:${digests.old.replace(':', '.')}`,
          remote: 'Lab',
          digest: digests.old,
        },
        { path: '/i/f.sif', architecture: 'amd64', reference: null, remote: null, digest: null },
      ],
    ))
})
