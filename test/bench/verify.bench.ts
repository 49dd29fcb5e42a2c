/**
 * Verification of a large image against `openssl dgst -sha256` of the same file in the same run, with
 * one and with three signatures over it: time, memory, and how long the calling thread was away.
 *
 *   node test/bench/verify.bench.ts [megabytes]
 *
 * The images are made by a process of their own, so that memory is that of verifying alone.
 */
import { execFileSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { type AnalysedKey, analyseCertificate } from '../../src-main/engine/keyring/openpgp/analyse.ts'
import { readKeyMaterial } from '../../src-main/engine/keyring/openpgp/material.ts'
import { hashSegments } from '../../src-main/engine/platform/hashing/index.ts'
import { createSif } from '../../src-main/engine/sif/create.ts'
import { descriptorIntegrityBytes, headerIntegrityBytes } from '../../src-main/engine/sif/integrity.ts'
import { withSif } from '../../src-main/engine/sif/read.ts'
import { gatherFacts } from '../../src-main/engine/signatures/gather.ts'
import { definitionObject, partitionObject } from '../support/make-sif.ts'
import { appendSignature, clearSign, makeSigner } from '../support/test-signer.ts'

const say = (text: string): void => void process.stdout.write(`${text}\n`)
const megabytes = Number(process.argv[2] ?? 2000)
const runs = 5
const sha256 = (bytes: Uint8Array): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`

async function* noise(): AsyncGenerator<Buffer> {
  const block = randomBytes(1_000_000)
  for (let count = 0; count < megabytes; count += 1) {
    block.writeUInt32LE(count, 0)
    yield Buffer.from(block)
  }
}

/** Makes the image of `megabytes` in `folder`, signed once and three times, and the keys beside it. */
async function make(folder: string): Promise<void> {
  const path = join(folder, 'signed-1.sif')
  await createSif(path, {
    objects: [definitionObject(), { ...partitionObject(Buffer.alloc(0)), data: noise() }],
  })
  const signers = [await makeSigner('One'), await makeSigner('Two'), await makeSigner('Three')]
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
  for (const [index, signer] of signers.entries()) {
    if (index === 1) await copyFile(path, join(folder, 'signed-3.sif'))
    const target = index === 0 ? path : join(folder, 'signed-3.sif')
    await appendSignature(target, await clearSign(message, signer), signer.fingerprint)
  }
  await writeFile(join(folder, 'keys.asc'), signers.map(({ armored }) => armored).join('\n'))
}

async function measure(folder: string): Promise<void> {
  const keys: AnalysedKey[] = []
  for (const certificate of readKeyMaterial(await readFile(join(folder, 'keys.asc'))).certificates) {
    const key = await analyseCertificate(certificate)
    if (key !== null) keys.push(key)
  }
  const finder = {
    pemKeys: [],
    find: async () => keys.map((key) => ({ key, source: 'keyring' as const, refreshedAt: null })),
  }
  const scope = { groupId: null, objectId: null, legacy: false }
  for (const count of [1, 3]) {
    const path = join(folder, `signed-${count}.sif`)
    const ratios: number[] = []
    let peakBytes = 0
    const delay = monitorEventLoopDelay({ resolution: 1 })
    const watch = setInterval(() => {
      peakBytes = Math.max(peakBytes, process.memoryUsage().rss)
    }, 20)
    for (let run = 0; run < runs; run += 1) {
      let started = performance.now()
      execFileSync('openssl', ['dgst', '-sha256', path], { stdio: 'ignore' })
      const theirs = performance.now() - started
      // Starting another program blocks this thread; only the verification is measured.
      await new Promise((resolve) => setTimeout(resolve, 20))
      delay.reset()
      delay.enable()
      started = performance.now()
      const facts = await gatherFacts({ path, scope, keys: finder, now: new Date(), onProgress: () => undefined })
      const ours = performance.now() - started
      delay.disable()
      const states = facts.signatures.map(({ state }) => state)
      if (states.length !== count || states.some((state) => state !== 'intact')) {
        throw new Error(`found ${states.join(', ')}`)
      }
      ratios.push(ours / theirs)
      const times = `openssl ${theirs.toFixed(0)} ms, here ${ours.toFixed(0)} ms, ratio ${(ours / theirs).toFixed(3)}`
      say(`${count} signature(s): ${times}, longest stall ${(delay.max / 1e6).toFixed(1)} ms`)
    }
    clearInterval(watch)
    ratios.sort((a, b) => a - b)
    const median = (ratios[Math.floor(runs / 2)] ?? 0).toFixed(3)
    say(`${count} signature(s): median ratio ${median}, peak memory ${(peakBytes / 1e6).toFixed(0)} MB`)
  }
}

const made = process.env.SIF_BENCH_MAKE
if (made !== undefined) await make(made)
else {
  const folder = await mkdtemp(join(tmpdir(), 'sif-desktop-bench-'))
  try {
    const script = fileURLToPath(import.meta.url)
    const environment = { ...process.env, SIF_BENCH_MAKE: folder }
    execFileSync(process.execPath, [script, String(megabytes)], { stdio: 'inherit', env: environment })
    await measure(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
