/** Envelopes made with plain keys, byte for byte: what other signers of the same keys and messages wrote. */
import { createPrivateKey, generateKeyPairSync } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { withSif } from '../../../src-main/engine/sif/read.ts'
import { pemSigner } from '../../../src-main/engine/signatures/sign/signer.ts'
import { codeOf } from '../../support/failing.ts'
import { makeImage } from '../../support/make-sif.ts'
import { withEngine } from '../../support/own-key-engine.ts'
import { sharedPath } from '../../support/shared.ts'

const corpus = sharedPath('fixtures/sif/sylabs-sif')
const image = sharedPath('fixtures/sif/sylabs-sif/test/images/one-group-signed-dsse.sif')
const keys = sharedPath('fixtures/sif/sylabs-sif/test/keys')

describe.skipIf(corpus === null || image === null || keys === null)('an envelope of the test images', () => {
  it.each([
    ['ed25519', 'ed25519-private.pem'],
    ['RSA', 'rsa-private.pem'],
  ])('is made again with its %s key', async (_name, file) => {
    const signatures = await withSif(image ?? '', async (sif) => {
      const found = sif.structure.objects.filter(({ type }) => type === 'Signature')
      return Promise.all(found.map(async (object) => (await sif.readObject(object, { maxBytes: 65_536 })).bytes))
    })
    const theirs: { readonly payload: string; readonly signatures: readonly { readonly keyid: string }[] } = JSON.parse(
      Buffer.from(signatures[0] ?? []).toString('utf8'),
    )
    const signer = pemSigner(createPrivateKey(await readFile(join(keys ?? '', file))))
    const ours = await signer.sign(Buffer.from(theirs.payload, 'base64').toString('utf8'))
    const { keyid } = JSON.parse(Buffer.from(ours).toString('utf8')).signatures[0]
    const one = { ...theirs, signatures: theirs.signatures.filter((signature) => signature.keyid === keyid) }
    expect(one.signatures).toHaveLength(1)
    expect(Buffer.from(ours).toString('utf8')).toBe(JSON.stringify(one))
  })
})

describe('private keys in PEM form', () => {
  const passphrase = 'of the file'
  it('sign when they are encrypted, with their passphrase alone', async () => {
    await withEngine(async ({ call, folder }) => {
      const path = join(folder, 'image.sif')
      await makeImage(path)
      const keyFile = join(folder, 'key.pem')
      const { privateKey } = generateKeyPairSync('ed25519')
      await writeFile(
        keyFile,
        privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase }).toString(),
      )
      const request = { path, scope: { kind: 'image' as const }, keyFile }
      expect(await codeOf(call('signatures.signWithFile', request))).toBe('SIGNATURES_PRIVATE_KEY_UNREADABLE')
      expect(await codeOf(call('signatures.signWithFile', { ...request, passphrase: 'another' }))).toBe(
        'SIGNATURES_PRIVATE_KEY_UNREADABLE',
      )
      expect((await call('signatures.signWithFile', { ...request, passphrase })).objectIds).toEqual([4])
    })
  })

  it.each([
    ['ed25519', generateKeyPairSync('ed25519')],
    ['rsa2048', generateKeyPairSync('rsa', { modulusLength: 2048 })],
    ['nistP256', generateKeyPairSync('ec', { namedCurve: 'prime256v1' })],
    ['nistP521', generateKeyPairSync('ec', { namedCurve: 'secp521r1' })],
  ])('are looked at before they sign: %s', async (algorithm, { privateKey, publicKey }) => {
    await withEngine(async ({ call, folder }) => {
      const keyFile = join(folder, 'key.pem')
      const publicPem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
      await writeFile(keyFile, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())
      expect(await call('signatures.keyFile', { path: keyFile })).toEqual({
        needsPassphrase: false,
        algorithm,
        publicKey: publicPem,
      })
      const path = join(folder, 'image.sif')
      await makeImage(path)
      const result = await call('signatures.signWithFile', { path, scope: { kind: 'image' }, keyFile })
      expect(result.publicKey).toBe(publicPem)
      expect(await call('signatures.signers', {})).toEqual([])
    })
  })

  it.each([
    ['PKCS #8', { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase }],
    ['the older form of OpenSSL', { type: 'pkcs1', format: 'pem', cipher: 'aes-256-cbc', passphrase }],
  ] as const)('say whether they need a passphrase in %s', async (_form, encoding) => {
    await withEngine(async ({ call, folder }) => {
      const keyFile = join(folder, 'key.pem')
      const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
      await writeFile(keyFile, privateKey.export(encoding).toString())
      expect(await call('signatures.keyFile', { path: keyFile })).toEqual({
        needsPassphrase: true,
        algorithm: null,
        publicKey: null,
      })
    })
  })

  it('are told from files that hold none', async () => {
    await withEngine(async ({ call, folder }) => {
      const path = join(folder, 'key.pem')
      const look = () => codeOf(call('signatures.keyFile', { path }))
      await writeFile(path, generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }))
      expect(await look()).toBe('SIGNATURES_PRIVATE_KEY_UNREADABLE')
      await writeFile(path, '')
      expect(await look()).toBe('SIGNATURES_PRIVATE_KEY_UNREADABLE')
      await writeFile(path, Buffer.alloc(1024 * 1024 + 1))
      expect(await look()).toBe('FILE_TOO_LARGE')
      const { privateKey } = generateKeyPairSync('x25519')
      await writeFile(path, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())
      expect(await look()).toBe('SIGN_KEY_KIND')
    })
  })

  it.each([
    ['RSA under 2048 bits', generateKeyPairSync('rsa', { modulusLength: 1024 })],
    ['a curve that others do not know', generateKeyPairSync('ec', { namedCurve: 'secp256k1' })],
  ])('are refused for %s', async (_name, { privateKey }) => {
    expect(await codeOf(Promise.resolve().then(() => pemSigner(privateKey)))).toBe('SIGN_KEY_KIND')
  })
})
