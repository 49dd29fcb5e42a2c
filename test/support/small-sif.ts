/** Small SIF files for tests that need one to download: a definition and a partition of chosen size. */
import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createSif, runLaunchScript } from '../../src-main/engine/sif/create.ts'
import { inFolder } from './folder.ts'

/** @returns the bytes of a SIF whose primary partition has random content */
export async function smallSif(architecture = 'amd64', partitionBytes = 100_000): Promise<Buffer> {
  return inFolder(async (folder) => {
    const path = join(folder, 'image.sif')
    await createSif(path, {
      launchScript: runLaunchScript,
      objects: [
        { type: 'Deffile', data: Buffer.from('Bootstrap: scratch\n') },
        {
          type: 'Partition',
          data: randomBytes(partitionBytes),
          detail: { kind: 'partition', fileSystem: 'Squashfs', partitionType: 'PrimSys', architecture },
        },
      ],
    })
    return readFile(path)
  })
}
