/** Inspection of images of the project's own making: where facts come from, and what damage does to them. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createImagePool } from '../../../../src-main/engine/files/image-pool.ts'
import { createInspect } from '../../../../src-main/engine/inspect/create-inspect.ts'
import { inspectImage } from '../../../../src-main/engine/inspect/inspect-image.ts'
import { createSif } from '../../../../src-main/engine/sif/create.ts'
import type { ObjectInput } from '../../../../src-main/engine/sif/object-input.ts'
import type { Inspection } from '../../../../src-shared/model/inspection.ts'
import { codeOf } from '../../../support/failing.ts'
import { inFolder } from '../../../support/folder.ts'
import {
  definitionObject,
  makeImage,
  makeLargeSparse,
  metadataObject,
  partitionObject,
  tinySquashfs,
} from '../../../support/make-sif.ts'

/** Inspects a deterministic file with these objects. */
function inspect(...objects: ObjectInput[]): Promise<Inspection> {
  return inFolder(async (folder) => {
    const path = join(folder, 'a.sif')
    await createSif(path, { deterministic: true, objects })
    return inspectImage(path)
  })
}

const problemsOf = ({ problems }: Inspection): string[] => problems.map(({ at, code }) => `${at} ${code}`)
const metadataText = (text: string | Uint8Array): ObjectInput => ({
  type: 'GenericJSON',
  name: 'inspect-metadata.json',
  data: typeof text === 'string' ? Buffer.from(text) : text,
})

describe('where facts come from', () => {
  test('everything that builders store', async () => {
    const seen = await inspect(
      definitionObject('Bootstrap: scratch\n%help\n  use it\n'),
      metadataObject({
        labels: { a: '1' },
        environment: { '/.singularity.d/env/90-environment.sh': 'export A=1' },
        runscript: 'run',
        startscript: 'start',
        test: 'test',
        helpfile: 'use it',
        deffile: 'not this',
        apps: { foo: { labels: { b: '2' }, runscript: 'run foo', helpfile: '' } },
      }),
      { type: 'GenericJSON', name: 'oci-config.json', data: Buffer.from('{"Cmd":["sh"]}') },
      partitionObject(await tinySquashfs(), { architecture: 'arm64' }),
    )
    expect(seen).toMatchObject({
      format: 'sif',
      digest: null,
      primaryPartition: { id: 4, fileSystem: 'Squashfs', architecture: 'arm64' },
      labels: { a: '1' },
      definition: 'Bootstrap: scratch\n%help\n  use it\n',
      environment: { '/.singularity.d/env/90-environment.sh': 'export A=1' },
      runscript: 'run',
      startscript: 'start',
      test: 'test',
      help: 'use it',
      apps: [
        {
          name: 'foo',
          labels: { b: '2' },
          environment: {},
          runscript: 'run foo',
          startscript: null,
          test: null,
          help: null,
        },
      ],
      oci: { Cmd: ['sh'] },
      encrypted: false,
      problems: [],
    })
  })

  test('nothing stored, nothing said', async () => {
    expect(await inspect()).toMatchObject({
      primaryPartition: null,
      labels: {},
      definition: null,
      environment: {},
      runscript: null,
      help: null,
      apps: [],
      oci: null,
      problems: [],
    })
  })

  test('the definition in the metadata where there is no object for it', async () => {
    expect((await inspect(metadataObject({ deffile: 'From: metadata' }))).definition).toBe('From: metadata')
  })

  test('labels and environment in objects of their own, which metadata overrides', async () => {
    const seen = await inspect(
      { type: 'Labels', data: Buffer.from('{"old":"1","both":"old"}') },
      { type: 'Environment', data: Buffer.from('A=b\n'), name: 'env' },
      metadataObject({ labels: { both: 'new' } }),
    )
    expect(seen.labels).toEqual({ old: '1', both: 'new' })
    expect(seen.environment).toEqual({ env: 'A=b\n' })
  })

  test.for(['EncryptedSquashfs', 'GocryptfsSquashfs'] as const)('%s is encrypted', async (fileSystem) => {
    const detail = { kind: 'partition', fileSystem, partitionType: 'PrimSys', architecture: 'amd64' } as const
    const seen = await inspect({ type: 'Partition', data: Buffer.from('x'), detail })
    expect([seen.encrypted, seen.primaryPartition?.fileSystem]).toEqual([true, fileSystem])
  })
})

