/** Images that have been containers before, or whose links and modes stand in the way of becoming one. */
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { findHelper } from '../../../src-main/engine/files/helper-path.ts'
import { inFolder } from '../../support/folder.ts'
import { withBuilds } from './support/engine-build.ts'
import { type LayerEntry, makeLayout } from './support/make-layout.ts'
import { type ResultFile, readResult } from './support/read-result.ts'

async function converted(entries: readonly LayerEntry[], look: (found: ResultFile) => void): Promise<void> {
  await inFolder(async (folder) => {
    const layout = await makeLayout(folder, entries, { Env: ['PATH=/bin'] })
    const output = join(folder, 'out.sif')
    await withBuilds(join(folder, 'home'), async (builds) => {
      const { error } = await builds.run({
        output,
        from: { kind: 'reference', reference: `oci:${layout}` },
        owners: 'keep',
      })
      expect(error).toBe(null)
    })
    look(await readResult(output))
  })
}

describe.skipIf(findHelper() === null)('an image', () => {
  test('that has been a container keeps what is its own, and gets what every container has', async () => {
    const entries: readonly LayerEntry[] = [
      { path: '.singularity.d' },
      { path: '.singularity.d/env' },
      { path: '.singularity.d/env/90-environment.sh', text: 'old', mode: 0o600, uid: 5 },
      { path: '.singularity.d/env/91-environment.sh', text: 'export X=1\n', mode: 0o600, uid: 5 },
      { path: '.singularity.d/env/94-appsbase.sh', text: 'old', mode: 0o644 },
      { path: '.singularity.d/env/50-own.sh', text: 'export Y=1\n' },
      { path: '.singularity.d/runscript.help', text: 'helped\n\n' },
      { path: '.singularity.d/test', text: '#!/bin/sh\ntrue\n', mode: 0o755 },
      { path: '.singularity.d/labels.json', text: '{"old":"1"}' },
      { path: '.singularity.d/Singularity', text: 'bootstrap: old\n' },
      { path: 'scif/apps/a/scif/runscript', text: '#!/bin/sh\necho a\n', mode: 0o755 },
      { path: 'scif/apps/a/scif/labels.json', text: '{"k":"v"}' },
    ]
    await converted(entries, (found) => {
      const { entries: all } = found
      expect(all.get('/.singularity.d/env/90-environment.sh')).toMatchObject({ mode: '0755', uid: 5 })
      expect(all.get('/.singularity.d/env/94-appsbase.sh')).toMatchObject({ mode: '0644', size: 0 })
      expect(found.text('/.singularity.d/env/50-own.sh')).toBe('export Y=1\n')
      expect(found.text('/.singularity.d/bootstrap_history/Singularity0')).toBe('bootstrap: old\n')
      expect(found.text('/.singularity.d/Singularity')).toContain('bootstrap: oci')
      expect(found.text('/.singularity.d/labels.json')).not.toContain('"old"')
      const { attributes } = JSON.parse(found.objects.get('inspect-metadata.json')?.toString() ?? '{}').data
      expect(attributes).toMatchObject({
        helpfile: 'helped',
        test: '#!/bin/sh\ntrue',
        apps: { a: { labels: { k: 'v' }, runscript: '#!/bin/sh\necho a' } },
      })
      expect(Object.keys(attributes.environment)).toEqual([
        '/.singularity.d/env/10-docker2singularity.sh',
        '/.singularity.d/env/90-environment.sh',
        '/.singularity.d/env/91-environment.sh',
      ])
    })
  })

  test('keeps its links and modes, and nothing is written through them to the outside', async () => {
    const entries: readonly LayerEntry[] = [
      { path: './', mode: 0o555 },
      { path: 'etc' },
      { path: 'etc/resolv.conf', target: '/run/systemd/stub.conf' },
      { path: 'etc/hosts', target: '../../../../../../tmp/outside' },
      { path: 'var', target: '/real/var' },
      { path: 'tmp', target: 'var/tmp' },
      { path: '.exec', target: 'elsewhere' },
      { path: '.run' },
      { path: 'home', text: 'a file', mode: 0o600 },
    ]
    await converted(entries, ({ entries: all }) => {
      expect(all.get('/')?.mode).toBe('0755')
      expect(all.get('/etc/resolv.conf')?.target).toBe('/run/systemd/stub.conf')
      expect(all.get('/run/systemd/stub.conf')).toMatchObject({ type: 'file', mode: '0644', size: 0 })
      expect(all.get('/real/var/tmp')).toMatchObject({ type: 'dir', mode: '0755' })
      expect(all.get('/real/var/tmp/outside')).toMatchObject({ type: 'file', size: 0 })
      expect(all.get('/.exec')?.target).toBe('.singularity.d/actions/exec')
      expect(all.get('/.run')?.type).toBe('dir')
      expect(all.get('/home')).toMatchObject({ type: 'file', mode: '0600' })
    })
  })

  test('with something else where a script must be is refused, and nothing is left', async () => {
    await inFolder(async (folder) => {
      const layout = await makeLayout(
        folder,
        [{ path: '.singularity.d' }, { path: '.singularity.d/actions', text: 'x' }],
        {},
      )
      await withBuilds(join(folder, 'home'), async (builds) => {
        const output = join(folder, 'out.sif')
        const { error } = await builds.run({ output, from: { kind: 'reference', reference: `oci:${layout}` } })
        expect(error).toMatchObject({ code: 'BUILD_PATH_IN_THE_WAY', params: { inside: '/.singularity.d/actions' } })
      })
    })
  })
})
