/**
 * Every shared conversion: what the two known programs make of an image, and what we make of it. What they
 * do wrong and we do not is named here, image by image.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { assembleSif } from '../../../src-main/engine/build/assemble.ts'
import { type Builder, builders } from '../../../src-main/engine/build/container/builder.ts'
import { convertOci } from '../../../src-main/engine/build/convert.ts'
import { openLocalSource } from '../../../src-main/engine/build/sources/open-local.ts'
import { findHelper } from '../../../src-main/engine/files/helper-path.ts'
import { codeOf } from '../../support/failing.ts'
import { inFolder } from '../../support/folder.ts'
import { sharedPath } from '../../support/shared.ts'
import { differences, type Expectation } from './support/compare.ts'
import { type ResultFile, readResult } from './support/read-result.ts'

const shared = sharedPath('fixtures/oci-to-sif')
const isPossible = shared !== null && findHelper() !== null
const root = shared ?? ''
const cases = isPossible ? readdirSync(root).filter((name) => existsSync(join(root, name, 'expect.json'))) : []
const baseFiles = isPossible ? JSON.parse(readFileSync(join(root, 'base-files.json'), 'utf8')).files : {}

function expectation(name: string): Expectation {
  return JSON.parse(readFileSync(join(root, name, 'expect.json'), 'utf8'))
}

/** What is refused, with which code; also where a program is content. */
const refused: Readonly<Record<string, string>> = {
  'err-foreign-media': 'OCI_NO_LAYERS',
  'err-hardlink-missing': 'FILES_LAYER_DAMAGED',
  'err-missing-blob': 'OCI_BLOB_MISSING',
  'err-no-layers': 'OCI_NO_LAYERS',
  'err-root-symlink': 'FILES_LAYER_DAMAGED',
  'err-truncated': 'FILES_LAYER_DAMAGED',
  'err-two-manifests': 'OCI_SEVERAL_IMAGES',
  'err-unknown-type': 'FILES_LAYER_UNSUPPORTED',
  'tampered-content': 'FILES_LAYER_CHANGED',
  'tampered-size': 'OCI_BLOB_CHANGED',
  'wrong-diffid': 'FILES_LAYER_CHANGED',
}

/** What the programs refuse and we take: entries that the result must have. */
const taken: Readonly<Record<string, readonly string[]>> = {
  'err-docker-archive-gzip': ['/bin/sh', '/.singularity.d/runscript'],
  'err-oci-archive-gzip': ['/bin/sh', '/.singularity.d/runscript'],
  'err-oci-archive-no-dirs': ['/bin/sh', '/.singularity.d/runscript'],
  'err-hosts-absolute-link': ['/etc/hosts', '/.singularity.d/runscript'],
  'err-hosts-escaping-link': ['/etc/resolv.conf', '/.singularity.d/runscript'],
  'err-var-absolute-link': ['/var', '/.singularity.d/runscript'],
}

/** Times of directories below an opaque mark, which the programs change only when root runs them. */
const olderTimes: Readonly<Record<string, readonly string[]>> = {
  names: ['/n'],
  opaque: ['/o/d/e', '/o/f'],
}

interface Conversion {
  readonly found: ResultFile
  readonly from: number
  readonly to: number
}

async function convert(name: string, builder: Builder, owners: 'keep' | 'root', folder: string): Promise<Conversion> {
  const [scheme = '', rest = ''] = (expectation(name).source ?? '').split(':')
  const { signal } = new AbortController()
  const platform = { architecture: 'amd64', variant: null }
  const from = Math.floor(Date.now() / 1000)
  const source = await openLocalSource(
    { transport: scheme as 'oci', path: join(root, name, rest), digest: null },
    { platform, anyPlatform: builder === 'apptainer', temporaryFolder: folder, signal },
  )
  try {
    const { path } = await convertOci(source, {
      scheme,
      from: rest,
      builder,
      platform,
      owners,
      imageTime: { seconds: from, clampTimes: false },
      target: join(folder, 'result.sif'),
      signal,
      onProgress: () => undefined,
      warn: () => undefined,
    })
    return { found: await readResult(path), from, to: Math.ceil(Date.now() / 1000) }
  } finally {
    await source.close()
  }
}

