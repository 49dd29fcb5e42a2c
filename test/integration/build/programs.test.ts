/** Building with an installed program: found, weighed, run as shown, its words and its ends understood. */
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it, vi } from 'vitest'
import { machineArchitecture } from '../../../src-main/engine/platform/architecture.ts'
import type { CallName, CallValue } from '../../../src-shared/contract/index.ts'
import { runCommand } from '../../support/command-line.ts'
import { type FakeProgram, fakeProgram } from '../../support/fake-program.ts'
import { inFolder } from '../../support/folder.ts'
import { type Builds, withBuilds } from './support/engine-build.ts'

type Ask = <Name extends CallName>(name: Name, params: unknown) => Promise<CallValue<Name>>

async function withProgram(
  name: 'apptainer' | 'singularity',
  work: (about: { builds: Builds; ask: Ask; program: FakeProgram; folder: string }) => Promise<void>,
): Promise<void> {
  await inFolder(async (folder) => {
    const program = await fakeProgram(folder, name)
    vi.stubEnv('PATH', program.searchPath)
    try {
      await withBuilds(join(folder, 'home'), (builds) => {
        const ask: Ask = async (call, params) => (await builds.call(call, params)) as never
        return work({ builds, ask, program, folder })
      })
    } finally {
      vi.unstubAllEnvs()
    }
  })
}

function asked(folder: string, program: FakeProgram, post: string) {
  const text = `Bootstrap: docker\nFrom: alpine\n\n%post\n  ${post}\n`
  const from = { kind: 'definition' as const, text, name: 'small.def', folder }
  return { output: join(folder, 'small.sif'), from, builderId: `program:${program.path}` }
}

async function leftIn(folder: string): Promise<readonly string[]> {
  return (await readdir(folder)).filter((name) => name.includes('small'))
}

