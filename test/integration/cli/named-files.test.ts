/** Paths that lead to something else than a readable file: said clearly, never waited for beyond an interruption. */
import { execFileSync } from 'node:child_process'
import { mkdir, readdir, readlink, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { interrupt, runCommand, startCommand } from '../../support/command-line.ts'
import { inFolder } from '../../support/folder.ts'

const definition = 'Bootstrap: docker\nFrom: alpine:3.22\n'

/** Whether a process holds a file open. */
async function holds(pid: number, path: string): Promise<boolean> {
  const folder = `/proc/${pid}/fd`
  const links = await Promise.all(
    (await readdir(folder).catch(() => [])).map((fd) => readlink(join(folder, fd)).catch(() => '')),
  )
  return links.includes(path)
}

describe.skipIf(process.platform !== 'linux')('a pipe', () => {
  it('is read like a file where a command names one', () =>
    inFolder(async (home) => {
      const pipe = join(home, 'pipe')
      execFileSync('mkfifo', [pipe])
      const linting = runCommand(home, ['def', 'lint', pipe, '--json'])
      await writeFile(pipe, definition)
      expect(await linting).toMatchObject({ code: 0, document: { file: pipe, problems: [] } })
    }))

  it('that nobody writes to is left at the first interruption', () =>
    inFolder(async (home) => {
      const pipe = join(home, 'pipe')
      execFileSync('mkfifo', [pipe])
      const child = startCommand(home, ['def', 'lint', pipe])
      expect(await interrupt(child, () => holds(child.pid ?? 0, pipe))).toMatchObject({ code: 130, stdout: '' })
    }))
})

describe('a list of remotes that cannot be read', () => {
  it('is one error with the path in it once', () =>
    inFolder(async (home) => {
      const path = (name: string): string => join(home, name)
      await mkdir(path('folder'))
      await writeFile(path('broken.yaml'), 'Remotes: [')
      await symlink('loop', path('loop'))
      const codes: [string, string][] = [
        ['broken.yaml', 'REMOTE_FILE_MALFORMED'],
        ['folder', 'FILE_IS_DIRECTORY'],
        ['loop', 'FILE_PATH_LOOPS'],
        ['none', 'FILE_NOT_FOUND'],
      ]
      for (const [name, code] of codes) {
        const { code: exit, document } = await runCommand(home, ['remote', 'import', path(name), '--json'])
        expect([exit, document], name).toMatchObject([1, { error: { code } }])
      }
      const { code, stderr } = await runCommand(home, ['remote', 'import', path('broken.yaml')])
      expect([code, stderr.split(path('broken.yaml')).length - 1]).toEqual([1, 1])
    }))
})