describe.skipIf(!isPossible)('conversions of the corpus', () => {
  test.each(cases.flatMap((name) => builders.map((builder) => [name, builder] as const)))(
    '%s as %s',
    async (name, builder) => {
      await inFolder(async (folder) => {
        const refusal =
          refused[name] ?? (name === 'wrong-arch' && builder === 'singularity' ? 'OCI_PLATFORM_DIFFERS' : null)
        if (refusal !== null) {
          expect(await codeOf(convert(name, builder, 'keep', folder))).toBe(refusal)
          expect(await readdir(folder)).toEqual([])
          return
        }
        const { found, from, to } = await convert(name, builder, 'keep', folder)
        const required = taken[name]
        if (required !== undefined) {
          expect(required.filter((path) => !found.entries.has(path))).toEqual([])
          return
        }
        // A layout with an index, which one of the programs refuses, has the result of the other.
        const as = name === 'multi-arch' ? 'apptainer' : builder
        const all = differences(expectation(name), found, { builder: as, baseFiles, from, to, owners: 'keep' })
        const older = (olderTimes[name] ?? []).map((path) => `${path}: time 1577836800 is not of the build`)
        const known = name === 'multi-arch' && builder !== as ? /^(?:text of|metadata \.labels|.*90-environment)/ : /^$/
        expect(all.filter((line) => !older.includes(line) && !known.test(line))).toEqual([])
      })
    },
  )

  test.each(['modes-owners', 'devices', 'hardlinks', 'xattrs'])('%s with everything given to root', async (name) => {
    await inFolder(async (folder) => {
      const { found, from, to } = await convert(name, 'singularity', 'root', folder)
      const options = { builder: 'singularity', baseFiles, from, to, owners: 'root' } as const
      expect(differences(expectation(name), found, options)).toEqual([])
    })
  })

  test('the comparison sees a difference', async () => {
    await inFolder(async (folder) => {
      const { found, from, to } = await convert('plain', 'singularity', 'keep', folder)
      const entries = new Map(found.entries)
      const shell = entries.get('/bin/sh')
      if (shell) entries.set('/bin/sh', { ...shell, mode: '0700' })
      entries.delete('/tmp')
      const options = { builder: 'singularity', baseFiles, from, to, owners: 'keep' } as const
      expect(differences(expectation('plain'), { ...found, entries }, options)).toEqual([
        '/bin/sh: mode "0700" instead of "0755"',
        '/tmp is missing',
      ])
    })
  })

  test('a conversion that is stopped leaves nothing', async () => {
    await inFolder(async (folder) => {
      const stop = new AbortController()
      const plan = { target: join(folder, 'x.sif'), signal: stop.signal, warn: () => undefined }
      const layers = [{ source: { kind: 'stream', open: endless } } as const]
      const working = assembleSif({ layers, environmentBefore: '' }, scratchPlan, {
        ...plan,
        owners: 'root',
        imageTime: { seconds: 0, clampTimes: false },
        ociConfig: null,
        onProgress: () => stop.abort(),
      })
      expect(await codeOf(working)).toBe('CANCELLED')
      expect(await readdir(folder)).toEqual([])
    })
  })
})

const scratchPlan = {
  builder: 'singularity',
  base: 'scratch',
  run: null,
  baseLabels: new Map(),
  definition: '',
  header: {},
  sections: {
    environment: null,
    runscript: null,
    startscript: null,
    test: null,
    help: null,
    labels: null,
    apps: [],
  },
  force: false,
  registryBase: null,
  architecture: 'amd64',
  variant: null,
  time: new Date(0),
} as const

/** The beginning of a layer that never ends: a header of a large file, then zeros. */
async function* endless(): AsyncGenerator<Uint8Array> {
  const header = Buffer.alloc(512)
  header.write('big', 0)
  header.write('0000644\0', 100)
  header.write('0000000\0', 108)
  header.write('0000000\0', 116)
  header.write('77777777777\0', 124)
  header.write('00000000000\0', 136)
  header.write('        0', 148)
  header.write('ustar\x0000', 257)
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  yield header
  for (;;) {
    yield Buffer.alloc(1 << 16)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
