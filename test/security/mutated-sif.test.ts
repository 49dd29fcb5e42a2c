/**
 * Thousands of random changes to real images. However a file is damaged, reading it ends soon with a named
 * error or with an inspection whose numbers are sane, and reads no more than the file has to give.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inspectImage } from '../../src-main/engine/inspect/inspect-image.ts'
import { createSif } from '../../src-main/engine/sif/create.ts'
import { descriptorAt, descriptorSizeBytes, headerAt, tableOffsetBytes } from '../../src-main/engine/sif/layout.ts'
import { withSif } from '../../src-main/engine/sif/read.ts'
import { dumpObject, headerText, listText } from '../../src-main/engine/sif/text.ts'
import { AppFailure, errorTexts } from '../../src-shared/text/errors/index.ts'
import { imageProblemTexts } from '../../src-shared/text/image-problems.ts'
import { makeImage, makeManyObjects, makeTwoGroups } from '../support/make-sif.ts'
import { sharedPath } from '../support/shared.ts'

/** Runs over all images together; never fewer than the ten thousand that are promised. */
const totalRuns = 10_400
/** Longest that one damaged file may keep the reader busy. */
const maxMilliseconds = 10_000

/** Bytes put at a place of the file, which may lie behind its end; a length cuts the file first. */
interface Mutation {
  readonly at: number
  readonly bytes: Uint8Array
}
interface Damage {
  readonly mutations: readonly Mutation[]
  readonly cutTo: number | null
}

const wideAtHeader = [64, 72, 80, 88, 96, 104, 112, 120]
const wideAtSlot = [17, 25, 33, 41, 49, 57, 65]
const interesting = fc.oneof(
  fc.constantFrom(
    0n,
    1n,
    -1n,
    127n,
    128n,
    4096n,
    32_176n,
    2n ** 31n,
    2n ** 32n,
    2n ** 53n,
    2n ** 63n - 1n,
    -(2n ** 63n),
  ),
  fc.bigInt({ min: -50_000n, max: 50_000n }),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
)

function wideBytes(value: bigint): Uint8Array {
  const bytes = Buffer.alloc(8)
  bytes.writeBigInt64LE(value)
  return bytes
}

function damageOf(sizeBytes: number, slots: number): fc.Arbitrary<Damage> {
  const slotPlace = fc.nat(Math.min(slots, 12) - 1).map((slot) => tableOffsetBytes + slot * descriptorSizeBytes)
  const some = fc.uint8Array({ minLength: 1, maxLength: 16 })
  const mutation: fc.Arbitrary<Mutation> = fc.oneof(
    { weight: 1, arbitrary: fc.record({ at: fc.constantFrom(...wideAtHeader), bytes: interesting.map(wideBytes) }) },
    {
      weight: 6,
      arbitrary: fc
        .tuple(slotPlace, fc.constantFrom(...wideAtSlot), interesting)
        .map(([place, field, value]) => ({ at: place + field, bytes: wideBytes(value) })),
    },
    {
      weight: 6,
      arbitrary: fc
        .tuple(slotPlace, fc.constantFrom(...Object.values(descriptorAt)), some)
        .map(([place, field, bytes]) => ({ at: place + field, bytes })),
    },
    { weight: 1, arbitrary: fc.record({ at: fc.constantFrom(...Object.values(headerAt)), bytes: some }) },
    { weight: 3, arbitrary: fc.record({ at: fc.nat(sizeBytes), bytes: some }) },
    // Behind the table are the small objects with text and JSON.
    {
      weight: 3,
      arbitrary: fc.record({ at: fc.integer({ min: Math.min(32_176, sizeBytes), max: sizeBytes }), bytes: some }),
    },
  )
  return fc.record({
    mutations: fc.array(mutation, { minLength: 1, maxLength: 4 }),
    cutTo: fc.option(fc.nat(sizeBytes), { freq: 20 }),
  })
}

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sif-desktop-mutated-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Puts the damage into a file that holds `original`, and afterwards what was there before. */
async function whileDamaged(
  handle: FileHandle,
  original: Buffer,
  { mutations, cutTo }: Damage,
  work: () => Promise<void>,
): Promise<void> {
  if (cutTo !== null) await handle.truncate(cutTo)
  for (const { at, bytes } of mutations) await handle.write(bytes, 0, bytes.length, at)
  try {
    await work()
  } finally {
    await handle.truncate(cutTo ?? original.length)
    if (cutTo !== null) await handle.write(original, cutTo, original.length - cutTo, cutTo)
    for (const { at, bytes } of mutations) {
      const length = Math.max(0, Math.min(bytes.length, original.length - at))
      if (length > 0) await handle.write(original, at, length, at)
    }
  }
}

