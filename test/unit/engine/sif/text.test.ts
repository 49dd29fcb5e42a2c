/** The text of header, list, info and the bytes of dump against the goldens of siftool, byte for byte. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createSif } from '../../../../src-main/engine/sif/create.ts'
import { withSif } from '../../../../src-main/engine/sif/read.ts'
import { dumpObject, headerText, infoText, listText, readableSize } from '../../../../src-main/engine/sif/text.ts'
import { inFolder } from '../../../support/folder.ts'
import { sharedPath } from '../../../support/shared.ts'

const fixtures = sharedPath('fixtures/sif/sylabs-sif') ?? ''
const app = join(fixtures, 'internal/app/siftool/testdata')
const command = join(fixtures, 'pkg/siftool/testdata')
const image = (name: string): string => join(fixtures, 'test/images', `${name}.sif`)

/** `OneGroupSignedPGP` is `one-group-signed-pgp`: a dash before each run of capitals that starts a word. */
const imageOf = (golden: string): string =>
  image(
    golden
      .replaceAll(/(PGP|ID|SBOM|JSON|OCI)/g, (word) => `${word.charAt(0)}${word.slice(1).toLowerCase()}`)
      .replaceAll(/(?!^)([A-Z])/g, '-$1')
      .toLowerCase(),
  )

async function collect(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}

function goldensIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).sort() : []
}

interface Golden {
  readonly golden: string
  readonly path: string
}

function cases(kind: 'Header' | 'List'): Golden[] {
  const fromApp = goldensIn(join(app, `TestApp_${kind}`)).map((file) => ({
    golden: join(app, `TestApp_${kind}`, file),
    path: imageOf(file.replace('.golden', '')),
  }))
  const folder = join(command, `Test_command_get${kind}`)
  const fromCommand = goldensIn(folder).map((name) => ({
    golden: join(folder, name, 'out.golden'),
    path: imageOf(name),
  }))
  return [...fromApp, ...fromCommand]
}

const infos: (Golden & { id: number })[] = [
  ...(
    [
      ['Time', 'one-object-time', 1],
      ['GenericJSON', 'one-object-generic-json', 1],
      ['CryptMessage', 'one-object-crypt-message', 1],
      ['SBOM', 'one-object-sbom', 1],
      ['OCIRootIndex', 'one-object-oci-root-index', 1],
      ['OCIBlob', 'one-object-oci-blob', 1],
      ['DataPartitionRaw', 'two-groups-signed-pgp', 1],
      ['DataPartitionSquashFS', 'two-groups-signed-pgp', 2],
      ['DataPartitionEXT3', 'two-groups-signed-pgp', 3],
      ['DataSignature', 'two-groups-signed-pgp', 4],
    ] as const
  ).map(([name, file, id]) => ({ golden: join(app, 'TestApp_Info', `${name}.golden`), path: image(file), id })),
  ...(['One', 'Two', 'Three'] as const).map((name, index) => ({
    golden: join(command, 'Test_command_getInfo', name, 'out.golden'),
    path: image('one-group-signed-pgp'),
    id: index + 1,
  })),
]

describe.skipIf(fixtures === '')('text equal to siftool (needs ../shared)', () => {
  test('the goldens are all there', () => {
    expect([cases('Header').length, cases('List').length, infos.length]).toEqual([30, 30, 13])
  })

  test.for(cases('Header'))('header $golden', async ({ golden, path }) => {
    expect(await withSif(path, async (file) => headerText(file))).toBe(readFileSync(golden, 'utf8'))
  })

  test.for(cases('List'))('list $golden', async ({ golden, path }) => {
    expect(await withSif(path, async (file) => listText(file))).toBe(readFileSync(golden, 'utf8'))
  })

  test.for(infos)('info $golden', async ({ golden, path, id }) => {
    expect(await withSif(path, async (file) => infoText(file, id))).toBe(readFileSync(golden, 'utf8'))
  })

  test.for([
    [join(app, 'TestApp_Dump/One.golden'), 1],
    [join(app, 'TestApp_Dump/Two.golden'), 2],
    [join(command, 'Test_command_getDump/One/out.golden'), 1],
    [join(command, 'Test_command_getDump/Two/out.golden'), 2],
  ] as const)('dump %s', async ([golden, id]) => {
    const bytes = await withSif(image('one-group'), (file) => collect(dumpObject(file, id)))
    expect(bytes.equals(readFileSync(golden))).toBe(true)
  })
})

test('sizes are rounded half away from zero', () => {
  const sizes = [0n, 1n, 1023n, 1024n, 1535n, 1536n, 2047n, 1024n ** 2n, 1024n ** 6n, -4n, -2048n, 2n ** 63n - 1n]
  expect(sizes.map(readableSize)).toEqual([
    '0 B',
    '1 B',
    '1023 B',
    '1 KiB',
    '1 KiB',
    '2 KiB',
    '2 KiB',
    '1 MiB',
    '1 EiB',
    '-4 B',
    '-2 KiB',
    '8 EiB',
  ])
})

test('what acts on a terminal is escaped', async () => {
  await inFolder(async (folder) => {
    const path = join(folder, 'a.sif')
    const name = 'a\u001b[2Jb\u202ec'
    await createSif(path, {
      deterministic: true,
      launchScript: '#!\u001b[31m\n',
      objects: [{ type: 'Generic', data: Buffer.from('x'), name }],
    })
    await withSif(path, async (file) => {
      expect(headerText(file)).toContain('Launch Script:      #!\\x1b[31m\n')
      expect(infoText(file, 1)).toContain('  Name:       a\\x1b[2Jb\\u{202e}c\n')
      expect(file.structure.problems.map(({ code }) => code)).toEqual(['NAME_UNPRINTABLE'])
    })
  })
})
