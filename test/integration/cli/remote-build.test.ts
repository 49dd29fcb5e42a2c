/** `build --remote` in the terminal: what is printed, exit codes, and what Ctrl-C does at the service. */
import { mkdir, readdir, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { runCall } from '../../../src-main/cli/run-call.ts'
import type { BuildSwitches } from '../../../src-main/demo/services/build/builds.ts'
import { createEngine } from '../../../src-main/engine/engine.ts'
import { silentLog } from '../../../src-main/engine/platform/log.ts'
import { findPaths } from '../../../src-main/engine/platform/paths.ts'
import { createPlainPlatform } from '../../../src-main/engine/platform/plain-platform.ts'
import { type CommandResult, interrupt, resultOf, runCommand, startCommand } from '../../support/command-line.ts'
import { startLibraryService, type TestLibrary } from '../../support/library-service/index.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

interface Terminal {
  readonly service: TestLibrary
  readonly home: string
  readonly folder: string
  readonly definition: string
  readonly output: string
  run(...args: readonly string[]): Promise<CommandResult>
}

async function terminal(switches: Partial<BuildSwitches> = {}, text = definitionText): Promise<Terminal> {
  const folder = await temporaryFolder()
  const home = join(folder, 'home')
  await mkdir(home)
  const service = await startLibraryService()
  onTestFinished(() => service.close())
  Object.assign(service.switches.build, switches)
  const definition = join(folder, 'test.def')
  await writeFile(definition, text)
  const run = (...args: readonly string[]) => runCommand(home, args)
  // Set up in this process: starting programs takes long.
  const paths = findPaths({ SIF_DESKTOP_HOME: home })
  const platform = createPlainPlatform('terminal', paths)
  const engine = createEngine({ paths, platform, log: silentLog, resumeJobs: false })
  const { signal } = new AbortController()
  const { token, origin: uri } = service
  await runCall(engine, 'remotes.add', { name: 'lab', uri, token }, signal)
  await runCall(engine, 'remotes.use', { name: 'lab' }, signal)
  await engine.close()
  return { service, home, folder, definition, output: join(folder, 'out.sif'), run }
}

const definitionText = 'Bootstrap: docker\nFrom: alpine:3.22\n\n%post\n    echo one\n    echo two\n'

describe('build --remote', () => {
  it('prints the log and then what was built', async () => {
    const { run, output, definition } = await terminal()
    const { code, stdout, stderr } = await run('build', '--remote', output, definition)
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/^INFO: {4}Starting build\.\.\.\n[\s\S]*\+ echo one\none\n[\s\S]*\nBuilt .*out\.sif\n$/)
    expect((await stat(output)).size).toBeGreaterThan(1000)
  })

  it('prints JSON lines', async () => {
    const { run, output, definition } = await terminal()
    const { code, lines } = await run('build', '--remote', '--json', output, definition)
    expect(code).toBe(0)
    expect(lines).toContainEqual(expect.objectContaining({ type: 'log', kind: 'command', text: '+ echo one' }))
    expect(lines.at(-1)).toMatchObject({
      type: 'result',
      path: output,
      architecture: expect.any(String),
      digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
    })
  })

  it('builds for several architectures, each with a name of its own', async () => {
    const { run, folder, output, definition } = await terminal()
    const { code, stdout } = await run('build', '--remote', '--arch', 'amd64,arm64', output, definition)
    expect(code).toBe(0)
    expect(stdout).toMatch(/^\[arm64\] \+ echo one$/m)
    expect((await readdir(folder)).filter((name) => name.endsWith('.sif'))).toEqual(['out-amd64.sif', 'out-arm64.sif'])
  })

  it('names the command that failed, exit 1, and leaves nothing', async () => {
    const { run, folder, output, definition } = await terminal({ outcome: 'fails' })
    const { code, stderr } = await run('build', '--remote', output, definition)
    expect(code).toBe(1)
    expect(stderr).toMatch(/^Error: The build at 127\.0\.0\.1:\d+ stopped at “echo one”: exit status 1\.\n/)
    expect((await readdir(folder)).sort()).toEqual(['home', 'test.def'])
  })

  it('says what is not to be had, exit 1, before anything is sent', async () => {
    const { run, service, output, definition } = await terminal({}, 'Bootstrap: localimage\nFrom: a.sif\n')
    const { code, lines } = await run('build', '--remote', '--json', output, definition)
    expect([code, lines.at(-1)]).toEqual([1, { error: expect.objectContaining({ code: 'BUILD_REMOTE_LOCAL_BASE' }) }])
    expect(service.builder.builds.size).toBe(0)
  })

  it('shows what would be sent, and sends what lies elsewhere only when that is agreed to', async () => {
    const text = 'Bootstrap: docker\nFrom: a\n\n%files\n    data.txt /data.txt\n'
    const { run, service, folder, output } = await terminal()
    const definition = join(folder, 'files.def')
    const file = join(folder, 'data.txt')
    await writeFile(file, 'data\n')
    await writeFile(definition, text.replace('data.txt', file))
    const refused = await run('build', '--remote', output, definition)
    expect(refused.code).toBe(1)
    expect(refused.stderr).toContain(`  ${file} (5 B)\n`)
    expect(refused.stderr).toMatch(/--accept-upload/)
    expect(service.builder.builds.size).toBe(0)
    const agreed = await run('build', '--remote', '--accept-upload', output, definition)
    expect(agreed.code).toBe(0)
    expect(service.builder.contexts.size).toBe(0)
  })

  it('does not send what a link leads to elsewhere, as if it lay here', async () => {
    const { service, home, folder, output } = await terminal()
    const work = join(folder, 'work')
    await mkdir(join(work, 'data'), { recursive: true })
    await writeFile(join(work, 'data/plain.txt'), 'plain\n')
    await writeFile(join(folder, 'secret'), 'secret\n')
    await writeFile(join(work, 'a.def'), 'Bootstrap: docker\nFrom: a\n\n%files\n    data /data\n')
    const build = () => resultOf(startCommand(home, ['build', '--remote', '--force', output, 'a.def'], {}, work))
    expect((await build()).code).toBe(0)
    await symlink('../../secret', join(work, 'data/innocent.txt'))
    const refused = await build()
    expect(refused.code).toBe(1)
    expect(refused.stderr).toContain(`  ${work}/data/innocent.txt -> ${folder}/secret (7 B)\n`)
    expect(service.builder.builds.size).toBe(1)
  })

  it('leaves a build there and comes back to it', async () => {
    const { run, output, definition } = await terminal({ lineEveryMs: 5 })
    const left = await run('build', '--remote', '--detached', '--json', output, definition)
    expect(left.code).toBe(0)
    const last = left.lines.at(-1) as { readonly buildId: string }
    expect(last).toMatchObject({ type: 'result', detached: true, reference: expect.stringMatching(/^library:\/\//) })
    expect(await stat(output).catch(() => null)).toBeNull()
    const back = await run('build', '--attach', last.buildId)
    expect(back.code).toBe(0)
    expect(back.stdout).toMatch(/Starting build[\s\S]*Built /)
    expect((await run('build', '--attach', last.buildId)).code).toBe(1)
  })

  it('is cancelled at the service by Ctrl-C, exit 130', async () => {
    const { service, home, folder, output, definition } = await terminal({ lineEveryMs: 300 })
    const child = startCommand(home, ['build', '--remote', output, definition])
    const { code, stderr } = await interrupt(child, async () =>
      [...service.builder.builds.values()].some(({ pieces }) => pieces.length > 1),
    )
    expect([code, stderr]).toEqual([130, expect.stringMatching(/cancelled/i)])
    expect([...service.builder.builds.values()].map(({ state }) => state)).toEqual(['cancelled'])
    expect((await readdir(folder)).filter((name) => name.includes('out'))).toEqual([])
  })

  it.each([[[]], [['only-one']], [['a', 'b', 'c']]])('wants two names, not %j', async (args) => {
    const { home } = await terminal()
    expect((await resultOf(startCommand(home, ['build', '--remote', ...args]))).code).toBe(2)
  })
})
