/** A folder on this computer as a base: what is taken from it, what is said to be left out, what is never looked at. */
import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findHelper } from '../../../src-main/engine/files/helper-path.ts'
import type { BuildResult } from '../../../src-shared/model/build.ts'
import { inFolder } from '../../support/folder.ts'
import { type Builds, withBuilds } from './support/engine-build.ts'

const environmentPath = '.singularity.d/env/90-environment.sh'

async function built(builds: Builds, folder: string): Promise<{ warnings: readonly string[]; environment: string }> {
  const output = join(folder, 'result.sif')
  const text = 'Bootstrap: localimage\nFrom: sandbox\n\n%environment\n    export OWN=1\n'
  const job = await builds.run({ output, from: { kind: 'definition', text, name: 'image.def', folder } })
  expect(job.error).toBe(null)
  const read = await builds.call('files.read', { path: output, file: `/${environmentPath}` })
  const { base64 } = read as { readonly base64: string }
  return { warnings: (job.result as BuildResult).warnings, environment: Buffer.from(base64, 'base64').toString() }
}

describe.skipIf(findHelper() === null)('a folder as a base', () => {
  it('gives its environment, and it is said that attributes are left out', async () => {
    await inFolder(async (folder) => {
      await mkdir(join(folder, 'sandbox', '.singularity.d/env'), { recursive: true })
      await writeFile(join(folder, 'sandbox', environmentPath), 'export BEFORE=1\n')
      await withBuilds(join(folder, 'home'), async (builds) => {
        const { warnings, environment } = await built(builds, folder)
        expect(environment).toContain('export BEFORE=1')
        expect(environment).toContain('export OWN=1')
        expect(warnings).toEqual([expect.stringMatching(/sandbox is a folder: extended attributes/)])
      })
    })
  })

  it('does not lead to files of this computer by its links', async () => {
    await inFolder(async (folder) => {
      await mkdir(join(folder, 'sandbox', '.singularity.d/env'), { recursive: true })
      await writeFile(join(folder, 'private'), 'export SECRET=1\n')
      await symlink(join(folder, 'private'), join(folder, 'sandbox', environmentPath))
      await withBuilds(join(folder, 'home'), async (builds) => {
        const { environment } = await built(builds, folder)
        expect(environment).not.toContain('SECRET')
        expect(environment).toContain('export OWN=1')
      })
    })
  })
})