test('the overview of an image of 20 GB reads header, table and metadata only', () =>
  inFolder(async (folder) => {
    const path = join(folder, 'large.sif')
    const { metadataBytes } = await makeLargeSparse(path, 20_000_000_000)
    const seen = await inspectImage(path)
    expect(seen).toMatchObject({ sizeBytes: 20_000_000_000, labels: { Name: 'small' }, problems: [] })
    expect(seen.bytesRead).toBe(128 + 48 * 585 + metadataBytes)
  }))

describe('damaged metadata', () => {
  test('is named, and the rest is kept', async () => {
    const seen = await inspect(metadataText('{"data":'), definitionObject('kept\n'))
    expect([seen.definition, ...problemsOf(seen)]).toEqual(['kept\n', 'object 1 METADATA_NOT_JSON'])
  })

  test.for<[string, string[]]>([
    ['[]', ['object 1 METADATA_NOT_JSON']],
    ['null', ['object 1 METADATA_NOT_JSON']],
    ['', ['object 1 METADATA_NOT_JSON']],
    ['\ufeff{}', ['object 1 METADATA_NOT_JSON']],
    ['{}', ['object 1 METADATA_SHAPE']],
    ['{"data":{"attributes":[]}}', ['object 1 METADATA_SHAPE']],
    ['{"data":{"attributes":{"labels":[],"apps":1,"runscript":{}}}}', Array(3).fill('object 1 METADATA_SHAPE')],
    ['{"data":{"attributes":{"labels":{"a":1,"b":null},"apps":{"x":1}}}}', Array(3).fill('object 1 METADATA_SHAPE')],
    ['{"data":{"attributes":{"runscript":null,"labels":null}}}', []],
    ['['.repeat(100_000), ['object 1 METADATA_NOT_JSON']],
  ])('%s', async ([text, expected]) => {
    expect(problemsOf(await inspect(metadataText(text)))).toEqual(expected)
  })

  test('names of members are only names', async () => {
    const text = '{"data":{"attributes":{"labels":{"__proto__":"x","constructor":"y"}}}}'
    const { labels } = await inspect(metadataText(text))
    expect(Object.entries(labels)).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ])
    expect(Object.getPrototypeOf(labels)).toBe(Object.prototype)
  })

  test('bytes that are no text are replaced and named', async () => {
    const seen = await inspect({ type: 'Deffile', data: Buffer.from([0x41, 0xff, 0x42]) })
    expect([seen.definition, ...problemsOf(seen)]).toEqual(['A\ufffdB', 'object 1 METADATA_NOT_UTF8'])
  })

  test('more than 16 MiB is not read', async () => {
    const limit = 16 * 1024 * 1024
    const seen = await inspect(
      { type: 'Deffile', data: Buffer.alloc(limit + 1, 'x') },
      metadataText(Buffer.alloc(limit + 1, ' ')),
    )
    expect(seen.definition?.length).toBe(limit)
    expect(problemsOf(seen)).toEqual(['object 2 METADATA_TOO_LARGE', 'object 1 METADATA_TOO_LARGE'])
    expect(seen.bytesRead).toBe(128 + 48 * 585 + 2 * limit)
  })
})

interface OciParts {
  readonly config?: unknown
  readonly entry?: Readonly<Record<string, unknown>>
  readonly changeConfig?: boolean
}

/** The objects of an OCI image with one manifest. */
function ociObjects({ config, entry, changeConfig }: OciParts): ObjectInput[] {
  const bytesOf = (value: unknown): Buffer => Buffer.from(JSON.stringify(value))
  const describeBlob = (bytes: Buffer) => ({
    digest: `sha256:${createHash('sha256').update(bytes).digest('hex')}`,
    size: bytes.length,
  })
  const configuration = bytesOf({ architecture: 'amd64', config })
  const manifest = bytesOf({ schemaVersion: 2, config: describeBlob(configuration), layers: [] })
  const index = bytesOf({ schemaVersion: 2, manifests: [{ ...describeBlob(manifest), ...entry }] })
  return [
    ...(changeConfig === true ? [] : [{ type: 'OCIBlob' as const, data: configuration }]),
    { type: 'OCIBlob', data: manifest },
    { type: 'OCIRootIndex', data: index },
  ]
}

