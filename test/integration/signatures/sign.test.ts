import { generateKeyPairSync } from 'node:crypto'
import { copyFile, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { generateKey, type PrivateKey, readPrivateKey, revokeKey } from 'openpgp'
import { describe, expect, it } from 'vitest'
import { createSif } from '../../../src-main/engine/sif/create.ts'
import { gatherFacts, wholeImage } from '../../../src-main/engine/signatures/gather.ts'
import { keysOf } from '../../../src-main/engine/signatures/sign/public-half.ts'
import { signImage } from '../../../src-main/engine/signatures/sign/sign-image.ts'
import { openPgpSigner, pemSigner, type Signer } from '../../../src-main/engine/signatures/sign/signer.ts'
import type { SignScope } from '../../../src-shared/model/sign.ts'
import { AppFailure } from '../../../src-shared/text/errors/index.ts'
import { inFolder } from '../../support/folder.ts'
import { sharedPath } from '../../support/shared.ts'

const past = new Date('2026-01-01T00:00:00Z')

async function newKey(
  options: { readonly version6?: boolean; readonly expiresAfterSeconds?: number } = {},
): Promise<PrivateKey> {
  const { privateKey } = await generateKey({
    type: options.version6 ? 'curve25519' : 'ecc',
    userIDs: [{ name: 'Test Signer' }],
    date: past,
    keyExpirationTime: options.expiresAfterSeconds ?? 0,
    format: 'object',
    config: { v6Keys: options.version6 ?? false },
  })
  return privateKey
}

async function twoGroups(folder: string): Promise<string> {
  const path = join(folder, 'image.sif')
  await createSif(path, {
    objects: [
      { type: 'Deffile', data: Buffer.from('bootstrap: scratch\n') },
      {
        type: 'Partition',
        data: Buffer.alloc(8192, 7),
        detail: { kind: 'partition', fileSystem: 'Squashfs', partitionType: 'PrimSys', architecture: 'amd64' },
      },
      { type: 'GenericJSON', data: Buffer.from('{}'), groupId: 2 },
    ],
  })
  return path
}

async function signed(path: string, signer: Signer, scope: SignScope = { kind: 'image' }) {
  return signImage({ path, scope, signer, now: new Date() })
}

async function findings(path: string, ...signers: readonly Signer[]) {
  const finders = await Promise.all(signers.map(({ publicHalf }) => keysOf(publicHalf)))
  const facts = await gatherFacts({
    path,
    scope: wholeImage,
    now: new Date(),
    keys: {
      pemKeys: finders.flatMap(({ pemKeys }) => pemKeys),
      find: async (names) => (await Promise.all(finders.map((finder) => finder.find(names)))).flat(),
    },
  })
  return facts.signatures.map(({ objectId, scheme, state, covers, fingerprint }) => ({
    objectId,
    scheme,
    state,
    covers,
    fingerprint,
  }))
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work
    return 'nothing was thrown'
  } catch (error) {
    return error instanceof AppFailure ? error.error.code : String(error)
  }
}

