/** The images of the shared corpus: each is read without an error, and the unsigned ones are made again from their inputs. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type CreateOptions, createSif } from '../../../../src-main/engine/sif/create.ts'
import type { ObjectInput } from '../../../../src-main/engine/sif/object-input.ts'
import { withSif } from '../../../../src-main/engine/sif/read.ts'
import { inFolder } from '../../../support/folder.ts'
import { sharedPath } from '../../../support/shared.ts'

const root = sharedPath('fixtures/sif') ?? ''
const corpus = join(root, 'sylabs-sif/test')

function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}

const images = filesIn(root).filter(
  (path) => path.endsWith('.sif') || (path.includes('oci-tools') && path.endsWith('.golden')),
)

/** One line per object: what chapter 14 of the format reference says of them. */
async function summary(path: string): Promise<string[]> {
  return withSif(path, async ({ structure }) =>
    structure.objects.map(({ id, type, groupId, linkedId, linkIsGroup, offset, sizeBytes }) => {
      const link = linkedId === null ? 'none' : `${linkedId}${linkIsGroup ? ' (G)' : ''}`
      return `${id} ${type} ${groupId ?? 'none'}/${link} ${offset}-${offset + sizeBytes}`
    }),
  )
}

describe.skipIf(root === '')('the corpus (needs ../shared)', () => {
  test('has all its images', () => {
    expect(images.length).toBe(43)
  })

  test.for(images)('%s', async (path) => {
    await withSif(path, async ({ structure, bytesRead }) => {
      // The one image whose header promises a data section that starts behind the end of the file.
      const expected = path.endsWith('sylabs-singularity/test/images/empty.sif') ? ['DATA_BEYOND_END'] : []
      expect(structure.problems.map(({ code }) => code)).toEqual(expected)
      const { descriptorsTotal, descriptorsFree } = structure.header
      expect(structure.objects.length).toBe(descriptorsTotal - descriptorsFree)
      expect(bytesRead).toBe(128 + 585 * descriptorsTotal)
    })
  })

  test('legacy signatures link to groups or objects', async () => {
    expect(await summary(join(corpus, 'images/two-groups-signed-legacy-all.sif'))).toEqual([
      '1 Partition 1/none 32768-32772',
      '2 Partition 1/none 36864-36868',
      '3 Partition 2/none 40960-40964',
      '4 Signature 1/1 45056-45665',
      '5 Signature 1/2 49152-49761',
    ])
    expect(await summary(join(corpus, 'images/one-group-signed-legacy-group.sif'))).toEqual([
      '1 Partition 1/none 32768-32772',
      '2 Partition 1/none 36864-36868',
      '3 Signature none/1 (G) 40960-41569',
    ])
  })

  test('a real image of 2019', async () => {
    await withSif(join(root, 'hinkskalle/share/examples/alpine_latest.sif'), async ({ structure }) => {
      expect(structure).toMatchObject({
        sizeBytes: 2_752_512,
        header: {
          launchScript: '#!/usr/bin/env run-singularity\n',
          version: '01',
          architecture: 'amd64',
          id: '1f25335b-629a-4e1e-b21c-b771b815633a',
          createdAt: '2019-11-21T22:26:31Z',
          descriptorsTotal: 48,
          descriptorsFree: 45,
          dataOffset: 32_768,
        },
        objects: [
          { id: 1, type: 'Deffile', name: '.', offset: 32_768, sizeBytes: 54 },
          { id: 2, type: 'GenericJSON', name: 'oci-config.json', offset: 36_864, sizeBytes: 95 },
          {
            id: 3,
            type: 'Partition',
            name: 'squashfs-610996893',
            offset: 40_960,
            sizeBytes: 2_711_552,
            detail: {
              kind: 'partition',
              fileSystem: 'Squashfs',
              partitionType: 'PrimSys',
              architecture: 'amd64',
              codes: [1, 2],
            },
          },
        ],
      })
    })
  })

  test('times of a deterministic image are not set', async () => {
    await withSif(join(corpus, 'images/one-object-sbom.sif'), async ({ structure }) => {
      expect(structure.header).toMatchObject({ createdAt: null, modifiedAt: null })
      expect(structure.objects).toMatchObject([
        { createdAt: null, modifiedAt: null, detail: { kind: 'sbom', format: 'cyclonedx-json', formatCode: 1 } },
      ])
    })
  })
})

const input = (name: string): Buffer => readFileSync(join(corpus, 'input', name))
const json: ObjectInput = { type: 'GenericJSON', data: Buffer.from('{}'), name: 'data.json' }
const system = (): ObjectInput => ({
  type: 'Partition',
  data: Buffer.from('facefeed', 'hex'),
  detail: { kind: 'partition', fileSystem: 'Raw', partitionType: 'System', architecture: '386' },
})
const primary = (): ObjectInput => ({
  type: 'Partition',
  data: input('root.squashfs'),
  detail: { kind: 'partition', fileSystem: 'Squashfs', partitionType: 'PrimSys', architecture: '386' },
})
const ext3 = (): ObjectInput => ({
  type: 'Partition',
  data: input('root.ext3'),
  groupId: 2,
  detail: { kind: 'partition', fileSystem: 'Ext3', partitionType: 'System', architecture: 'amd64' },
})

const unsigned: Readonly<Record<string, () => CreateOptions>> = {
  empty: () => ({}),
  'empty-id': () => ({ id: '3fa802cc-358b-45e3-bcc0-69dc7a45f9f8' }),
  'empty-launch-script': () => ({ launchScript: '#!/usr/bin/env run-script\n' }),
  'one-object-time': () => ({ time: new Date('2020-06-30T00:01:56Z'), objects: [json] }),
  'one-object-generic-json': () => ({ objects: [json] }),
  'one-object-crypt-message': () => ({
    objects: [
      {
        type: 'CryptoMessage',
        data: Buffer.from('fefef0f0', 'hex'),
        detail: { kind: 'cryptoMessage', format: 'OpenPGP', message: 'ClearSignature' },
      },
    ],
  }),
  'one-object-sbom': () => ({
    objects: [{ type: 'SBOM', data: input('sbom.cdx.json'), detail: { kind: 'sbom', format: 'cyclonedx-json' } }],
  }),
  'one-object-oci-root-index': () => ({ objects: [{ type: 'OCIRootIndex', data: input('index.json') }] }),
  'one-object-oci-blob': () => ({ objects: [{ type: 'OCIBlob', data: input('oci-config.json') }] }),
  'one-group': () => ({ objects: [system(), primary()] }),
  'two-groups': () => ({ objects: [system(), primary(), ext3()] }),
}

describe.skipIf(root === '')('unsigned images made again from their inputs (needs ../shared)', () => {
  test.for(Object.entries(unsigned))('%s', async ([name, options]) => {
    await inFolder(async (folder) => {
      const path = join(folder, 'again.sif')
      await createSif(path, { deterministic: true, ...options() })
      expect(readFileSync(path).equals(readFileSync(join(corpus, 'images', `${name}.sif`)))).toBe(true)
    })
  })
})
