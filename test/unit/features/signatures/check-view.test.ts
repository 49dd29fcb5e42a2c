import { describe, expect, it } from 'vitest'
import { checksAbout, countChecks, verdictOfCheck } from '../../../../src-renderer/features/signatures/check-view.ts'
import type { Check } from '../../../../src-shared/model/verification.ts'
import { checkNames } from '../../../../src-shared/text/verdicts/index.ts'
import { findingOf, verificationOf } from './verification-of.ts'

const check = (name: string, result: Check['result'], objectId: number | null = 5): Check => ({
  name,
  result,
  objectId,
  detail: '',
})

describe('the list of checks', () => {
  it('is counted by result', () => {
    const checks = [check('a', 'done'), check('b', 'done'), check('c', 'failed'), check('d', 'open')]
    expect(countChecks(checks)).toEqual({ total: 4, done: 2, failed: 1, open: 1, notPossible: 0 })
  })

  it('is sorted to signatures; what belongs to none is about the file', () => {
    const file = check('File', 'failed', null)
    const attached = check('Scheme', 'notPossible', 3)
    const own = check('Hash', 'done', 5)
    const verification = verificationOf({ signatures: [findingOf({ objectId: 5 })], checks: [file, attached, own] })
    expect(checksAbout(verification, null)).toEqual([file, attached])
    expect(checksAbout(verification, 5)).toEqual([own])
  })

  it('gives each failed check the verdict it leads to', () => {
    const verdict = (name: string, part = {}) =>
      verdictOfCheck(check(name, 'failed'), findingOf({ objectId: 5, ...part }))
    expect(verdict(checkNames.hash)).toBe('changed')
    expect(verdict(checkNames.coverage)).toBe('partlySigned')
    expect(verdict(checkNames.signer)).toBe('rejected')
    expect(verdict(checkNames.keyNow, { keyState: 'revokedSoft' })).toBe('superseded')
    expect(verdict(checkNames.keyNow, { keyState: 'expiredSinceSigning' })).toBe('expiredSinceSigning')
    expect(verdict(checkNames.keyWhenSigning, { keyState: 'revokedCompromised' })).toBe('revoked')
    expect(verdict(checkNames.keyWhenSigning, { keyState: 'expiredBeforeSigning' })).toBe('expiredBeforeSigning')
    expect(verdictOfCheck(check(checkNames.signer, 'open'), null)).toBe('unknown')
    expect(verdictOfCheck(check(checkNames.hash, 'done'), null)).toBeNull()
    expect(verdictOfCheck(check(checkNames.hash, 'notPossible'), null)).toBeNull()
  })
})