describe.skipIf(process.platform === 'win32')('an installed program', () => {
  it('is found with its version and shows what it would run', async () => {
    await withProgram('singularity', async ({ ask, program, folder }) => {
      const [first] = await ask('build.builders', {})
      expect(first).toMatchObject({
        id: `program:${program.path}`,
        program: { name: 'singularity', version: '4.5.1', path: program.path, place: { kind: 'path' } },
        problem: null,
      })
      const text = 'Bootstrap: docker\nFrom: a\n\n%post\n  true\n'
      const [fit] = await ask('build.weigh', { text, folder, output: join(folder, 'a.sif'), arguments: {} })
      expect(fit).toMatchObject({ isPossible: true, architectures: [machineArchitecture()] })
      expect(fit?.command?.slice(0, 3)).toEqual([program.path, '--nocolor', 'build'])
      expect(fit?.command?.slice(-2)).toEqual([join(folder, 'a.sif'), 'image.def'])
      const [other] = await ask('build.weigh', {
        text: `${text}%files\n gone /gone\n`,
        folder,
        architecture: 'riscv64',
      })
      expect(other?.points.map(({ code }) => code)).toEqual(
        expect.arrayContaining(['filesMissing', 'otherArchitecture']),
      )
      expect(other?.isPossible).toBe(false)
    })
  })

  it('that does not answer as one is shown as unusable', async () => {
    await withProgram('apptainer', async ({ ask, program }) => {
      await writeFile(program.path, '#!/bin/sh\necho something else\n')
      const [first] = await ask('build.builders', {})
      expect(first?.problem?.code).toBe('BUILD_PROGRAM_UNUSABLE')
    })
  })

  it('is the only kind of program that is started', async () => {
    await withProgram('apptainer', async ({ builds, program, folder }) => {
      const start = asked(folder, program, 'true')
      const mark = join(folder, 'small-ran')
      const other = join(folder, 'bin', 'evil')
      await writeFile(other, `#!/bin/sh\ntouch ${mark}\n`, { mode: 0o755 })
      const codeOf = async (path: string) => (await builds.run({ ...start, builderId: `program:${path}` })).error?.code
      expect(await codeOf(other)).toBe('BUILD_PROGRAM_OTHER')
      expect(await codeOf(join(folder, 'bin', 'no-apptainer'))).toBe('BUILD_PROGRAM_OTHER')
      expect(await leftIn(folder)).toEqual([])
    })
  })

  it('builds in the folder of the definition, with arguments no shell has read', async () => {
    await withProgram('apptainer', async ({ builds, ask, program, folder }) => {
      const value = `$(touch ${join(folder, 'small-harm')}); "x"`
      const start = asked(folder, program, 'echo hello {{ V }}')
      const job = await builds.run({ ...start, arguments: { V: value } })
      expect(job.error).toBe(null)
      const said = (await readFile(program.record, 'utf8')).split('\n')
      expect(said).toEqual(
        expect.arrayContaining(['--nocolor', 'build', '--build-arg', `V=${value}`, `folder=${folder}`]),
      )
      expect(await leftIn(folder)).toEqual(['small.sif'])
      const [record] = await ask('build.list', {})
      expect(record).toMatchObject({ state: 'done', builder: { label: 'apptainer 1.4.3' } })
      expect(record?.result).toMatchObject({ verdict: { verdict: 'notSigned' }, architecture: 'amd64' })
      expect(record?.result?.digest).toMatch(/^sha256:[0-9a-f]{64}$/)
      const steps = ['base', 'unpack', 'configure', 'post', 'metadata', 'pack', 'check', 'write']
      expect(record?.steps.map(({ key, state }) => [key, state])).toEqual(steps.map((key) => [key, 'done']))
      const { lines } = await ask('build.log', { id: record?.id })
      expect(lines.filter(({ kind }) => kind === 'command').map(({ text }) => text)).toEqual(['+ echo hello'])
      expect((await ask('build.notices', { id: record?.id })).lines.map(({ text }) => text)).toEqual([
        'WARNING: something to know',
      ])
      const temporary = said.find((line) => line.startsWith('tmp='))?.slice(4) ?? ''
      await expect(readdir(temporary)).rejects.toThrow('ENOENT')
    })
  })

  it.each([
    ['REFUSE-FAKEROOT', 'BUILD_PROGRAM_FAKEROOT'],
    ['REFUSE-SUBUID', 'BUILD_PROGRAM_SUBUID'],
    ['REFUSE-ARCHITECTURE', 'BUILD_PROGRAM_ARCHITECTURE'],
    ['NOTHING', 'BUILD_PROGRAM_NOTHING'],
    ['KILLED', 'BUILD_PROGRAM_KILLED'],
    ['FAILS', 'BUILD_PROGRAM_COMMAND_FAILED'],
  ])('that ends with %s is understood as %s, and leaves nothing', async (word, code) => {
    await withProgram('singularity', async ({ builds, ask, program, folder }) => {
      const job = await builds.run(asked(folder, program, word))
      expect(job.error?.code).toBe(code)
      expect(await leftIn(folder)).toEqual([])
      const [record] = await ask('build.list', {})
      expect(record?.state).toBe('failed')
      if (word === 'FAILS') expect(record?.failedCommand?.text).toBe('false')
    })
  })

  it('may print a hundred thousand lines', async () => {
    await withProgram('apptainer', async ({ builds, ask, program, folder }) => {
      const job = await builds.run(asked(folder, program, 'FLOOD'))
      expect(job.error).toBe(null)
      const [record] = await ask('build.list', {})
      const { lines, total } = await ask('build.findInLog', { id: record?.id, text: 'line 100000' })
      expect([lines.length, total]).toEqual([1, 1])
      const [found] = (await ask('build.log', { id: record?.id, from: lines[0], count: 1 })).lines
      expect(found?.text).toBe('line 100000')
    })
  })

  it('is ended with all it started when the build is cancelled', async () => {
    await withProgram('apptainer', async ({ builds, ask, program, folder }) => {
      const { jobId } = await ask('build.start', asked(folder, program, 'SLOW'))
      while (!(await leftIn(folder)).some((name) => name.endsWith('.partial'))) await wait(20)
      await ask('jobs.cancel', { id: jobId })
      const begun = Date.now()
      while ((await ask('build.list', {}))[0]?.state === 'running') await wait(20)
      expect(Date.now() - begun).toBeLessThan(8000)
      expect((await ask('build.list', {}))[0]?.state).toBe('cancelled')
      expect(await leftIn(folder)).toEqual([])
      await builds.call('jobs.list', {})
    })
  })

  it('is named with --with', async () => {
    await inFolder(async (folder) => {
      const program = await fakeProgram(folder, 'apptainer')
      const definition = join(folder, 'small.def')
      await writeFile(definition, 'Bootstrap: docker\nFrom: alpine\n\n%post\n  echo hello\n')
      const output = join(folder, 'small.sif')
      const environment = { PATH: program.searchPath }
      const home = join(folder, 'home')
      const result = await runCommand(home, ['build', '--with', 'apptainer', output, definition, '--json'], environment)
      expect(result.code).toBe(0)
      expect(result.lines.at(-1)).toMatchObject({ type: 'result', path: output })
      expect(result.stderr).toContain('+ echo hello')
      const missing = await runCommand(home, ['build', '--with', 'singularity', output, definition], environment)
      expect(missing.code).toBe(1)
      expect(missing.stderr).toContain('There is no singularity on the search path.')
    })
  })
})
