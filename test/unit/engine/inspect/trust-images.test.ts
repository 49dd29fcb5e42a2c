/** What inspection says of the 40 trust images, against the facts recorded with them. */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { inspectImage } from '../../../../src-main/engine/inspect/inspect-image.ts'
import { withSif } from '../../../../src-main/engine/sif/read.ts'
import { inFolder } from '../../../support/folder.ts'
import { hasProgram } from '../../../support/make-sif.ts'
import { sharedPath } from '../../../support/shared.ts'

const root = sharedPath('fixtures/trust')

const texts = z.record(z.string(), z.string())
const expectation = z.object({
  images: z.array(
    z.object({
      id: z.string(),
      file: z.string(),
      sizeBytes: z.number(),
      sha256: z.string(),
      inspect: z.object({
        launchScript: z.string(),
        architecture: z.string(),
        descriptorsTotal: z.number(),
        descriptorsFree: z.number(),
        objects: z.array(
          z.looseObject({ id: z.number(), sha256: z.string().optional(), detail: z.looseObject({}).optional() }),
        ),
        definition: z.string().nullable().default(null),
        labels: texts.default({}),
        environment: texts.default({}),
        runscript: z.string().nullable().default(null),
        startscript: z.string().nullable().default(null),
        test: z.string().nullable().default(null),
        helpfile: z.string().nullable().default(null),
        encrypted: z.boolean(),
      }),
    }),
  ),
})

const images =
  root === null ? [] : expectation.parse(JSON.parse(readFileSync(join(root, 'expect.json'), 'utf8'))).images

const hasXz = hasProgram('xz')

/** The image's path; a packed one is unpacked into the folder first. */
async function unpacked(file: string, folder: string): Promise<string> {
  const path = join(root ?? '', file)
  if (!path.endsWith('.xz')) return path
  const plain = join(folder, 'unpacked.sif')
  await writeFile(plain, execFileSync('xz', ['--decompress', '--stdout', path], { maxBuffer: 64 * 1024 * 1024 }))
  return plain
}

describe.skipIf(root === null)('trust images (need ../shared)', () => {
  test('are all there', () => {
    expect(images.length).toBe(40)
  })

  test.for(images.filter(({ file }) => hasXz || !file.endsWith('.xz')))(
    '$id',
    async ({ file, sizeBytes, sha256, inspect }) => {
      await inFolder(async (folder) => {
        const path = await unpacked(file, folder)
        const seen = await inspectImage(path, { digest: true })
        expect(seen).toMatchObject({
          file: path,
          sizeBytes,
          digest: `sha256:${sha256}`,
          header: {
            launchScript: inspect.launchScript,
            architecture: inspect.architecture,
            descriptorsTotal: inspect.descriptorsTotal,
            descriptorsFree: inspect.descriptorsFree,
          },
          definition: inspect.definition,
          runscript: inspect.runscript,
          startscript: inspect.startscript,
          test: inspect.test,
          help: inspect.helpfile,
          encrypted: inspect.encrypted,
          objects: inspect.objects.map(({ sha256: _, ...object }) => object),
        })
        if (seen.format === 'sif') {
          expect(seen.labels).toEqual(inspect.labels)
          expect(seen.environment).toEqual(inspect.environment)
        } else {
          // The programs show nothing for these; this application reads the OCI configuration.
          expect(Object.keys(seen.labels)).toEqual(['org.example.case'])
          expect(seen.environment).toEqual({ 'config.Env': expect.stringMatching(/^WORD=/) })
          expect(seen.oci).toMatchObject({ Entrypoint: ['/bin/hello'] })
        }
        await withSif(path, async (open) => {
          for (const object of inspect.objects.filter((each) => each.sha256 !== undefined)) {
            const hash = createHash('sha256')
            for await (const chunk of open.streamObject(object.id)) hash.update(chunk)
            expect(hash.digest('hex')).toBe(object.sha256)
          }
        })
      })
    },
  )

  test('a file that is cut off keeps what is there and names what is not', async () => {
    const { problems, labels } = await inspectImage(join(root ?? '', 'sif/file-truncated.sif'))
    expect(labels.Name).toBe('chisel57')
    expect(problems.map(({ code, at }) => `${at}: ${code}`)).toEqual([
      'header: DATA_BEYOND_END',
      'object 3: OBJECT_BEYOND_END',
      'object 4: OBJECT_BEYOND_END',
    ])
  })

  test('an overview reads header, table and metadata objects only', async () => {
    const { bytesRead } = await inspectImage(join(root ?? '', 'sif/unsigned-ce.sif'))
    expect(bytesRead).toBe(128 + 48 * 585 + 381 + 1329)
  })
})
