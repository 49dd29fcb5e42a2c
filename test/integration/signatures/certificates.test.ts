/** Certificates of signers: chains, validity, use and revocation, with an authority made by OpenSSL on loopback. */
import { execFileSync } from 'node:child_process'
import { createPrivateKey, randomUUID } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { signImage } from '../../../src-main/engine/signatures/sign/sign-image.ts'
import { pemSigner } from '../../../src-main/engine/signatures/sign/signer.ts'
import type { Verification } from '../../../src-shared/model/verification.ts'
import { freePort } from '../../support/free-port.ts'
import { hasProgram, makeImage } from '../../support/make-sif.ts'
import { type LeafOptions, makePki, startResponder, type TestPki } from '../../support/test-pki.ts'
import { type TrustEngine, withTrustEngine } from '../../support/trust-engine.ts'

const whole = { groupId: null, objectId: null, legacy: false }

interface Given {
  readonly certificate: string
  readonly intermediates?: string
  readonly roots?: string
  readonly lookUpKeys?: boolean
}

/** An image signed by a leaf's key. */
async function signedBy(engine: TrustEngine, key: string): Promise<string> {
  const path = join(engine.folder, `${randomUUID()}.sif`)
  await makeImage(path)
  await signImage({
    path,
    scope: { kind: 'image' },
    signer: pemSigner(createPrivateKey(readFileSync(key))),
    now: new Date(),
  })
  return path
}

const verifyWith = (
  { signatures }: TrustEngine,
  path: string,
  { certificate, intermediates, roots, lookUpKeys = false }: Given,
): Promise<Verification> =>
  signatures.verify({
    path,
    scope: whole,
    lookUpKeys,
    keyFiles: [],
    certificate: { path: certificate, intermediates, roots },
  })

const checkNamed = (found: Verification, name: string) => found.checks.find((check) => check.name === name)

/** `work` with a fresh authority, in an engine. */
async function withPki(work: (engine: TrustEngine, pki: TestPki) => Promise<void>, services = ''): Promise<void> {
  await withTrustEngine(async (engine) => work(engine, makePki(join(engine.folder, 'pki'), services)))
}

