/** Arguments of definitions mean the same to `build` as to `def parse`: what the programs make of them. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { findHelper } from '../../../src-main/engine/files/helper-path.ts'
import { runCommand } from '../../support/command-line.ts'
import { inFolder } from '../../support/folder.ts'

// Real processes start slowly on a busy machine.
vi.setConfig({ testTimeout: 120_000 })

const definition = 'Bootstrap: scratch\n\n%arguments\nV=default\n\n%labels\nversion {{ V }}\n'

test.runIf(findHelper() !== null)('a line of an argument file that is no argument is skipped, and told', async () => {
  await inFolder(async (folder) => {
    const [home, def, values, out] = ['home', 'a.def', 'values', 'out.sif'].map((name) => join(folder, name))
    if (home === undefined || def === undefined || values === undefined || out === undefined)
      throw new Error('no paths')
    await writeFile(def, definition)
    await writeFile(values, 'nothing\nV=\n')
    const given = ['--build-arg-file', values]
    const built = await runCommand(home, ['build', out, def, ...given])
    expect(built.code).toBe(0)
    expect(built.stderr).toContain('Warning: Skipping "nothing" in build arg file')
    expect(built.stderr).toContain('Warning: Skipping "V=" in build arg file')
    const read = async () => (await runCommand(home, ['inspect', '--json', out])).document
    expect(await read()).toMatchObject({ labels: { version: 'default' } })
    const parsed = await runCommand(home, ['def', 'parse', def, ...given, '--json'])
    expect(parsed.document).toMatchObject({ result: 'ok', stages: [{ labels: { version: 'default' } }] })

    // To the other program an empty value is one, and what was typed counts more than the file.
    const other = await runCommand(home, ['build', out, def, ...given, '--force', '--like', 'apptainer'])
    expect({ code: other.code, labels: await read() }).toMatchObject({ code: 0, labels: { labels: { version: '' } } })
    const typed = await runCommand(home, ['build', out, def, ...given, '--force', '--build-arg', ' V = typed '])
    expect({ code: typed.code, labels: await read() }).toMatchObject({
      code: 0,
      labels: { labels: { version: 'typed' } },
    })
  })
})

test('what is no argument, no text or too large is refused before anything is made', async () => {
  await inFolder(async (folder) => {
    const [home, def, out] = [join(folder, 'home'), join(folder, 'a.def'), join(folder, 'out.sif')]
    await writeFile(def, definition)
    const codeOf = async (...args: readonly string[]) =>
      (await runCommand(home, ['build', out, ...args, '--json'])).document
    expect(await codeOf(def, '--build-arg', 'novalue')).toMatchObject({ error: { code: 'BUILD_ARGUMENT' } })
    expect(await codeOf(def, '--build-arg', '=x')).toMatchObject({ error: { code: 'BUILD_ARGUMENT' } })
    await writeFile(def, 'Bootstrap: scratch\n\0')
    expect(await codeOf(def)).toMatchObject({ error: { code: 'BUILD_NOT_A_DEFINITION' } })
    expect(await codeOf('/dev/zero')).toMatchObject({ error: { code: 'FILE_TOO_LARGE' } })
  })
})
