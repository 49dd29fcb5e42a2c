/** Definitions in git repositories: commits noticed when asked, built with the commit as a label, nothing else taken. */
import { execFileSync } from 'node:child_process'
import { symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { checkBranch, checkDefinitionPath, checkRepository } from '../../../src-main/engine/build/links/git.ts'
import { linkedText } from '../../../src-main/engine/build/links/linked-text.ts'
import { createLinks } from '../../../src-main/engine/build/links/links.ts'
import { findHelper } from '../../../src-main/engine/files/helper-path.ts'
import { toAppError } from '../../../src-main/engine/platform/failures.ts'
import type { CallName, CallValue } from '../../../src-shared/contract/index.ts'
import { withContext } from '../../support/engine-context.ts'
import { inFolder } from '../../support/folder.ts'
import { makeRepository } from '../../support/git-repository.ts'
import { type Builds, withBuilds } from './support/engine-build.ts'

const hasGit = ((): boolean => {
  try {
    execFileSync('git', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()

async function ask<Name extends CallName>(builds: Builds, name: Name, params: unknown): Promise<CallValue<Name>> {
  return (await builds.call(name, params)) as CallValue<Name>
}

const link = (repository: string) => ({
  id: 'link-1',
  repository,
  branch: '',
  definitionPath: 'defs/tool.def',
  target: 'library://acme/tools/tool:1.0',
  builderId: 'here',
  schedule: 'never' as const,
})

describe.skipIf(!hasGit || findHelper() === null)('a linked definition', () => {
  it('is built at its newest commit, which becomes a label, and is behind after the next one', async () => {
    await inFolder(async (folder) => {
      const repository = makeRepository(join(folder, 'work'))
      repository.write('defs/tool.def', 'Bootstrap: scratch\n\n%files\n  data.txt /data.txt\n')
      repository.write('defs/data.txt', 'one')
      const first = repository.commit('Begin with a tool')
      await withBuilds(join(folder, 'home'), async (builds) => {
        expect(await ask(builds, 'build.saveLink', link(repository.path))).toMatchObject({
          seen: null,
          isBehind: false,
        })
        await expect(builds.call('build.buildLink', { id: 'link-1' })).rejects.toThrow('LINK_NOT_CHECKED')
        const seen = await ask(builds, 'build.checkLink', { id: 'link-1' })
        expect(seen).toMatchObject({
          seen: { revision: first, subject: 'Begin with a tool' },
          isBehind: true,
          error: null,
        })

        const { buildId } = await ask(builds, 'build.buildLink', { id: 'link-1' })
        const ended = await end(builds, buildId)
        expect(ended).toMatchObject({
          state: 'done',
          name: 'tool.def',
          output: join(folder, 'home', 'images', `tool_1.0_${first.slice(0, 12)}.sif`),
          commit: { linkId: 'link-1', revision: first, subject: 'Begin with a tool' },
        })
        const { labels } = await ask(builds, 'inspect.overview', { path: ended.output })
        expect(Object.fromEntries(Object.entries(labels))).toMatchObject({ 'org.opencontainers.image.revision': first })
        const [upToDate] = await ask(builds, 'build.links', {})
        expect(upToDate).toMatchObject({ built: { revision: first, buildId }, isBehind: false })

        repository.write('defs/data.txt', 'two')
        const second = repository.commit('Change the data')
        expect((await ask(builds, 'build.links', {}))[0]?.isBehind).toBe(false)
        expect(await ask(builds, 'build.checkLink', { id: 'link-1' })).toMatchObject({
          seen: { revision: second },
          built: { revision: first },
          isBehind: true,
        })
      })
    })
  })

  it('says why it cannot be read, and keeps what was seen', async () => {
    await inFolder(async (folder) => {
      const repository = makeRepository(join(folder, 'work'))
      repository.write('defs/tool.def', 'Bootstrap: scratch\n')
      const first = repository.commit('Begin')
      await withBuilds(join(folder, 'home'), async (builds) => {
        await ask(builds, 'build.saveLink', link(repository.path))
        await ask(builds, 'build.checkLink', { id: 'link-1' })
        repository.remove('defs/tool.def')
        repository.commit('Remove it')
        expect(await ask(builds, 'build.checkLink', { id: 'link-1' })).toMatchObject({
          seen: { revision: first },
          error: { code: 'LINK_DEFINITION_MISSING' },
        })
        await ask(builds, 'build.saveLink', { ...link(join(folder, 'nowhere')), id: 'other' })
        expect(await ask(builds, 'build.checkLink', { id: 'other' })).toMatchObject({
          error: { code: 'LINK_GIT_FAILED' },
        })
        await builds.call('build.removeLink', { id: 'other' })
        expect((await ask(builds, 'build.links', {})).map(({ id }) => id)).toEqual(['link-1'])
      })
    })
  })

  it('takes nothing from elsewhere, and runs nothing of the repository', async () => {
    await inFolder(async (folder) => {
      const repository = makeRepository(join(folder, 'work'))
      writeFileSync(join(folder, 'secret'), 'secret')
      repository.write('defs/tool.def', 'Bootstrap: scratch\n\n%files\n  /etc/hostname /h\n')
      // A filter that would run a program while files are written.
      repository.write('.gitattributes', '* filter=evil\n')
      repository.git('config', 'filter.evil.smudge', `touch ${join(folder, 'ran')}`)
      repository.commit('Take a file')
      await withBuilds(join(folder, 'home'), async (builds) => {
        await ask(builds, 'build.saveLink', link(repository.path))
        await ask(builds, 'build.checkLink', { id: 'link-1' })
        await expect(builds.call('build.buildLink', { id: 'link-1' })).rejects.toThrow('LINK_LEADS_OUT')
        repository.write('defs/tool.def', 'Bootstrap: scratch\n\n%files\n  data /data\n')
        symlinkSync(join(folder, 'secret'), join(repository.path, 'defs', 'data'))
        repository.commit('Take it by a link')
        await ask(builds, 'build.checkLink', { id: 'link-1' })
        await expect(builds.call('build.buildLink', { id: 'link-1' })).rejects.toThrow('LINK_LEADS_OUT')
        expect(() => execFileSync('ls', [join(folder, 'ran')], { stdio: 'ignore' })).toThrow()
      })
    })
  })
})

describe.skipIf(!hasGit)('a schedule', () => {
  it('looks for new commits when it is time, and never for links without one', async () => {
    await withContext(async (context, folder) => {
      const repository = makeRepository(join(folder, 'work'))
      repository.write('defs/tool.def', 'Bootstrap: scratch\n')
      const first = repository.commit('Begin')
      let now = new Date('2026-11-25T10:00:00.000Z')
      const links = createLinks(
        { ...context, clock: () => now },
        {
          builds: () => [],
          start: () => Promise.reject(new Error('unasked')),
          weigh: () => Promise.reject(new Error('unasked')),
          imageFolder: () => folder,
        },
      )
      const { signal } = new AbortController()
      const { handlers } = links
      await handlers['build.saveLink']({ ...link(repository.path), id: 'hourly', schedule: 'hourly' }, { signal })
      await handlers['build.saveLink']({ ...link(repository.path), id: 'never', schedule: 'never' }, { signal })
      const seen = async (): Promise<readonly (string | undefined)[]> => {
        await links.checkDue()
        return (await handlers['build.links']({}, { signal })).map(({ seen }) => seen?.revision)
      }
      expect(await seen()).toEqual([first, undefined])
      repository.write('defs/tool.def', 'Bootstrap: scratch\n\n%help\n  more\n')
      const second = repository.commit('Say more')
      now = new Date('2026-11-25T10:59:00.000Z')
      expect(await seen()).toEqual([first, undefined])
      now = new Date('2026-11-25T11:00:00.000Z')
      expect(await seen()).toEqual([second, undefined])
      await links.close()
    })
  })
})

describe('what may be linked', () => {
  const code = (work: () => void): string => {
    try {
      work()
      return 'ok'
    } catch (error) {
      return toAppError(error).code
    }
  }

  it.each([
    ['/srv/defs', 'ok'],
    ['https://example.org/defs.git', 'ok'],
    ['ssh://git@example.org/defs.git', 'ok'],
    ['git@example.org:acme/defs.git', 'ok'],
    ['ext::sh -c touch% /tmp/x', 'LINK_REPOSITORY'],
    ['--upload-pack=touch /tmp/x', 'LINK_REPOSITORY'],
    ['ssh://-oProxyCommand=touch/x', 'LINK_REPOSITORY'],
    ['relative/folder', 'LINK_REPOSITORY'],
    ['https://ada:token@example.org/defs.git', 'LINK_SECRET_IN_ADDRESS'],
    ['https://token@example.org/defs.git', 'LINK_SECRET_IN_ADDRESS'],
  ])('the repository %s: %s', (repository, expected) => {
    expect(code(() => checkRepository(repository))).toBe(expected)
  })

  it.each([
    ['', 'ok'],
    ['main', 'ok'],
    ['feature/größer', 'ok'],
    ['--force', 'LINK_BRANCH'],
    ['a..b', 'LINK_BRANCH'],
    ['a b', 'LINK_BRANCH'],
  ])('the branch %s: %s', (branch, expected) => {
    expect(code(() => checkBranch(branch))).toBe(expected)
  })

  it.each([
    ['tool.def', 'ok'],
    ['a/b/tool.def', 'ok'],
    ['/etc/passwd', 'LINK_DEFINITION_PATH'],
    ['../tool.def', 'LINK_DEFINITION_PATH'],
    ['.git/config', 'LINK_DEFINITION_PATH'],
    ['-tool.def', 'LINK_DEFINITION_PATH'],
  ])('the definition %s: %s', (path, expected) => {
    expect(code(() => checkDefinitionPath(path))).toBe(expected)
  })

  it('the commit as a label beside the others, files only of the repository', () => {
    const text = 'Bootstrap: docker\nFrom: debian\n\n%labels\n  Name tool\n'
    expect(linkedText(text, 'abc')).toContain('  Name tool\n  org.opencontainers.image.revision abc\n')
    const lists = ['~/x', '$HOME/x', 'a/../../x', '/x', '"/x"', '{{ P }}'].map(
      (source) => `Bootstrap: docker\nFrom: debian\n\n%arguments\n  P=/etc\n\n%files\n  ${source} /x\n`,
    )
    expect(lists.map((one) => code(() => linkedText(one, 'abc')))).toEqual(lists.map(() => 'LINK_LEADS_OUT'))
    const app = 'Bootstrap: docker\nFrom: debian\n\n%appfiles foo\n  /etc/passwd bin/x\n'
    expect(code(() => linkedText(app, 'abc'))).toBe('LINK_LEADS_OUT')
  })
})

async function end(builds: Builds, id: string) {
  for (;;) {
    const detail = await ask(builds, 'build.get', { id })
    if (detail.state !== 'running') return detail
    await wait(20)
  }
}
