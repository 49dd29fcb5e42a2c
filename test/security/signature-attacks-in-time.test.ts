/** Attacks that use time: added objects, ended keys, clocks set back, files that are swapped before they are used. */

import { copyFile, rename, stat, utimes, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { enums, generateKey, type PrivateKey, revokeKey } from 'openpgp'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { editSif } from '../../src-main/engine/sif/edit.ts'
import { createReports } from '../../src-main/engine/signatures/reports/reports.ts'
import type { Verification } from '../../src-shared/model/verification.ts'
import { makeImage } from '../support/make-sif.ts'
import {
  appendSignature,
  clearSignAt,
  makeSigner,
  messageFor,
  signImage,
  type TestSigner,
} from '../support/test-signer.ts'
import { type TrustEngine, withTrustEngine } from '../support/trust-engine.ts'

const whole = { groupId: null, objectId: null, legacy: false }
const trusted = await makeSigner('Trusted Signer')
const attacker = await makeSigner('Attacker')

interface Stage extends TrustEngine {
  readonly path: string
  check(): Promise<Verification>
}

/** An image; the user has verified `signer`. */
async function onStage<Value>(
  signer: Pick<TestSigner, 'armored' | 'fingerprint'>,
  work: (stage: Stage) => Promise<Value>,
): Promise<Value> {
  return withTrustEngine(async (engine) => {
    const { keyring, trust, signatures, folder, call } = engine
    await keyring.importMaterial({ kind: 'text', text: signer.armored })
    const { fingerprint } = signer
    trust.handlers['trust.decide'](
      { fingerprint, kind: 'verified', how: 'phone', scope: { kind: 'everywhere' }, note: '' },
      call,
    )
    const path = join(folder, 'image.sif')
    await makeImage(path)
    const check = () => signatures.verify({ path, scope: whole, lookUpKeys: false, keyFiles: [] })
    return work({ ...engine, path, check })
  })
}

afterEach(() => void vi.useRealTimers())

describe('an object that is added after signing', () => {
  it.each([
    ['to the signed group', 1],
    ['to a group of its own', 2],
    ['to no group', null],
  ])('%s is not taken for signed', async (_, groupId) => {
    await onStage(trusted, async ({ path, check }) => {
      await signImage(path, trusted)
      expect((await check()).verdict).toBe('verified')
      await editSif(path, (editor) => editor.add({ type: 'Generic', data: Buffer.from('added'), groupId }))
      const found = await check()
      expect(['changed', 'partlySigned']).toContain(found.verdict)
      expect(found.coverage?.complete ?? false).toBe(false)
    })
  })
})

interface Ended {
  readonly key: PrivateKey
  readonly signer: TestSigner
}

/** A key of 2025 that was given half a year. */
async function shortLived(): Promise<Ended> {
  const { privateKey } = await generateKey({
    userIDs: [{ name: 'Short Lived' }],
    type: 'ecc',
    format: 'object',
    date: new Date('2025-01-01T00:00:00Z'),
    keyExpirationTime: 180 * 86_400,
  })
  const fingerprint = privateKey.getFingerprint().toUpperCase()
  return { key: privateKey, signer: { key: privateKey, fingerprint, armored: privateKey.toPublic().armor() } }
}

const within = new Date('2025-03-01T00:00:00Z')
const after = new Date('2025-09-01T00:00:00Z')

async function verdictOf(signer: TestSigner, signedAt: Date, publicKey = signer.armored): Promise<Verification> {
  return onStage({ ...signer, armored: publicKey }, async ({ path, check }) => {
    await appendSignature(path, await clearSignAt(await messageFor(path), signer, signedAt), signer.fingerprint)
    return check()
  })
}

describe('a key that has ended', () => {
  it('is told apart by whether it signed before or after its end', async () => {
    const { signer } = await shortLived()
    expect((await verdictOf(signer, within)).verdict).toBe('expiredSinceSigning')
    expect((await verdictOf(signer, after)).verdict).toBe('expiredBeforeSigning')
  })

  it.each([
    ['compromised', enums.reasonForRevocation.keyCompromised, 'revoked', 'revoked'],
    ['without a reason', enums.reasonForRevocation.noReason, 'revoked', 'revoked'],
    ['replaced', enums.reasonForRevocation.keySuperseded, 'superseded', 'revoked'],
    ['retired', enums.reasonForRevocation.keyRetired, 'superseded', 'revoked'],
  ])('revoked as %s counts by its reason', async (_, flag, before, later) => {
    const date = new Date('2025-06-01T00:00:00Z')
    const { publicKey } = await revokeKey({
      key: trusted.key,
      reasonForRevocation: { flag },
      date,
      format: 'object',
    })
    const armored = publicKey.armor()
    expect((await verdictOf(trusted, within, armored)).verdict).toBe(before)
    expect((await verdictOf(trusted, after, armored)).verdict).toBe(later)
  })
})

describe('a clock that was set back', () => {
  const at = (date: string): void => {
    vi.useFakeTimers({ toFake: ['Date'] })
    vi.setSystemTime(new Date(date))
  }

  it('does not revive a key that had expired before it signed', async () => {
    const { signer } = await shortLived()
    at('2025-02-01T00:00:00Z')
    const found = await verdictOf(signer, after)
    expect(found.verdict).toBe('expiredBeforeSigning')
    expect(found.checks.find(({ name }) => name === 'Time of signing')?.result).toBe('failed')
  })

  it('does not undo a revocation that is known', async () => {
    const { publicKey } = await revokeKey({
      key: trusted.key,
      reasonForRevocation: { flag: enums.reasonForRevocation.keyCompromised },
      date: new Date('2025-06-01T00:00:00Z'),
      format: 'object',
    })
    at('2025-04-01T00:00:00Z')
    expect((await verdictOf(trusted, within, publicKey.armor())).verdict).toBe('revoked')
  })
})

describe('a keyserver', () => {
  it('cannot pass another key off under the fingerprint that was asked for', async () => {
    const server = createServer((_, response) => response.end(attacker.armored))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    try {
      await withTrustEngine(
        async ({ keyring, signatures, folder, call }) => {
          const path = join(folder, 'image.sif')
          await makeImage(path)
          await signImage(path, trusted)
          const found = await signatures.verify({ path, scope: whole, lookUpKeys: true, keyFiles: [] })
          expect(found.verdict).toBe('cannotCheck')
          expect(found.signatures[0]?.key.known).toBe(false)
          expect(await keyring.handlers['keyring.list']({}, call)).toEqual([])
        },
        { keyservers: [{ url: `http://127.0.0.1:${port}`, insecure: true }] },
      )
    } finally {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    }
  })
})

describe('an image that is swapped between its check and its use', () => {
  /** Another image of the same length, with the same times, under the checked name. */
  async function swap(path: string): Promise<void> {
    const { size, atime, mtime } = await stat(path)
    const other = `${path}.other`
    await copyFile(path, other)
    const bytes = Buffer.alloc(size, 7)
    await writeFile(other, bytes)
    await utimes(other, atime, mtime)
    await rename(other, path)
    expect(await stat(path)).toMatchObject({ size })
  }

  it('has no verdict any more, although size and time are the same', async () => {
    await onStage(trusted, async ({ path, signatures, check, call }) => {
      await signImage(path, trusted)
      expect((await check()).verdict).toBe('verified')
      const last = () => signatures.handlers['signatures.last']({ path }, call)
      expect((await last())?.verdict).toBe('verified')
      await swap(path)
      expect(await last()).toBeNull()
    })
  })

  it('is noticed in the library and checked again', async () => {
    await onStage(trusted, async ({ context, path, signatures, check, call }) => {
      await signImage(path, trusted)
      const { atime } = await stat(path)
      await utimes(path, atime, new Date(Date.now() - 60_000))
      await check()
      const refreshed: string[] = []
      const { handlers } = createReports(context, {
        verify: signatures.verify,
        latest: signatures.latest,
        library: { paths: () => [path], refresh: async (changed) => void refreshed.push(changed) },
      })
      expect(await handlers['signatures.noticeChanges']({}, call)).toEqual({ changed: [] })
      await swap(path)
      expect(await handlers['signatures.noticeChanges']({}, call)).toEqual({ changed: [path] })
      expect(refreshed).toEqual([path])
      // Once is enough: what is no image is not tried for ever.
      expect(await handlers['signatures.noticeChanges']({}, call)).toEqual({ changed: [] })
    })
  })
})
