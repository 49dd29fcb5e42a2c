/**
 * Pulls and builds of OCI images: from Debian's registry, filled by skopeo with the shared images, and from files.
 * Names, labels, definitions and configurations are those of the two programs.
 */
import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { readdir, stat, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findHelper } from '../../../src-main/engine/files/helper-path.ts'
import { withSif } from '../../../src-main/engine/sif/read.ts'
import type { PullResult } from '../../../src-shared/contract/transfers.ts'
import { runCommand } from '../../support/command-line.ts'
import { inFolder } from '../../support/folder.ts'
import { hasProgram } from '../../support/make-sif.ts'
import { startRegistry, type TestRegistry } from '../../support/registry/index.ts'
import { sharedPath } from '../../support/shared.ts'
import { withBuilds } from './support/engine-build.ts'
import { readEntries, readResult, sha256 } from './support/read-result.ts'

const shared = sharedPath('fixtures/oci-to-sif')
const root = shared ?? ''
const programs = ['docker-registry', 'skopeo']
const isPossible = shared !== null && findHelper() !== null && programs.every(hasProgram)

interface PullCase {
  readonly command: string
  readonly exit: number
  readonly file?: string
  readonly definition?: string
  readonly labels?: Readonly<Record<string, string>>
  readonly ociConfig?: string
}

const cases: Readonly<Record<string, { readonly singularity?: PullCase; readonly apptainer?: PullCase }>> = isPossible
  ? JSON.parse(readFileSync(join(root, 'pull.json'), 'utf8')).cases
  : {}

/** What is in the registry under which name: a case of the corpus, as the README of `pull.json` has it. */
const pushed = { 'team/plain:1.2': 'plain', 'compressions:v1': 'compressions', 'armonly:1': 'wrong-arch' } as const

const baseDigest = 'org.opencontainers.image.base.digest'

let registry: TestRegistry

const run = promisify(execFile)

async function push(layout: string, name: string): Promise<void> {
  await run('skopeo', [
    'copy',
    '--dest-tls-verify=false',
    '--preserve-digests',
    '--all',
    `oci:${layout}`,
    `docker://${registry.host}/${name}`,
  ])
}

/** Labels without what changes from build to build. */
function lasting(labels: Readonly<Record<string, string>>): Record<string, string> {
  const volatile = /build-date$|usage\.(?:singularity|apptainer)\.version$|image\.created$/
  return Object.fromEntries(Object.entries(labels).filter(([name]) => !volatile.test(name)))
}

