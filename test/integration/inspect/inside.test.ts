/** What an image says of itself, and what its file system says: one instead of the other, or one against the other. */
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { createSif } from '../../../src-main/engine/sif/create.ts'
import { runCommand } from '../../support/command-line.ts'
import { containerPartition, insideRunscript } from '../../support/container-partition.ts'
import { inFolder } from '../../support/folder.ts'
import { definitionObject, metadataObject, partitionObject } from '../../support/make-sif.ts'
import { filesObstacle } from '../../support/squashfs-tree.ts'

// Real processes start slowly on a busy machine.
vi.setConfig({ testTimeout: 120_000 })

const obstacle = filesObstacle()
if (obstacle !== null) process.stderr.write(`tests of file systems against metadata left out: ${obstacle}\n`)

const members = { labels: { Name: 'said' }, environment: { '/.singularity.d/env/90-environment.sh': 'export A=1' } }

test.runIf(obstacle === null)('the file system speaks where no object does, and is held against those that do', () =>
  inFolder(async (folder) => {
    const partition = await containerPartition(folder)
    const silent = join(folder, 'silent.sif')
    await createSif(silent, { objects: [definitionObject('Bootstrap: scratch\n'), partition] })
    const read = await runCommand(folder, ['inspect', silent, '--json'])
    expect(read.document).toMatchObject({
      metadataFrom: 'fileSystem',
      labels: { Name: 'inside' },
      // The object is the definition as it was given to the builder.
      definition: 'Bootstrap: scratch\n',
      runscript: insideRunscript.trimEnd(),
      environment: { '/.singularity.d/env/90-environment.sh': 'export A=1' },
      apps: [{ name: 'one', runscript: 'echo one' }],
    })
    expect(read.document).not.toHaveProperty('differences')

    const lying = join(folder, 'lying.sif')
    const said = { ...members, runscript: '#!/bin/sh\nexec true', deffile: 'Bootstrap: docker' }
    await createSif(lying, { objects: [metadataObject(said), partition] })
    const quick = await runCommand(folder, ['inspect', lying, '--json'])
    expect(quick.document).toMatchObject({ metadataFrom: 'objects', runscript: '#!/bin/sh\nexec true' })
    const compared = await runCommand(folder, ['inspect', lying, '--json', '--compare'])
    expect(compared.document).toMatchObject({
      labels: { Name: 'said' },
      differences: [
        { part: 'labels', name: 'Name' },
        { part: 'runscript', name: null },
        { part: 'apps', name: 'one' },
      ],
    })
    const words = await runCommand(folder, ['inspect', lying, '--compare'])
    expect(words.stdout).toContain('differs from its file system:\n  label Name\n  runscript\n  app one\n')

    const honest = join(folder, 'honest.sif')
    const apps = { one: { runscript: 'echo one' } }
    const attributes = { ...said, labels: { Name: 'inside' }, runscript: insideRunscript.trimEnd(), apps }
    await createSif(honest, { objects: [metadataObject(attributes), partition] })
    expect((await runCommand(folder, ['inspect', honest, '--compare'])).stdout).toContain('agrees with its file system')
  }),
)

test('an image whose file system cannot be read is inspected without it, and compared with an error', () =>
  inFolder(async (folder) => {
    const path = join(folder, 'damaged.sif')
    await createSif(path, { objects: [partitionObject(Buffer.alloc(4096, 1))] })
    const read = await runCommand(folder, ['inspect', path, '--json'])
    expect(read).toMatchObject({ code: 0, document: { metadataFrom: 'nowhere', labels: {} } })
    const compared = await runCommand(folder, ['inspect', path, '--json', '--compare'])
    expect(compared.code).not.toBe(0)
    expect(compared.document).toMatchObject({ error: { code: expect.stringMatching(/^FILES_/) } })
  }))