describe('signing', () => {
  it('makes one signature for each group, and a second signer leaves the first alone', () =>
    inFolder(async (folder) => {
      const path = await twoGroups(folder)
      const [first, second] = [
        await openPgpSigner(await newKey(), new Date()),
        pemSigner(generateKeyPairSync('ed25519').privateKey),
      ]
      await signed(path, first)
      await signed(path, second)
      expect(await findings(path, first, second)).toEqual([
        { objectId: 4, scheme: 'pgp', state: 'intact', covers: [1, 2], fingerprint: first.fingerprint },
        { objectId: 5, scheme: 'pgp', state: 'intact', covers: [3], fingerprint: first.fingerprint },
        { objectId: 6, scheme: 'dsse', state: 'intact', covers: [1, 2], fingerprint: null },
        { objectId: 7, scheme: 'dsse', state: 'intact', covers: [3], fingerprint: null },
      ])
    }))

  it.each<[string, SignScope, readonly (readonly number[])[]]>([
    ['one group', { kind: 'groups', groupIds: [2] }, [[3]]],
    ['some objects, by group', { kind: 'objects', objectIds: [3, 1] }, [[1], [3]]],
  ])('covers %s', (_name, scope, covers) =>
    inFolder(async (folder) => {
      const path = await twoGroups(folder)
      const signer = pemSigner(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey)
      await signed(path, signer, scope)
      expect((await findings(path, signer)).map((finding) => finding.covers)).toEqual(covers)
    }),
  )

  it('vouches for each object alone, also when another of its group was changed', () =>
    inFolder(async (folder) => {
      const path = await twoGroups(folder)
      const signer = pemSigner(generateKeyPairSync('ed25519').privateKey)
      await signed(path, signer)
      const bytes = await readFile(path)
      const at = bytes.indexOf('bootstrap: scratch')
      bytes[at] = (bytes[at] ?? 0) ^ 1
      await writeFile(path, bytes)
      const keys = await keysOf(signer.publicHalf)
      const about = async (groupId: number | null, objectId: number | null) => {
        const scope = { groupId, objectId, legacy: false }
        const facts = await gatherFacts({ path, scope, now: new Date(), keys })
        const asked = facts.signatures.filter(({ state }) => state !== 'notAsked')
        return [facts.askedObjects, facts.leftOut ?? null, asked.map(({ state }) => state)]
      }
      expect(
        await Promise.all([about(null, 2), about(null, 1), about(1, null), about(2, null), about(null, null)]),
      ).toEqual([
        [[2], [1, 3], ['intact']],
        [[1], [2, 3], ['changed']],
        [[1, 2], [3], ['changed']],
        [[3], [1, 2], ['intact']],
        [[1, 2, 3], null, ['changed', 'intact']],
      ])
    }))

  it('refuses keys whose signatures nobody can check', async () => {
    const day = 24 * 3600
    const usable = await newKey()
    const revoked = (await revokeKey({ key: usable, format: 'object' })).privateKey
    expect({
      version6: await codeOf(openPgpSigner(await newKey({ version6: true }), new Date())),
      expired: await codeOf(openPgpSigner(await newKey({ expiresAfterSeconds: day }), new Date())),
      revoked: await codeOf(openPgpSigner(revoked, new Date())),
    }).toEqual({ version6: 'SIGN_KEY_VERSION', expired: 'SIGN_KEY_CANNOT_SIGN', revoked: 'SIGN_KEY_CANNOT_SIGN' })
  })

  it('leaves the file as it was when the new signature does not check', () =>
    inFolder(async (folder) => {
      const path = await twoGroups(folder)
      const before = await readFile(path)
      const honest = await openPgpSigner(await newKey(), new Date())
      const other = await openPgpSigner(await newKey(), new Date())
      const lying: Signer = { ...honest, sign: (message) => other.sign(message) }
      expect(await codeOf(signed(path, lying))).toBe('SIGN_NOT_CONFIRMED')
      expect(await codeOf(signed(path, honest, { kind: 'groups', groupIds: [9] }))).toBe('SIGN_GROUP_NOT_FOUND')
      expect([(await readFile(path)).equals(before), await readdir(folder)]).toEqual([true, ['image.sif']])
    }))

  it('signs with the subkey that may sign where the primary key may only certify', async (context) => {
    const file = sharedPath('fixtures/trust/sif/unsigned-ce.sif')
    const secret = sharedPath('fixtures/trust/keys/pgp/sub.sec.asc')
    if (!file || !secret) return context.skip('the shared fixtures are not here')
    return inFolder(async (folder) => {
      const path = join(folder, 'image.sif')
      await copyFile(file, path)
      const key = await readPrivateKey({ armoredKey: await readFile(secret, 'utf8') })
      for (const { keyPacket } of key.getKeys()) {
        if ('privateParams' in keyPacket && !keyPacket.isDecrypted()) await keyPacket.decrypt('pw-public-sub')
      }
      const signer = await openPgpSigner(key, new Date())
      await signed(path, signer)
      expect((await findings(path, signer)).map(({ state, fingerprint }) => [state, fingerprint])).toEqual([
        ['intact', 'EE7875382153DDD8631989C5E42C3CD13840ACED'],
      ])
    })
  })
})
