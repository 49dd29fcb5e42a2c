/** `build --with ssh:HOST`: only build hosts of the settings, files agreed to, the log on standard error. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { resultOf, startCommand } from '../../support/command-line.ts'
import { fakeProgram } from '../../support/fake-program.ts'
import { fakeSsh } from '../../support/fake-ssh.ts'
import { inFolder } from '../../support/folder.ts'
import { withBuilds } from '../build/support/engine-build.ts'

// Real processes start slowly on a busy machine.
vi.setConfig({ testTimeout: 120_000 })

test.skipIf(process.platform === 'win32')('a definition is built on a build host, from the terminal', () =>
  inFolder(async (folder) => {
    const { searchPath } = await fakeProgram(folder, 'apptainer')
    await fakeSsh(folder)
    const home = join(folder, 'home')
    await withBuilds(home, (builds) => builds.call('settings.set', { sshBuildHosts: ['node', 'locked'] }))
    const [def, out] = [join(folder, 'small.def'), join(folder, 'small.sif')]
    await writeFile(join(folder, 'data'), '12345')
    await writeFile(def, 'Bootstrap: docker\nFrom: alpine\n\n%files\n  data /data\n\n%post\n  echo hello\n')
    const build = (...args: readonly string[]) => {
      const command = startCommand(home, ['build', out, def, ...args], { PATH: searchPath }, folder)
      command.stdin.end()
      return resultOf(command)
    }

    const other = await build('--with', 'ssh:other', '--json')
    expect(other.document).toMatchObject({ error: { code: 'BUILD_HOST_NOT_SET' } })
    const locked = await build('--with', 'ssh:locked', '--json')
    expect(locked.document).toMatchObject({ error: { code: 'BUILD_SSH_LOGIN' } })

    const built = await build('--with', 'ssh:node')
    expect(built.stderr).toContain('ssh:node')
    expect(built.stderr).toContain(join(folder, 'data'))
    expect(built).toMatchObject({ code: 0 })
    expect(await readFile(out)).toEqual(await readFile(join(folder, 'made.sif')))
  }),
)
