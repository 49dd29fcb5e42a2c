/** The log of a build: what is written line by line is read back by number, also when most of it was left out. */
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createLogFile } from '../../../../src-main/engine/build/records/log-file.ts'
import { cleanLine } from '../../../../src-main/engine/build/records/log-format.ts'
import { findInLog, readLog, readNotices } from '../../../../src-main/engine/build/records/read-log.ts'
import type { LogLineKind } from '../../../../src-shared/model/build-log.ts'
import { inFolder } from '../../../support/folder.ts'

const at = '2026-11-25T10:00:00.000Z'

function entry(text: string, kind: LogLineKind = 'output') {
  return { at, kind, step: 3, text }
}

describe('a log file', () => {
  test('gives back lines by number, in pages', async () => {
    await inFolder(async (folder) => {
      const log = createLogFile(join(folder, 'log'), 0, () => undefined)
      for (let line = 1; line <= 5000; line += 1) log.append(entry(`line ${line}`))
      await log.close()
      const { lines, total } = await readLog(join(folder, 'log'), 4999, 10)
      expect(total).toBe(5000)
      expect(lines).toEqual([
        { line: 4999, ...entry('line 4999') },
        { line: 5000, ...entry('line 5000') },
      ])
    })
  })

  test('has no lines where nothing was written', async () => {
    await inFolder(async (folder) => {
      expect(await readLog(join(folder, 'none'), 1, 10)).toEqual({ lines: [], total: 0 })
    })
  })

  test('goes on after the lines of an earlier run', async () => {
    await inFolder(async (folder) => {
      const first = createLogFile(folder, 0, () => undefined)
      first.append(entry('before'))
      await first.close()
      const second = createLogFile(folder, 1, () => undefined)
      expect(second.append(entry('after'))).toBe(2)
      await second.close()
      const { lines } = await readLog(folder, 1, 10)
      expect(lines.map(({ line, text }) => `${line} ${text}`)).toEqual(['1 before', '2 after'])
    })
  })

  test('leaves out the middle of what is too long, and says so line by line', async () => {
    await inFolder(async (folder) => {
      const log = createLogFile(folder, 0, () => undefined)
      const long = 'x'.repeat(9_000)
      const count = 12_000
      for (let line = 1; line <= count; line += 1) {
        log.append(entry(`${line} ${long}`))
        await log.ready()
      }
      await log.close()
      const names = await readdir(folder)
      const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size))
      expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(64 * 1024 * 1024)
      const ends = await Promise.all([readLog(folder, 1, 1), readLog(folder, count, 1), readLog(folder, 6000, 2)])
      expect(ends.map(({ total }) => total)).toEqual([count, count, count])
      expect(ends[0].lines[0]?.text.slice(0, 3)).toBe('1 x')
      expect(ends[1].lines[0]?.text.slice(0, 7)).toBe(`${count} x`)
      expect(ends[2].lines.map(({ line, kind }) => [line, kind])).toEqual([
        [6000, 'info'],
        [6001, 'info'],
      ])
      expect(ends[2].lines[0]?.text).toMatch(/^Lines \d+ to \d+ were left out/)
      const pages = await readLog(folder, 1, count)
      expect(pages.lines.map(({ line }) => line)).toEqual(Array.from({ length: count }, (_, place) => place + 1))
    })
  })

  test('finds text in any letter case and only in the text', async () => {
    await inFolder(async (folder) => {
      const log = createLogFile(folder, 0, () => undefined)
      for (const text of ['Unpacking Curl', 'nothing', 'curl: (22)', '2026']) log.append(entry(text))
      await log.close()
      expect(await findInLog(folder, 'CURL', 0)).toEqual({ lines: [1, 3], total: 2 })
      expect(await findInLog(folder, 'curl', 1)).toEqual({ lines: [3], total: 1 })
      expect(await findInLog(folder, '2026', 0)).toEqual({ lines: [4], total: 1 })
    })
  })

  test('lists warnings and errors', async () => {
    await inFolder(async (folder) => {
      const log = createLogFile(folder, 0, () => undefined)
      log.append(entry('fine'))
      log.append(entry('careful', 'warning'))
      log.append(entry('broken', 'error'))
      await log.close()
      expect((await readNotices(folder)).map(({ line, text }) => [line, text])).toEqual([
        [2, 'careful'],
        [3, 'broken'],
      ])
    })
  })
})

describe('a line fit to be shown', () => {
  test.each([
    ['colours', '\u001b[31mred\u001b[0m', 'red'],
    ['a carriage return', 'all of it\r', 'all of it'],
    ['a line that was overwritten', ' 10%\r 50%\r100%', '100%'],
    ['tabs', 'a\tb', 'a       b'],
    ['other control characters', 'a\u0007b\u202ec', 'a\\x07b\\u{202e}c'],
  ])('has no %s', (_, raw, shown) => {
    expect(cleanLine(raw)).toBe(shown)
  })

  test('ends', () => {
    expect(cleanLine('y'.repeat(1_000_000))).toHaveLength(10_000)
  })
})
