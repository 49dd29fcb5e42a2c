/** The commands `def parse` and `def lint` as processes: what they print, what they change, how they end. */
import {
  chmodSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runCommand } from '../../support/command-line.ts'

let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sif-desktop-def-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function file(text: string | Uint8Array, name = 'image.def'): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

const head = 'Bootstrap: docker\nFrom: alpine:3.20\n'

describe('def parse', () => {
  it('prints what both programs make of a file', async () => {
    const path = file(`${head}%post\n  echo {{ V }} # {{ W }}\n`)
    const { code, stdout } = await runCommand(folder, ['def', 'parse', path, '--build-arg', ' V = a=b ', '--json'])
    const found = JSON.parse(stdout)
    expect(code).toBe(1)
    expect(found).toMatchObject({ file: path, result: 'error', phase: 'arguments', kind: 'argument-undefined' })
    expect(found.byProgram.apptainer.stages[0].scripts.post.text).toBe('  echo a=b # {{ W }}\n')
    const other = await runCommand(folder, ['def', 'parse', path, '--build-arg', 'V=1', '--program', 'apptainer'])
    expect({ code: other.code, stdout: other.stdout }).toEqual({
      code: 0,
      stdout: 'Stage 1\n  bootstrap: docker\n  from: alpine:3.20\n  %post: 1 line\n',
    })
  })

  it('takes values with line ends and from a file, and says which are no values', async () => {
    const path = file(`${head}%post\n  true\n{{ X }}\n`)
    const values = file('X=%runscript\nnothing\n', 'values')
    const { stdout } = await runCommand(folder, ['def', 'parse', path, '--build-arg', 'X=%help\n text\n', '--json'])
    expect(JSON.parse(stdout).stages[0].scripts.help.text).toBe(' text\n\n')
    const fromFile = await runCommand(folder, ['def', 'parse', path, '--build-arg-file', values, '--json'])
    expect(JSON.parse(fromFile.stdout).result).toBe('ok')
    const bad = await runCommand(folder, ['def', 'parse', path, '--build-arg', 'X', '--json'])
    expect(bad.code).toBe(1)
    expect(JSON.parse(bad.stdout)).toMatchObject({ kind: 'argument-malformed', message: '"X" is not a key=value pair' })
  })

  it('names a file that is not there, or is a folder', async () => {
    const { code, stdout } = await runCommand(folder, ['def', 'parse', join(folder, 'none.def'), '--json'])
    expect(code).toBe(1)
    expect(JSON.parse(stdout).error.code).toBe('FILE_NOT_FOUND')
    const asFolder = await runCommand(folder, ['def', 'lint', folder, '--json'])
    expect(JSON.parse(asFolder.stdout).error).toMatchObject({
      code: 'FILE_IS_DIRECTORY',
      message: `${folder} is a folder, not a file.`,
    })
  })
})

describe('def lint', () => {
  it('prints problems with their places, and fails for errors only', async () => {
    const path = file(`${head}%files\n  none.txt\n`)
    const { code, stdout } = await runCommand(folder, ['def', 'lint', path])
    expect({ code, stdout }).toEqual({
      code: 1,
      stdout: `${path}:4:3: error: none.txt does not exist. [files-source-missing]\n`,
    })
    const good = await runCommand(folder, ['def', 'lint', file(`${head}%setup\n  true\n`), '--json'])
    expect(good.code).toBe(0)
    expect(JSON.parse(good.stdout)).toMatchObject({
      counts: { errors: 0, warnings: 1, hints: 0 },
      problems: [{ code: 'section-runs-on-host', severity: 'warning', line: 3, column: 1, length: 6, fix: null }],
    })
  })

  it('corrects in place, keeps mode and link, and leaves nothing behind', async () => {
    const path = file('\ufeffBootstrap: Docker\r\nFrom: alpine:3.20\r\n')
    chmodSync(path, 0o640)
    symlinkSync(path, join(folder, 'link.def'))
    const { code, stdout } = await runCommand(folder, ['def', 'lint', '--fix', join(folder, 'link.def'), '--json'])
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ problems: [], fixed: 3 })
    expect(readFileSync(path, 'utf8')).toBe(head)
    expect(statSync(path).mode & 0o777).toBe(0o640)
    expect(lstatSync(join(folder, 'link.def')).isSymbolicLink()).toBe(true)
    expect(readdirSync(folder).filter((name) => name.endsWith('.new'))).toEqual([])
  })

  it('does not change a file that is not UTF-8', async () => {
    const bytes = Buffer.from('Bootstrap: Docker\nFrom: alpine:3.20 # caf\xe9\n', 'latin1')
    const path = file(bytes)
    const { code, stdout } = await runCommand(folder, ['def', 'lint', '--fix', path, '--json'])
    expect(code).toBe(1)
    expect(JSON.parse(stdout).error.code).toBe('DEFINITION_NOT_UTF8')
    expect(readFileSync(path)).toEqual(bytes)
  })
})
