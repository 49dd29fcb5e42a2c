/** Taking remotes over by name: one that is not in the file is said, and nothing is taken. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { runCommand } from '../../support/command-line.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

// Real processes start slowly on a busy machine.
vi.setConfig({ testTimeout: 120_000 })

it('takes nothing when a name is not there', async () => {
  const home = await temporaryFolder()
  const file = join(home, 'remote.yaml')
  await writeFile(file, 'Active: work\nRemotes:\n  work:\n    URI: cloud.example.org\n    System: false\n')
  const wrong = await runCommand(home, ['remote', 'import', file, '--name', 'work', '--name', 'wrok', '--json'])
  expect(wrong.code).toBe(1)
  expect(wrong.document).toMatchObject({
    error: { code: 'REMOTE_NOT_FOUND', message: 'There is no remote named wrok.', hint: 'Known are work.' },
  })
  const names = async (): Promise<unknown> => (await runCommand(home, ['remote', 'list', '--json'])).document
  expect(await names()).not.toContainEqual(expect.objectContaining({ name: 'work' }))
  const taken = await runCommand(home, ['remote', 'import', file, '--name', 'work', '--json'])
  expect(taken.code).toBe(0)
  expect(await names()).toContainEqual(expect.objectContaining({ name: 'work', uri: 'https://cloud.example.org' }))
})