describe.skipIf(!hasProgram('openssl'))('a certificate', () => {
  const cases: readonly (readonly [
    string,
    LeafOptions,
    Partial<Record<'roots' | 'intermediates', 'none' | 'other'>>,
    string,
    RegExp,
  ])[] = [
    ['in order', {}, {}, 'ok', /Test Root, a root you gave, vouches for it/],
    ['without extended usage', { extensions: 'keyUsage=critical,digitalSignature\n' }, {}, 'ok', /vouches/],
    ['signed by itself', { issuer: 'itself' }, {}, 'noChain', /signed by itself alone/],
    [
      'whose issuer is missing',
      {},
      { intermediates: 'none' },
      'noChain',
      /certificate of its issuer, O=Test, CN=Test Signing, is missing/,
    ],
    [
      'under another root of the same name',
      {},
      { roots: 'other' },
      'noChain',
      /A root named O=Test, CN=Test Root is trusted, but its key did not sign this/,
    ],
    [
      'with the roots of the system',
      {},
      { roots: 'none' },
      'noChain',
      /certificate of its issuer, O=Test, CN=Test Root, is missing/,
    ],
    ['that is over', { to: '20250601000000Z' }, {}, 'expired', /expired on .*2025.* does not say when it was made/],
    ['of the future', { from: '20400101000000Z' }, {}, 'notYetValid', /not valid before/],
    ['for servers', { extensions: 'extendedKeyUsage=serverAuth\n' }, {}, 'wrongUse', /not issued for signing software/],
    [
      'for encryption only',
      { extensions: 'keyUsage=critical,keyEncipherment\n' },
      {},
      'wrongUse',
      /not issued for signing software/,
    ],
    [
      'with an unknown demand',
      { extensions: '1.2.3.4.5=critical,ASN1:NULL\n' },
      {},
      'noChain',
      /not supported here: 1\.2\.3\.4\.5/,
    ],
  ]
  it.each(cases)(
    '%s is told as such',
    { timeout: 60_000 },
    async (_, leafOptions, { roots, intermediates }, state, words) => {
      await withPki(async (engine, pki) => {
        const leaf = pki.leaf('Maker', leafOptions)
        const path = await signedBy(engine, leaf.key)
        const rootFile = roots === 'other' ? makePki(join(engine.folder, 'other')).rootFile : pki.rootFile
        const found = await verifyWith(engine, path, {
          certificate: leaf.certificate,
          ...(intermediates === 'none' ? {} : { intermediates: pki.intermediateFile }),
          ...(roots === 'none' ? {} : { roots: rootFile }),
        })
        expect(found).toMatchObject({ verdict: 'unknown', integrity: 'intact', coverage: { complete: true } })
        const [signature] = found.signatures
        expect(signature?.certificate?.state).toBe(state)
        expect(checkNamed(found, 'Certificate')).toMatchObject({
          result: state === 'ok' ? 'done' : 'failed',
          detail: expect.stringMatching(words),
          objectId: signature?.objectId,
        })
        expect(found.sentence.length).toBeLessThanOrEqual(80)
        expect(found.nextAction.kind).toBe(state === 'ok' ? 'reviewSigner' : 'explain')
      })
    },
  )

  it('of an authority that may not issue, or of one authority too many, does not count', {
    timeout: 60_000,
  }, async () => {
    await withPki(async (engine, pki) => {
      pki.leaf('Middle', { extensions: 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\n' })
      const path = await signedBy(engine, pki.leaf('Maker').key)
      // The middle one issues by itself, below an authority that may have none below it.
      const openssl = (...args: readonly string[]) =>
        execFileSync('openssl', args, { cwd: pki.folder, stdio: 'ignore' })
      openssl(
        'x509',
        '-req',
        '-in',
        'Maker.csr',
        '-CA',
        'Middle.pem',
        '-CAkey',
        'Middle.key',
        '-set_serial',
        '77',
        '-days',
        '100',
        '-out',
        'deep.pem',
      )
      writeFileSync(
        join(pki.folder, 'both.pem'),
        readFileSync(pki.intermediateFile, 'utf8') + readFileSync(join(pki.folder, 'Middle.pem'), 'utf8'),
      )
      const given = {
        certificate: join(pki.folder, 'deep.pem'),
        intermediates: join(pki.folder, 'both.pem'),
        roots: pki.rootFile,
      }
      const found = await verifyWith(engine, path, given)
      expect(found.signatures[0]?.certificate).toMatchObject({
        state: 'noChain',
        fault: { kind: 'issuerMayNotIssue' },
        identity: null,
      })
    })
  })

  it('of another key is told of, and the signature is not checked', { timeout: 60_000 }, async () => {
    await withPki(async (engine, pki) => {
      const path = await signedBy(engine, pki.leaf('Maker').key)
      const found = await verifyWith(engine, path, {
        certificate: pki.leaf('Other').certificate,
        intermediates: pki.intermediateFile,
        roots: pki.rootFile,
      })
      expect(found).toMatchObject({ verdict: 'cannotCheck', integrity: 'unknown' })
      expect(checkNamed(found, 'Certificate')).toMatchObject({ result: 'done', objectId: null })
    })
  })
})

describe.skipIf(!hasProgram('openssl'))('a decision about the holder of a certificate', () => {
  it('counts for a renewed certificate of the same name and root, and for no other root or name', {
    timeout: 120_000,
  }, async () => {
    await withPki(async (engine, pki) => {
      const { trust, call } = engine
      const leaf = pki.leaf('Maker')
      const path = await signedBy(engine, leaf.key)
      const given = { certificate: leaf.certificate, intermediates: pki.intermediateFile, roots: pki.rootFile }
      const identity = (await verifyWith(engine, path, given)).signatures[0]?.certificate?.identity ?? ''
      expect(identity).toMatch(/^[0-9A-F]{64}$/)
      const decide = (kind: 'verified' | 'rejected') =>
        trust.handlers['trust.decide'](
          { fingerprint: identity, kind, how: 'phone', scope: { kind: 'everywhere' }, note: '' },
          call,
        )
      decide('verified')
      expect(await verifyWith(engine, path, given)).toMatchObject({ verdict: 'verified', nextAction: { kind: 'none' } })
      // Without a root that vouches for the name the decision is about nobody.
      expect((await verifyWith(engine, path, { certificate: leaf.certificate, roots: pki.rootFile })).verdict).toBe(
        'unknown',
      )

      const renewed = pki.leaf('Maker')
      const other = pki.leaf('Mallory')
      const expired = pki.leaf('Late', { subject: '/O=Test/CN=Maker', to: '20250601000000Z' })
      const verdictOf = async ({ key, certificate }: typeof leaf) =>
        (await verifyWith(engine, await signedBy(engine, key), { ...given, certificate })).verdict
      expect(await verdictOf(renewed)).toBe('verified')
      expect(await verdictOf(other)).toBe('unknown')
      expect(await verdictOf(expired)).toBe('expiredBeforeSigning')
      const elsewhere = makePki(join(engine.folder, 'elsewhere'))
      const imitation = elsewhere.leaf('Maker')
      const imitated = await verifyWith(engine, await signedBy(engine, imitation.key), {
        certificate: imitation.certificate,
        intermediates: elsewhere.intermediateFile,
        roots: elsewhere.rootFile,
      })
      expect(imitated.verdict).toBe('unknown')
      decide('rejected')
      expect(await verdictOf(renewed)).toBe('rejected')
    })
  })
})

describe.skipIf(!hasProgram('openssl'))('the revocation of a certificate', () => {
  it('is read from a list that was given; one of another issuer, an old or a partial one does not count', {
    timeout: 120_000,
  }, async () => {
    await withPki(async (engine, pki) => {
      const leaf = pki.leaf('Maker')
      const path = await signedBy(engine, leaf.key)
      const withLists = async (...lists: readonly string[]) => {
        const file = join(engine.folder, 'between.pem')
        writeFileSync(file, [readFileSync(pki.intermediateFile, 'utf8'), ...lists].join('\n'))
        return verifyWith(engine, path, { certificate: leaf.certificate, intermediates: file, roots: pki.rootFile })
      }
      const revocation = async (...lists: readonly string[]) =>
        (await withLists(...lists)).signatures[0]?.certificate?.revocation
      const rootList = pki.rootList()
      const before = pki.list()
      expect(await revocation()).toMatchObject({ kind: 'notChecked', reason: 'nowhere' })
      // Of both the leaf and the one above it.
      expect(await revocation(before)).toMatchObject({ kind: 'notChecked' })
      expect(await revocation(before, rootList)).toMatchObject({ kind: 'inOrder', source: 'CRL' })
      expect(await revocation(pki.list({ to: '20250601000000Z' }), rootList)).toMatchObject({ kind: 'notChecked' })
      pki.revoke(leaf.certificate, 'keyCompromise')
      const found = await withLists(pki.list(), rootList)
      expect(found.signatures[0]).toMatchObject({
        keyState: 'revokedCompromised',
        certificate: { revocation: { kind: 'revoked', reason: 'compromised' } },
      })
      expect(found.verdict).toBe('revoked')
      expect(found.sentence).toMatch(/revoked as compromised/)
      const forged = makePki(join(engine.folder, 'forged')).list()
      expect(await revocation(forged, rootList)).toMatchObject({ kind: 'notChecked' })
    })
  })

  describe('asked of its issuer', () => {
    let stop: () => Promise<void> = async () => undefined
    afterAll(() => stop())
    let port = 0
    beforeAll(async () => {
      port = await freePort()
    })

    it('is asked only when told to, by OCSP', { timeout: 120_000 }, async () => {
      await withPki(async (engine, pki) => {
        const leaf = pki.leaf('Maker')
        const gone = pki.leaf('Gone')
        pki.revoke(gone.certificate, 'superseded')
        // The one above it says nothing of where to ask, so only a list of the root settles it.
        const rootList = join(engine.folder, 'between.pem')
        writeFileSync(rootList, readFileSync(pki.intermediateFile, 'utf8') + pki.rootList())
        stop = await startResponder(pki, port)
        const ask = async ({ key, certificate }: typeof leaf, lookUpKeys: boolean) =>
          verifyWith(engine, await signedBy(engine, key), {
            certificate,
            intermediates: rootList,
            roots: pki.rootFile,
            lookUpKeys,
          })
        const quiet = await ask(leaf, false)
        expect(checkNamed(quiet, 'Revocation')).toMatchObject({
          result: 'notPossible',
          detail: expect.stringMatching(/Not checked/),
        })
        const told = await ask(leaf, true)
        expect(told.signatures[0]?.certificate?.revocation).toMatchObject({ kind: 'inOrder' })
        expect(checkNamed(told, 'Revocation')?.result).toBe('done')
        const revoked = await ask(gone, true)
        expect(revoked.signatures[0]?.certificate?.revocation).toMatchObject({
          kind: 'revoked',
          source: 'OCSP',
          reason: 'superseded',
        })
        expect(revoked.verdict).toBe('unknown')
        await stop()
        const silent = await ask(leaf, true)
        expect(checkNamed(silent, 'Revocation')).toMatchObject({
          result: 'notPossible',
          detail: expect.stringMatching(/no answer that counts/),
        })
      }, `authorityInfoAccess=OCSP;URI:http://127.0.0.1:${port}\n`)
    })

    it('is read from the list that a certificate names', { timeout: 120_000 }, async () => {
      let list = ''
      const server = createServer((_, response) => response.end(list))
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      const address = server.address()
      const at = typeof address === 'object' && address !== null ? address.port : 0
      try {
        await withPki(async (engine, pki) => {
          const leaf = pki.leaf('Maker')
          const path = await signedBy(engine, leaf.key)
          pki.revoke(leaf.certificate, 'unspecified')
          list = pki.list()
          const given = {
            certificate: leaf.certificate,
            intermediates: pki.intermediateFile,
            roots: pki.rootFile,
            lookUpKeys: true,
          }
          expect((await verifyWith(engine, path, given)).verdict).toBe('revoked')
          list = 'junk'
          expect(await verifyWith(engine, path, given)).toMatchObject({ verdict: 'unknown' })
        }, `crlDistributionPoints=URI:http://127.0.0.1:${at}/list.crl\n`)
      } finally {
        server.closeAllConnections()
        await new Promise((resolve) => server.close(resolve))
      }
    })
  })
})

describe.skipIf(!hasProgram('openssl'))('a kept public key', () => {
  it('can be decided about, although it names nobody', { timeout: 60_000 }, async () => {
    await withPki(async (engine, pki) => {
      const { signatures, trust, call } = engine
      const leaf = pki.leaf('Maker')
      const path = await signedBy(engine, leaf.key)
      const pem = execFileSync('openssl', ['pkey', '-in', leaf.key, '-pubout'], { encoding: 'utf8' })
      const kept = await signatures.signerHandlers['signatures.keepSigner']({ signer: pem, askRevocation: false }, call)
      expect(kept).toMatchObject({ kind: 'key', certificate: null, name: expect.stringMatching(/^SHA256:/) })
      const check = () => signatures.verify({ path, scope: whole, lookUpKeys: false, keyFiles: [] })
      const found = await check()
      expect(found).toMatchObject({ verdict: 'unknown', signatures: [{ plainKey: kept.identity, keyState: null }] })
      expect(checkNamed(found, 'Revocation')).toMatchObject({ result: 'notPossible' })
      trust.handlers['trust.decide'](
        {
          fingerprint: kept.identity ?? '',
          kind: 'verified',
          how: 'inPerson',
          scope: { kind: 'everywhere' },
          note: '',
        },
        call,
      )
      expect((await check()).verdict).toBe('verified')
      // A key that was not given for it stays without a signer.
      const [other] = await signatures.signerHandlers['signatures.signers']({}, call)
      expect(other?.decision?.kind).toBe('verified')
    })
  })
})

describe.skipIf(!hasProgram('openssl'))('a kept certificate', () => {
  it('lets every check know the signer until it is forgotten', { timeout: 60_000 }, async () => {
    await withPki(async (engine, pki) => {
      const { signatures, call, trust } = engine
      const leaf = pki.leaf('Maker')
      const path = await signedBy(engine, leaf.key)
      const check = () => signatures.verify({ path, scope: whole, lookUpKeys: false, keyFiles: [] })
      expect(await check()).toMatchObject({ verdict: 'cannotCheck', nextAction: { kind: 'findKey' } })
      const material = {
        signer: readFileSync(leaf.certificate, 'utf8'),
        intermediates: readFileSync(pki.intermediateFile, 'utf8'),
        roots: readFileSync(pki.rootFile, 'utf8'),
        askRevocation: false,
      }
      const preview = await signatures.signerHandlers['signatures.previewSigner'](material, call)
      expect(preview).toMatchObject({
        kind: 'certificate',
        name: 'Maker',
        certificate: { state: 'ok' },
        decision: null,
        keptAt: null,
      })
      expect(await signatures.signerHandlers['signatures.signers']({}, call)).toEqual([])
      const kept = await signatures.signerHandlers['signatures.keepSigner'](material, call)
      expect(await check()).toMatchObject({ verdict: 'unknown', signatures: [{ certificate: { state: 'ok' } }] })
      trust.handlers['trust.decide'](
        {
          fingerprint: kept.identity ?? '',
          kind: 'accepted',
          how: 'notChecked',
          scope: { kind: 'everywhere' },
          note: '',
        },
        call,
      )
      const last = await signatures.handlers['signatures.last']({ path }, call)
      expect(last?.verdict).toBe('accepted')
      signatures.signerHandlers['signatures.forgetSigner']({ id: kept.id }, call)
      expect((await check()).verdict).toBe('cannotCheck')
      await expect(
        signatures.signerHandlers['signatures.keepSigner']({ signer: 'nonsense', askRevocation: false }, call),
      ).rejects.toMatchObject({ error: { code: 'SIGNATURES_SIGNER_UNREADABLE' } })
    })
  })
})
