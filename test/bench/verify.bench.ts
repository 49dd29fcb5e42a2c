/**
 * Verification of a large image against `openssl dgst -sha256` of the same file in the same run, with
 * one and with three signatures over it: time, memory, and how long the calling thread was away.
 *
 *   node test/bench/verify.bench.ts [megabytes]
 */
import { execFileSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { analyseCertificate } from '../../src-main/engine/keyring/openpgp/analyse.ts'
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

const folder = await mkdtemp(join(tmpdir(), 'sif-desktop-bench-'))
try {
  const path = join(folder, 'large.sif')
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
  const keys = []
  for (const { armored } of signers) {
    const [certificate] = readKeyMaterial(Buffer.from(armored)).certificates
    const key = certificate === undefined ? null : await analyseCertificate(certificate)
    if (key !== null) keys.push(key)
  }
  const finder = {
    pemKeys: [],
    find: async () => keys.map((key) => ({ key, source: 'keyring' as const, refreshedAt: null })),
  }
  const scope = { groupId: null, objectId: null, legacy: false }

  for (const count of [1, 3]) {
    for (const signer of signers.slice(count === 1 ? 0 : 1, count)) {
      await appendSignature(path, await clearSign(message, signer), signer.fingerprint)
    }
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
      if (states.length !== count || states.some((state) => state !== 'intact'))
        throw new Error(`found ${states.join(', ')}`)
      ratios.push(ours / theirs)
      say(
        `${count} signature(s): openssl ${theirs.toFixed(0)} ms, here ${ours.toFixed(0)} ms, ratio ${(ours / theirs).toFixed(3)}, longest stall ${(delay.max / 1e6).toFixed(1)} ms`,
      )
    }
    clearInterval(watch)
    ratios.sort((a, b) => a - b)
    say(
      `${count} signature(s): median ratio ${(ratios[Math.floor(runs / 2)] ?? 0).toFixed(3)}, peak memory ${(peakBytes / 1e6).toFixed(0)} MB`,
    )
  }
} finally {
  await rm(folder, { recursive: true, force: true })
}