describe('OCI images', () => {
  test('labels and environment come from the configuration', async () => {
    const config = { Env: ['A=1', 'B=2'], Labels: { c: 'd' }, Entrypoint: ['/bin/x'] }
    const seen = await inspect(...ociObjects({ config }))
    expect(seen).toMatchObject({
      format: 'oci-sif',
      labels: { c: 'd' },
      environment: { 'config.Env': 'A=1\nB=2' },
      oci: config,
      runscript: null,
      primaryPartition: null,
      problems: [],
    })
  })

  test.for<[string, OciParts, string[]]>([
    ['a blob that is missing', { changeConfig: true }, ['OCI root index OCI_BLOB_MISSING']],
    ['a size that differs', { entry: { size: 1 } }, ['OCI root index OCI_BLOB_MISSING']],
    [
      'nothing but cosign material',
      { entry: { annotations: { 'org.opencontainers.image.ref.name': '_cosign:sha256-ab.sig' } } },
      ['object 3 OCI_IMAGE_NONE'],
    ],
    ['only an attestation', { entry: { platform: { os: 'unknown' } } }, ['object 3 OCI_IMAGE_NONE']],
    [
      'an index that is not there',
      { entry: { mediaType: 'application/vnd.oci.image.index.v1+json', digest: 'sha256:0' } },
      ['OCI root index OCI_BLOB_MISSING', 'object 3 OCI_IMAGE_NONE'],
    ],
    ['labels that are numbers', { config: { Labels: { a: 1 } } }, ['object 1 METADATA_SHAPE']],
  ])('%s', async ([, parts, expected]) => {
    expect(problemsOf(await inspect(...ociObjects(parts)))).toEqual(expected)
  })

  test('a blob that is not what its digest says is not believed', () =>
    inFolder(async (folder) => {
      const path = join(folder, 'a.sif')
      await createSif(path, { deterministic: true, objects: ociObjects({ config: { Labels: { a: 'b' } } }) })
      const bytes = readFileSync(path)
      bytes.write('c', bytes.indexOf('"b"') + 1, 'latin1')
      await writeFile(path, bytes)
      const seen = await inspectImage(path)
      expect([seen.labels, seen.oci, ...problemsOf(seen)]).toEqual([{}, null, 'object 1 OCI_BLOB_CHANGED'])
    }))

  test('two root indexes leave none to follow', async () => {
    const root: ObjectInput = { type: 'OCIRootIndex', data: Buffer.from('{}') }
    expect(problemsOf(await inspect(root, root))).toEqual(['object 2 OCI_INDEX_REPEATED'])
  })
})

describe('the calls', () => {
  const pool = createImagePool()
  const { handlers } = createInspect(pool.use)
  const context = { signal: new AbortController().signal }

  test('overview with the digest of the whole file', () =>
    inFolder(async (folder) => {
      const path = join(folder, 'a.sif')
      await makeImage(path)
      const digest = createHash('sha256').update(readFileSync(path)).digest('hex')
      const seen = await handlers['inspect.overview']({ path, digest: true }, context)
      expect(seen).toMatchObject({ file: path, digest: `sha256:${digest}`, labels: { Name: 'small' } })
    }))

  test('bytes of an object, a piece at a time', () =>
    inFolder(async (folder) => {
      const path = join(folder, 'a.sif')
      await createSif(path, { objects: [{ type: 'Generic', data: Buffer.from('abcdef') }] })
      const ask = (objectId: number, offset: number, length: number) =>
        Promise.resolve(handlers['inspect.objectBytes']({ path, objectId, offset, length }, context))
      expect(await ask(1, 0, 4)).toEqual({ base64: Buffer.from('abcd').toString('base64'), truncated: true })
      expect(await ask(1, 4, 4)).toEqual({ base64: Buffer.from('ef').toString('base64'), truncated: false })
      expect(await ask(1, 99, 4)).toEqual({ base64: '', truncated: false })
      expect(await codeOf(ask(2, 0, 4))).toBe('SIF_OBJECT_NOT_FOUND')
    }))
})
