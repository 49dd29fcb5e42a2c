import { execFileSync } from 'node:child_process'
import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { toAppError } from '../../../../src-main/engine/platform/failures.ts'
import { openOrdinaryFile, readNamedFile, readNamedText } from '../../../../src-main/engine/platform/named-file.ts'
import { inFolder } from '../../../support/folder.ts'

const options = { mostBytes: 1000 }

async function errorOf(work: Promise<unknown>): Promise<{ readonly code: string; readonly message: string }> {
  try {
    await work
  } catch (error) {
    const { code, message } = toAppError(error)
    return { code, message }
  }
  return { code: 'nothing was thrown', message: '' }
}

describe('a file that somebody named', () => {
  it('is read whole when it is ordinary and small enough', () =>
    inFolder(async (folder) => {
      const path = join(folder, 'a.txt')
      await writeFile(path, 'words\n')
      expect(await readNamedText(path, options)).toBe('words\n')
      await writeFile(path, Buffer.alloc(1000, 7))
      expect(await readNamedFile(path, options)).toHaveLength(1000)
      await writeFile(path, Buffer.alloc(1001, 7))
      expect(await errorOf(readNamedFile(path, options))).toEqual({
        code: 'FILE_TOO_LARGE',
        message: `${path} has more than 1.0 kB and cannot be what is expected here.`,
      })
    }))

  it('that cannot be read is named in the error, whatever is in the way', () =>
    inFolder(async (folder) => {
      const path = (name: string): string => join(folder, name)
      await mkdir(path('folder'))
      await writeFile(path('file'), '')
      await symlink('loop', path('loop'))
      execFileSync('mkfifo', [path('pipe')])
      const codes: [string, string][] = [
        ['none', 'FILE_NOT_FOUND'],
        ['folder', 'FILE_IS_DIRECTORY'],
        ['file/beyond', 'FILE_PATH_NOT_FOLDER'],
        ['loop', 'FILE_PATH_LOOPS'],
        ['pipe', 'FILE_NOT_ORDINARY'],
      ]
      for (const [name, code] of codes) {
        const found = await errorOf(readNamedFile(path(name), options))
        expect(found.code, name).toBe(code)
        expect(found.message, name).toContain(path(name))
        expect((await errorOf(openOrdinaryFile(path(name)))).code, name).toBe(code)
      }
      const long = await errorOf(readNamedFile(path('x'.repeat(5000)), options))
      expect(long.code).toBe('FILE_PATH_TOO_LONG')
      expect(long.message.length).toBeLessThan(300)
    }))
})

describe.skipIf(process.platform === 'win32')('a pipe, where those are taken', () => {
  const withPipe = (work: (path: string) => Promise<void>): Promise<void> =>
    inFolder(async (folder) => {
      const path = join(folder, 'pipe')
      execFileSync('mkfifo', [path])
      await work(path)
    })

  it('is waited for and read to its end', () =>
    withPipe(async (path) => {
      const reading = readNamedText(path, { ...options, allowsPipes: true })
      await after(50)
      await writeFile(path, 'late words')
      expect(await reading).toBe('late words')
    }))

  it('that nobody writes to is let go of when the wait is cancelled', () =>
    withPipe(async (path) => {
      const abort = new AbortController()
      const reading = errorOf(readNamedText(path, { ...options, allowsPipes: true, signal: abort.signal }))
      await after(50)
      abort.abort()
      expect((await reading).code).toBe('CANCELLED')
    }))

  it('or device without an end is read as far as the limit', async () => {
    expect((await errorOf(readNamedFile('/dev/zero', { ...options, allowsPipes: true }))).code).toBe('FILE_TOO_LARGE')
    expect(await readNamedText('/dev/null', { ...options, allowsPipes: true })).toBe('')
  })
})
