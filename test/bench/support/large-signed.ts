/**
 * A large image, signed once and three times, with the keys beside it. Run as a program it makes them,
 * so that the memory of who measures is not that of making.
 *
 *   node test/bench/support/large-signed.ts FOLDER MEGABYTES
 */
import { execFileSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { copyFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { hashSegments } from '../../../src-main/engine/platform/hashing/index.ts'
import { createSif } from '../../../src-main/engine/sif/create.ts'
import { descriptorIntegrityBytes, headerIntegrityBytes } from '../../../src-main/engine/sif/integrity.ts'
import { withSif } from '../../../src-main/engine/sif/read.ts'
import { definitionObject, partitionObject } from '../../support/make-sif.ts'
import { appendSignature, clearSign, makeSigner } from '../../support/test-signer.ts'

const script = fileURLToPath(import.meta.url)

export interface LargeSigned {
  /** Path of the image by how many signatures cover it. */
  readonly images: Readonly<Record<1 | 3, string>>
  /** Armored public keys of all signers. */
  readonly keys: string
}

/** Makes them in a process of its own. */
export function makeLargeSigned(folder: string, megabytes: number): LargeSigned {
  execFileSync(process.execPath, [script, folder, String(megabytes)], { stdio: 'inherit' })
  return namesIn(folder)
}

function namesIn(folder: string): LargeSigned {
  return {
    images: { 1: join(folder, 'signed-1.sif'), 3: join(folder, 'signed-3.sif') },
    keys: join(folder, 'keys.asc'),
  }
}

async function* noise(megabytes: number): AsyncGenerator<Buffer> {
  const block = randomBytes(1_000_000)
  for (let count = 0; count < megabytes; count += 1) {
    block.writeUInt32LE(count, 0)
    yield Buffer.from(block)
  }
}

const sha256 = (bytes: Uint8Array): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`

async function make(folder: string, megabytes: number): Promise<void> {
  const { images, keys } = namesIn(folder)
  const path = images[1]
  await createSif(path, {
    objects: [definitionObject(), { ...partitionObject(Buffer.alloc(0)), data: noise(megabytes) }],
  })
  const message = await withSif(path, async (file) => {
    const objects = []
    for (const object of file.structure.objects) {
      const segment = { offset: object.offset, lengthBytes: object.sizeBytes, feeds: [0] }
      const { hex } = await hashSegments(path, { hashes: ['sha256'], segments: [segment] })
      const descriptorDigest = sha256(descriptorIntegrityBytes(file.rawDescriptor(object), object.id - 1))
      objects.push({ relativeId: object.id - 1, descriptorDigest, objectDigest: `sha256:${hex[0]}` })
    }
    return JSON.stringify({ version: 1, header: { digest: sha256(headerIntegrityBytes(file.rawHeader)) }, objects })
  })
  const signers = [await makeSigner('One'), await makeSigner('Two'), await makeSigner('Three')]
  for (const [index, signer] of signers.entries()) {
    if (index === 1) await copyFile(path, images[3])
    await appendSignature(index === 0 ? path : images[3], await clearSign(message, signer), signer.fingerprint)
  }
  await writeFile(keys, signers.map(({ armored }) => armored).join('\n'))
}

if (process.argv[1] === script) await make(process.argv[2] ?? '.', Number(process.argv[3]))
