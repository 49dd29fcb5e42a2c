/** Building with a program on another computer: found, agreed to, run, ended and cleaned up over ssh. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it, vi } from 'vitest'
import type { CallName, CallValue } from '../../../src-shared/contract/index.ts'
import { type FakeProgram, fakeProgram } from '../../support/fake-program.ts'
import { fakeSsh } from '../../support/fake-ssh.ts'
import { inFolder } from '../../support/folder.ts'
import { type Builds, withBuilds } from './support/engine-build.ts'

type Ask = <Name extends CallName>(name: Name, params: unknown) => Promise<CallValue<Name>>

interface About {
  readonly builds: Builds
  readonly ask: Ask
  readonly program: FakeProgram
  readonly folder: string
  readonly temporary: string
}

async function withHosts(hosts: readonly string[], work: (about: About) => Promise<void>): Promise<void> {
  await inFolder(async (folder) => {
    const program = await fakeProgram(folder, 'apptainer')
    const { temporary } = await fakeSsh(folder)
    vi.stubEnv('PATH', program.searchPath)
    try {
      await withBuilds(join(folder, 'home'), async (builds) => {
        const ask: Ask = async (call, params) => (await builds.call(call, params)) as never
        await ask('settings.set', { sshBuildHosts: hosts })
        await work({ builds, ask, program, folder, temporary })
      })
    } finally {
      vi.unstubAllEnvs()
    }
  })
}

function asked({ folder, program }: About, post: string, files = '') {
  const text = `Bootstrap: docker\nFrom: alpine\n\n%files\n${files}\n%post\n  ${post}\n`
  const from = { kind: 'definition' as const, text, name: 'small.def', folder }
  return { output: join(folder, 'small.sif'), from, builderId: `ssh:node:${program.path}` }
}

async function leftHere(folder: string): Promise<readonly string[]> {
  return (await readdir(folder)).filter((name) => name.includes('small'))
}

describe.skipIf(process.platform === 'win32')('a program on another computer', () => {
  it('is listed with its version, and hosts that fail with why', async () => {
    await withHosts(['node', 'refused', 'unknown', 'locked', 'bare'], async ({ ask, program }) => {
      const builders = (await ask('build.builders', {})).filter(({ id }) => id.startsWith('ssh:'))
      expect(builders[0]).toMatchObject({
        id: `ssh:node:${program.path}`,
        program: { name: 'apptainer', version: '1.4.3', path: program.path, place: { kind: 'ssh', host: 'node' } },
        problem: null,
      })
      expect(builders.slice(1, 4).map(({ problem }) => problem?.code)).toEqual([
        'BUILD_SSH_UNREACHABLE',
        'BUILD_SSH_HOST_KEY',
        'BUILD_SSH_LOGIN',
      ])
      expect((await ask('build.testHost', { host: 'node' })).programs).toHaveLength(1)
      await expect(ask('build.testHost', { host: 'locked' })).rejects.toThrow('BUILD_SSH_LOGIN')
      await ask('settings.set', { isOffline: true })
      await expect(ask('build.testHost', { host: 'node' })).rejects.toThrow('BUILD_SSH_OFFLINE')
    })
  })

  it.each(['-oProxyCommand=touch /x', '-v', 'a b', 'a\nb', '', 'a:b', '$(x)'])('is never %j', async (host) => {
    await withHosts([], async ({ ask }) => {
      await expect(ask('settings.set', { sshBuildHosts: [host] })).rejects.toThrow()
      await expect(ask('build.testHost', { host })).rejects.toThrow()
    })
  })

  it('gets the files that were agreed to, builds, and keeps nothing', async () => {
    await withHosts(['node'], async (about) => {
      const { ask, builds, folder, program, temporary } = about
      await mkdir(join(folder, "it's"))
      await writeFile(join(folder, "it's", 'data'), '12345')
      const start = asked(about, 'echo hello {{ V }}', '  "it\'s/data" /data\n')
      const { text } = start.from
      const fits = await ask('build.weigh', { text, folder, arguments: { V: 'x' } })
      const fit = fits.find(({ builderId }) => builderId === start.builderId)
      expect(fit).toMatchObject({ isPossible: true, upload: { fileCount: 1, sizeBytes: 5 } })
      expect(fit?.command?.slice(0, 3)).toEqual([program.path, '--nocolor', 'build'])
      expect((await builds.run({ ...start, arguments: { V: 'x' } })).error?.code).toBe('BUILD_UPLOAD_NOT_ACCEPTED')
      const value = `'$(touch ${join(folder, 'small-harm')})'; "x"`
      const acceptUpload = { fileCount: 1, sizeBytes: 5 }
      const job = await builds.run({ ...start, arguments: { V: value }, acceptUpload })
      expect(job.error).toBe(null)
      const said = (await readFile(program.record, 'utf8')).split('\n')
      expect(said).toContain(`V=${value}`)
      const at = said.find((line) => line.startsWith('folder='))?.slice(7) ?? ''
      expect(at.startsWith(`${temporary}/sif-desktop-build-`) && at.endsWith(`/files${folder}`)).toBe(true)
      expect(await leftHere(folder)).toEqual(['small.sif'])
      expect(await readFile(join(folder, 'small.sif'))).toEqual(await readFile(join(folder, 'made.sif')))
      expect(await readdir(temporary)).toEqual([])
      const [record] = await ask('build.list', {})
      expect(record).toMatchObject({ state: 'done', builder: { label: 'apptainer 1.4.3 on node' } })
      expect(record?.steps.map(({ key }) => key)).toEqual(expect.arrayContaining(['upload', 'post', 'download']))
    })
  })

  it.each([
    ['REFUSE-SUBUID', 'BUILD_PROGRAM_SUBUID'],
    ['KILLED', 'BUILD_PROGRAM_KILLED'],
    ['FAILS', 'BUILD_PROGRAM_COMMAND_FAILED'],
    ['NOTHING', 'BUILD_SSH_REFUSED'],
  ])('that ends with %s is understood as %s, and leaves nothing', async (word, code) => {
    await withHosts(['node'], async (about) => {
      expect((await about.builds.run(asked(about, word))).error?.code).toBe(code)
      expect(await leftHere(about.folder)).toEqual([])
      expect(await readdir(about.temporary)).toEqual([])
    })
  })

  it('is ended with all it started when the build is cancelled', async () => {
    await withHosts(['node'], async (about) => {
      const { ask, folder, temporary } = about
      const { jobId } = await ask('build.start', asked(about, 'SLOW'))
      const isBuilding = async (): Promise<boolean> => {
        const [name = ''] = await readdir(temporary)
        return name !== '' && (await readdir(join(temporary, name))).includes('image.sif')
      }
      while (!(await isBuilding())) await wait(20)
      const [name = ''] = await readdir(temporary)
      await ask('jobs.cancel', { id: jobId })
      const begun = Date.now()
      while ((await ask('build.list', {}))[0]?.state === 'running') await wait(20)
      expect(Date.now() - begun).toBeLessThan(8000)
      expect((await ask('build.list', {}))[0]?.state).toBe('cancelled')
      expect(await leftHere(folder)).toEqual([])
      expect(await readdir(temporary)).toEqual([])
      expect(await running(name)).toEqual([])
    })
  })

  it.each(['/etc/hosts /hosts', '~/x /x', '$HOME/x /x'])('is not given %s', async (files) => {
    await withHosts(['node'], async (about) => {
      expect((await about.builds.run(asked(about, 'true', `  ${files}\n`))).error?.code).toBe('BUILD_SSH_PLACE')
    })
  })
})

/** Command lines of processes that name a folder. */
async function running(name: string): Promise<readonly string[]> {
  const ids = (await readdir('/proc').catch(() => [])).filter((id) => /^\d+$/.test(id))
  const lines = await Promise.all(ids.map((id) => readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')))
  return lines.filter((line) => line.includes(name))
}