/** @returns what the work answers, or null when it ends with a documented error; anything else is thrown on */
async function orNamedError<Value>(work: () => Promise<Value>): Promise<Value | null> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof AppFailure && Object.hasOwn(errorTexts, error.error.code)) return null
    throw error
  }
}

/** Prints the file and dumps every object, which must never give more than is there. */
async function checkObjects(path: string): Promise<void> {
  await orNamedError(() =>
    withSif(path, async (file) => {
      expect(headerText(file) + listText(file)).toContain('Version:')
      for (const object of file.structure.objects) {
        let given = 0
        await orNamedError(async () => {
          for await (const bytes of dumpObject(file, object)) given += bytes.length
        })
        expect(given).toBeLessThanOrEqual(Math.min(file.structure.sizeBytes, Math.max(0, object.sizeBytes)))
      }
    }),
  )
}

async function checkAnswer(path: string, alsoObjects: boolean): Promise<void> {
  const started = performance.now()
  const seen = await orNamedError(() => inspectImage(path))
  if (seen !== null) {
    for (const { code, message } of seen.problems) {
      expect(Object.hasOwn(imageProblemTexts, code)).toBe(true)
      expect(message).not.toMatch(/(?<!\\u)\{\w+\}/)
    }
    const numbers = seen.objects.flatMap(({ offset, sizeBytes, uid, gid }) => [offset, sizeBytes, uid, gid])
    expect([...numbers, seen.header.dataOffset, seen.header.dataSize].every(Number.isSafeInteger)).toBe(true)
    // Header and table once, then at most a handful of metadata objects, each no longer than the file.
    expect(seen.bytesRead).toBeLessThanOrEqual(8 * seen.sizeBytes)
  }
  if (alsoObjects) await checkObjects(path)
  expect(performance.now() - started).toBeLessThan(maxMilliseconds)
}

const oci = {
  config: Buffer.from('{"config":{"Env":["A=b"],"Labels":{"a":"b"}}}'),
}

async function makeOciImage(path: string): Promise<void> {
  const digest = async (bytes: Uint8Array): Promise<string> =>
    `sha256:${Buffer.from(await crypto.subtle.digest('SHA-256', new Uint8Array(bytes))).toString('hex')}`
  const entry = async (bytes: Uint8Array) => ({ digest: await digest(bytes), size: bytes.length })
  const manifest = Buffer.from(JSON.stringify({ schemaVersion: 2, config: await entry(oci.config), layers: [] }))
  const index = Buffer.from(JSON.stringify({ schemaVersion: 2, manifests: [await entry(manifest)] }))
  await createSif(path, {
    deterministic: true,
    capacity: 12,
    objects: [
      { type: 'OCIBlob', data: oci.config },
      { type: 'OCIBlob', data: manifest },
      { type: 'OCIRootIndex', data: index },
    ],
  })
}

type Maker = (path: string) => Promise<void>
const own: readonly [string, Maker][] = [
  ['an ordinary image', (path) => makeImage(path)],
  ['two groups', makeTwoGroups],
  ['sixty objects', (path) => makeManyObjects(path, 60)],
  ['an OCI image', makeOciImage],
]
const trust = sharedPath('fixtures/trust/sif')
const real: readonly [string, Maker][] = (trust === null ? [] : readdirSync(trust))
  .filter((name) => /^(?:unsigned-ce|cosigned-two|encrypted-pem-signed|oci-sif-cosign)\.sif$/.test(name))
  .map((name) => [
    name,
    async (path) => {
      const handle = await open(path, 'w')
      await handle.write(readFileSync(join(trust ?? '', name)))
      await handle.close()
    },
  ])
const bases = [...own, ...real]

describe('mutated images', () => {
  test.for(bases)('%s', { timeout: 120_000 }, async ([name, make]) => {
    const path = join(folder, `${name.replaceAll(' ', '-')}.sif`)
    await make(path)
    const original = readFileSync(path)
    const slots = await withSif(path, async ({ structure }) => structure.header.descriptorsTotal)
    const handle = await open(path, 'r+')
    const memoryBefore = process.memoryUsage().rss
    let runs = 0
    try {
      await fc.assert(
        fc.asyncProperty(damageOf(original.length, slots), async (damage) => {
          runs += 1
          await whileDamaged(handle, original, damage, () => checkAnswer(path, runs % 4 === 0))
        }),
        { numRuns: Math.ceil(totalRuns / bases.length) },
      )
    } finally {
      await handle.close()
    }
    expect(runs).toBe(Math.ceil(totalRuns / bases.length))
    expect(readFileSync(path).equals(original)).toBe(true)
    expect(process.memoryUsage().rss - memoryBefore).toBeLessThan(256 * 1024 * 1024)
  })
})
