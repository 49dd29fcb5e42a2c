/** Decisions about plain keys whose signatures are attached to an OCI image, as cosign makes them. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { withTrustEngine } from '../../support/trust-engine.ts'
import { imagePath, trustFile, trustFolder } from '../../support/trust-fixtures.ts'

const whole = { groupId: null, objectId: null, legacy: false }

describe.skipIf(trustFolder === null)('an image that cosign signed', () => {
  it('is known by a kept key, and judged by what was decided about it', async () => {
    await withTrustEngine(async ({ signatures, trust, folder, call }) => {
      const path = imagePath('sif/oci-sif-cosign.sif', folder)
      const check = () => signatures.verify({ path, scope: whole, lookUpKeys: false, keyFiles: [] })
      expect(await check()).toMatchObject({ verdict: 'cannotCheck', nextAction: { kind: 'findKey' } })
      const pem = readFileSync(trustFile('keys/cosign/singularity-cosign.pub'), 'utf8')
      const kept = await signatures.signerHandlers['signatures.keepSigner']({ signer: pem, askRevocation: false }, call)
      const fingerprint = kept.identity ?? ''
      expect(await check()).toMatchObject({
        verdict: 'unknown',
        attached: [{ scheme: 'cosign', state: 'intact', plainKey: fingerprint, decision: null }],
      })
      const decide = (kind: 'verified' | 'accepted' | 'rejected') =>
        trust.handlers['trust.decide'](
          {
            fingerprint,
            kind,
            how: kind === 'verified' ? 'phone' : 'notChecked',
            scope: { kind: 'everywhere' },
            note: '',
          },
          call,
        )
      for (const kind of ['verified', 'accepted', 'rejected'] as const) {
        decide(kind)
        const found = await signatures.handlers['signatures.last']({ path }, call)
        expect(found).toMatchObject({ verdict: kind, integrity: 'intact' })
        expect(found?.lines.signer).toBe(`Signed with a key that you ${kind}. It names nobody.`)
        expect(found?.sentence.length).toBeLessThanOrEqual(80)
      }
    })
  })
})
