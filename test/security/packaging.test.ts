/** Security point 6: the fuses are ordered, and the check that reads them back from a program tells wrong ones. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fuseProblems } from '../../scripts/lib/package-check.mjs'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'packaging-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** What Electron's program holds somewhere in its middle: a mark, version, length, and one character a fuse. */
async function programWith(fuses: string): Promise<string> {
  const file = join(folder, 'program')
  const mark = Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX')
  const wire = Buffer.concat([Buffer.from([1, fuses.length]), Buffer.from(fuses)])
  await writeFile(file, Buffer.concat([Buffer.alloc(5000, 7), mark, wire, Buffer.alloc(5000, 9)]))
  return file
}

describe('the fuses', () => {
  it('are ordered in the configuration of the packages', async () => {
    const text = await readFile(new URL('../../electron-builder.yml', import.meta.url), 'utf8')
    const block = /\nelectronFuses:\n((?: {2}\w+: \w+\n)+)/.exec(text)?.[1] ?? ''
    expect(block.trim().split(/\n\s*/).sort()).toEqual([
      'enableCookieEncryption: true',
      'enableEmbeddedAsarIntegrityValidation: true',
      'enableNodeCliInspectArguments: false',
      'enableNodeOptionsEnvironmentVariable: false',
      'grantFileProtocolExtraPrivileges: false',
      'loadBrowserProcessSpecificV8Snapshot: false',
      'onlyLoadAppFromAsar: true',
      'runAsNode: false',
    ])
    expect(text).toMatch(/^asar: true$/m)
    expect(text).toMatch(/^ {2}- '!dist\/\*\*\/\*\.map'$/m)
  })

  // In their order: run as node, cookies, node options, inspect, integrity, only asar, snapshot, file privileges.
  it('are read back, and as ordered they are right', async () => {
    expect(await fuseProblems(await programWith('01001100'))).toEqual([])
  })

  it.each([
    ['11001100', 'RunAsNode'],
    ['00001100', 'EnableCookieEncryption'],
    ['01101100', 'EnableNodeOptionsEnvironmentVariable'],
    ['01011100', 'EnableNodeCliInspectArguments'],
    ['01000100', 'EnableEmbeddedAsarIntegrityValidation'],
    ['01001000', 'OnlyLoadAppFromAsar'],
    ['01001110', 'LoadBrowserProcessSpecificV8Snapshot'],
    ['01001101', 'GrantFileProtocolExtraPrivileges'],
    ['0100110', 'GrantFileProtocolExtraPrivileges'],
    ['0100110r', 'GrantFileProtocolExtraPrivileges'],
  ])('%s is wrong in %s', async (fuses, name) => {
    const problems = await fuseProblems(await programWith(fuses))
    expect(problems).toHaveLength(1)
    expect(problems[0]).toContain(name)
  })
})
