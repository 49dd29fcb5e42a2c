/** Two images compared by command, as text and as the document that scripts rely on. */
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { createSif, runLaunchScript } from '../../../src-main/engine/sif/create.ts'
import { runCommand } from '../../support/command-line.ts'
import { definitionObject, metadataObject, partitionObject, tinySquashfs } from '../../support/make-sif.ts'
import { filesObstacle } from '../../support/squashfs-tree.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

// Real processes start slowly on a busy machine.
vi.setConfig({ testTimeout: 120_000 })

async function make(path: string, version: string): Promise<string> {
  const files = { 'etc/hello': `hello ${version}\n`, 'etc/same': 'same\n' }
  await createSif(path, {
    deterministic: true,
    launchScript: runLaunchScript,
    objects: [
      definitionObject(`Bootstrap: scratch\n# ${version}\n`),
      metadataObject({ labels: { version } }),
      partitionObject(await tinySquashfs(files)),
    ],
  })
  return path
}

it.skipIf(filesObstacle() !== null)('says in what two images differ, and that one is itself', async () => {
  const home = await temporaryFolder()
  const [a, b] = [await make(join(home, 'a.sif'), '1'), await make(join(home, 'b.sif'), '2')]
  const told = await runCommand(home, ['diff', a, b, '--json'])
  expect(told.code).toBe(0)
  expect(told.document).toMatchObject({
    identical: false,
    metadata: [{ field: 'label version', a: '1', b: '2' }],
    definition: { added: 1, removed: 1 },
    packages: { added: [], removed: [], changed: [] },
    files: { added: [], removed: [], changed: [{ path: '/etc/hello', changes: ['contents'] }] },
  })
  const lines = (await runCommand(home, ['diff', a, b])).stdout
  expect(lines).toContain('version: 1 → 2')
  expect(lines).toContain('~ /etc/hello (contents)')
  const same = await runCommand(home, ['diff', a, a, '--json'])
  expect(same.document).toMatchObject({ identical: true, metadata: [], objects: [], definition: null })
  const alone = await runCommand(home, ['diff', a, '--json'])
  expect([alone.code, alone.document]).toEqual([
    1,
    { error: expect.objectContaining({ code: 'COMPARE_NO_REFERENCE' }) },
  ])
})
