import { expect, it } from 'vitest'
import { signerOf } from '../../../../src-main/engine/images/signer-of.ts'
import { decision, finding } from '../../../support/findings.ts'
import { verificationOf } from '../../features/signatures/verification-of.ts'

const holder = { known: true, source: 'file', userIds: ['CN=Build Farm'], own: false } as const
const nobody = { ...holder, known: false, source: null, userIds: [] } as const

const of = (...signatures: readonly ReturnType<typeof finding>[]) => signerOf(verificationOf({ signatures }))

it('names the signer that was decided about before others', () => {
  const reviewer = finding({ decision: decision('accepted', 'phone'), objectId: 5 })
  expect(of(finding(), reviewer)?.fingerprint).toBe(reviewer.fingerprint)
  expect(of(finding({ own: true }))?.verified).toBe(true)
})

it('names holders of certificates and kept keys, which have no fingerprint of OpenPGP', () => {
  const certificate = finding({ scheme: 'dsse', fingerprint: null, key: holder })
  expect(of(certificate)).toEqual({ fingerprint: null, name: 'CN=Build Farm', verified: false })
  const verified = { ...certificate, decision: decision('verified', 'phone') }
  expect(of(verified)?.verified).toBe(true)
})

it('is nobody where nothing names one', () => {
  expect(of(finding({ scheme: 'dsse', fingerprint: null, key: nobody }))).toBeNull()
  expect(of()).toBeNull()
  expect(signerOf(null)).toBeNull()
})
