/** Paths that lead to something else than a readable file: said clearly, never waited for beyond an interruption. */
import { execFileSync } from 'node:child_process'
import { createCipheriv } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, readlink, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { interrupt, runCommand, startCommand } from '../../support/command-line.ts'
import { inFolder } from '../../support/folder.ts'
import { makeImage } from '../../support/make-sif.ts'

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

/** Bytes without meaning, the same every time. */
function noise(length: number): Buffer {
  const key = Buffer.alloc(32, 7)
  return createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(length))
}

describe('input that is not what was asked for', { timeout: 60_000 }, () => {
  it('is refused with a code and a hint, and leaves nothing behind', () =>
    inFolder(async (home) => {
      const path = (name: string): string => join(home, name)
      await writeFile(path('noise'), noise(100_000))
      const cases: readonly [readonly string[], string, number][] = [
        [['key', 'import', path('noise')], 'KEYRING_NO_KEYS', 1],
        [['key', 'import', path('a'.repeat(5000))], 'FILE_PATH_TOO_LONG', 1],
        [['keyserver', 'add', 'javascript:'], 'ADDRESS_MALFORMED', 1],
        [['search', 'a'.repeat(10_000)], 'CALL_MALFORMED', 1],
        [['inspect', '/dev/zero'], 'SIF_NOT_A_FILE', 1],
        [['extract', path('noise'), '--to', path('new/deep')], 'SIF_NOT_A_SIF', 1],
      ]
      for (const [args, code, exit] of cases) {
        const answer = await runCommand(home, [...args, '--json'])
        const error = { code, message: expect.any(String), hint: expect.any(String) }
        expect([answer.code, answer.document], args.join(' ').slice(0, 80)).toMatchObject([exit, { error }])
      }
      expect(existsSync(path('new'))).toBe(false)
    }))

  it.skipIf(process.platform !== 'linux')('signs nothing where the key comes once and the images are two', () =>
    inFolder(async (home) => {
      const pipe = join(home, 'pipe')
      execFileSync('mkfifo', [pipe])
      const images = [join(home, 'a.sif'), join(home, 'b.sif')]
      for (const image of images) await makeImage(image)
      const before = await Promise.all(images.map((image) => readFile(image)))
      const answer = await runCommand(home, ['sign', ...images, '--key-file', pipe, '--json'])
      expect(answer).toMatchObject({ code: 2, document: { error: { code: 'USAGE' } } })
      expect(await Promise.all(images.map((image) => readFile(image)))).toEqual(before)
    }),
  )
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