describe.skipIf(!isPossible)('pulls of OCI images', { timeout: 120_000 }, () => {
  beforeAll(async () => {
    registry = await startRegistry()
    for (const [name, from] of Object.entries(pushed)) await push(join(root, from, 'input'), name)
    await push(join(root, 'multi-arch/input'), 'multi:latest')
  }, 120_000)
  afterAll(async () => registry?.close())

  const ours = ['tag', 'notag-index', 'arch-arm64', 'direct-wrong-arch-flag', 'compressions', 'digest', 'explicit-name']
  const local = ['oci-dir', 'docker-archive', 'oci-archive']
  test.each(
    [...ours, ...local].flatMap((name) => (['singularity', 'apptainer'] as const).map((like) => [name, like] as const)),
  )('%s as %s', async (name, like) => {
    const expected = cases[name]?.[like]
    if (expected === undefined) throw new Error(`${name} is no case`)
    const words = expected.command.replaceAll('REGISTRY', registry.host).split(' ').slice(1)
    const architecture = words.includes('--arch') ? words[words.indexOf('--arch') + 1] : undefined
    const reference = words.at(-1) ?? ''
    await inFolder(async (folder) => {
      await withBuilds(join(folder, 'home'), async (builds) => {
        const absolute = reference.replace(/^((?:oci|oci-archive|docker-archive):)\.\.\//, `$1${root}/`)
        const output = name === 'explicit-name' ? join(folder, 'my.sif') : `${folder}/images/`
        const job = await builds.pull({
          reference: absolute,
          output,
          like,
          insecure: true,
          ...(architecture ? { architecture } : {}),
        })
        expect(job.error).toBe(null)
        const result = job.result as PullResult
        expect(basename(result.path)).toBe(expected.file)
        expect(result.verdict).toBe('notSigned')
        expect(((await stat(result.path)).mode & 0o777).toString(8)).toBe('755')
        const found = await readResult(result.path)
        const labels = JSON.parse(found.text('/.singularity.d/labels.json') ?? '{}')
        const asTyped = (text: string) => text.replaceAll(registry.host, 'REGISTRY').replaceAll(`${root}/`, '../')
        const got = lasting(JSON.parse(asTyped(JSON.stringify(labels))))
        const wanted = lasting(expected.labels ?? {})
        // The manifest of this one was written anew for the expectation.
        const rewritten = name === 'compressions' ? { [baseDigest]: expect.any(String) } : {}
        expect(got).toEqual(baseDigest in wanted ? { ...wanted, ...rewritten } : wanted)
        expect(asTyped(found.objects.get('Deffile')?.toString() ?? '')).toBe(expected.definition)
        expect(found.objects.get('oci-config.json')?.toString()).toBe(expected.ociConfig)
      })
    })
  })

  test.each([
    ['multi', 'ppc64le', 'PLATFORM_NOT_FOUND'],
    ['armonly:1', undefined, 'PLATFORM_NOT_FOUND'],
    ['team/plain:none', undefined, 'TAG_NOT_FOUND'],
    ['nothing', undefined, 'CONTAINER_NOT_FOUND'],
  ])('%s for %s is refused and nothing is left', async (name, architecture, kind) => {
    await inFolder(async (folder) => {
      await withBuilds(join(folder, 'home'), async (builds) => {
        const reference = `docker://${registry.host}/${name}`
        const options = { output: `${folder}/images/`, insecure: true, ...(architecture ? { architecture } : {}) }
        const { error } = await builds.pull({ reference, ...options })
        expect(error?.kind).toBe('notFound')
        expect([kind, error?.code]).toContain(error?.code)
        expect(await readdir(join(folder, 'images'))).toEqual([])
      })
    })
  })

  test('policies apply: what is not signed is put apart when signatures are required', async () => {
    await inFolder(async (folder) => {
      await withBuilds(join(folder, 'home'), async (builds) => {
        const reference = `docker://${registry.host}/team/plain:1.2`
        const options = { output: `${folder}/images/`, insecure: true, policy: 'requireSigned' as const }
        const { error } = await builds.pull({ reference, ...options })
        expect(error?.code).toBe('PULL_REFUSED')
        expect(await readdir(join(folder, 'images'))).toEqual([])
        expect(await readdir(join(folder, 'home/quarantine'))).toHaveLength(1)
      })
    })
  })

  test('a file that is there stays, unless told otherwise', async () => {
    await inFolder(async (folder) => {
      await withBuilds(join(folder, 'home'), async (builds) => {
        const output = join(folder, 'here.sif')
        await writeFile(output, 'mine')
        const params = { reference: `oci:${root}/plain/input`, output }
        expect((await builds.pull(params)).error?.code).toBe('FILE_EXISTS')
        expect(readFileSync(output, 'utf8')).toBe('mine')
        expect((await builds.pull({ ...params, force: true })).error).toBe(null)
        expect(readFileSync(output).subarray(0, 14).toString()).toBe('#!/usr/bin/env')
      })
    })
  })

  test('the command lines build and pull', async () => {
    await inFolder(async (folder) => {
      const home = join(folder, 'home')
      const out = join(folder, 'out.sif')
      const reference = `docker://${registry.host}/team/plain:1.2`
      const built = await runCommand(home, ['build', out, reference, '--insecure', '--json'])
      expect({ code: built.code, stderr: built.stderr }).toEqual({ code: 0, stderr: '' })
      expect(built.lines.at(-1)).toMatchObject({ type: 'result', path: out, architecture: 'amd64' })
      const again = await runCommand(home, ['build', out, reference, '--insecure'])
      expect(again.code).toBe(1)
      const pulled = await runCommand(home, ['pull', '--dir', folder, '--insecure', reference])
      expect(pulled.code).toBe(0)
      expect(existsSync(join(folder, 'plain_1.2.sif'))).toBe(true)
      const daemon = await runCommand(home, ['build', join(folder, 'd.sif'), 'docker-daemon:alpine:latest'])
      expect([daemon.code, daemon.stderr]).toEqual([1, expect.stringContaining('docker save')])
      const bad = await runCommand(home, ['build', join(folder, 'e.sif'), 'no.def', '--build-arg', 'novalue'])
      expect(bad.code).toBe(1)
    })
  })

  test('an OCI-SIF holds the image as it is', async () => {
    const expected = JSON.parse(readFileSync(join(root, 'oci-sif.json'), 'utf8'))
    await inFolder(async (folder) => {
      await withBuilds(join(folder, 'home'), async (builds) => {
        const reference = `docker://${registry.host}/team/plain:1.2`
        const job = await builds.pull({ reference, output: `${folder}/`, insecure: true, format: 'oci-sif' })
        expect(job.error).toBe(null)
        const { path } = job.result as PullResult
        expect(basename(path)).toBe(expected.file)
        await withSif(path, async (file) => {
          const { header, objects } = file.structure
          expect([header.launchScript, header.descriptorsTotal, header.descriptorsFree]).toEqual(['', 12, 8])
          expect(objects.map(({ type }) => type)).toEqual(['OCIBlob', 'OCIBlob', 'OCIBlob', 'OCIRootIndex'])
          expect(objects[0]?.offset).toBe(expected.header.dataOff)
          const bytes = async (index: number): Promise<Buffer> => {
            const object = objects[index]
            if (object === undefined) throw new Error('there is no such object')
            return Buffer.from((await file.readObject(object, { maxBytes: 1 << 24 })).bytes)
          }
          for (const [index, { detail }] of objects.entries()) {
            expect(detail).toMatchObject({ kind: 'oci', digest: `sha256:${sha256(await bytes(index))}` })
          }
          const config = JSON.parse((await bytes(1)).toString())
          const wanted = expected.descriptors[1].json
          expect(config.config).toEqual(wanted.config)
          expect(config.history[0].comment).toBe(wanted.history[0].comment)
          expect([config.architecture, config.os, config.created]).toEqual([
            wanted.architecture,
            wanted.os,
            wanted.created,
          ])
          expect(config.rootfs.diff_ids).toEqual([`sha256:${sha256(await bytes(0))}`])
          const index = JSON.parse((await bytes(3)).toString())
          expect(index.manifests[0].digest).toBe(`sha256:${sha256(await bytes(2))}`)
          const inner = join(folder, 'layer.squashfs')
          await writeFile(inner, await bytes(0))
          const entries = await readEntries(inner)
          for (const { path: name, ...facts } of expected.descriptors[0].squashfs.tree) {
            expect({ name, ...entries.get(name) }).toMatchObject({ name, ...facts })
          }
          expect(entries.size).toBe(expected.descriptors[0].squashfs.tree.length)
        })
        const inspected = await builds.call('inspect.overview', { path })
        expect(inspected).toMatchObject({ format: 'oci-sif', labels: { 'org.example.name': 'plain' } })
      })
    })
  })

  test('images and folders are bases as they are, and the same input makes the same bytes', async () => {
    await inFolder(async (folder) => {
      const home = join(folder, 'home')
      const environment = { SOURCE_DATE_EPOCH: '1700000000' }
      const build = async (name: string, source: string): Promise<string> => {
        const { code, stderr } = await runCommand(home, ['build', join(folder, name), source], environment)
        expect([code, stderr]).toEqual([0, expect.not.stringContaining('Error')])
        return sha256(readFileSync(join(folder, name)))
      }
      const first = await build('a.sif', `oci:${root}/plain/input`)
      expect(await build('b.sif', `oci:${root}/plain/input`)).toBe(first)
      await build('c.sif', join(folder, 'a.sif'))
      const found = await readResult(join(folder, 'c.sif'))
      expect(found.objects.get('Deffile')?.toString()).toBe(`bootstrap: localimage\nfrom: ${join(folder, 'a.sif')}\n\n`)
      expect(found.text('/.singularity.d/bootstrap_history/Singularity0')).toContain('bootstrap: oci')
      expect(found.entries.get('/app/hello.sh')?.mode).toBe('0755')
      expect(found.objects.has('oci-config.json')).toBe(true)
      await build('d.sif', join(root, '../def-build/inputs/sandbox'))
    })
  })
})
