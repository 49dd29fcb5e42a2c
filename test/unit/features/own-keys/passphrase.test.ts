import { describe, expect, it } from 'vitest'
import {
  emailProblem,
  isPassphraseReady,
  lifeEnd,
  passphraseProblem,
  repeatProblem,
  userIdOf,
} from '../../../../src-renderer/features/own-keys/passphrase.ts'

describe('answers about a new key', () => {
  it('says nothing of a passphrase before it was typed, and how much is missing then', () => {
    expect(passphraseProblem('')).toBeNull()
    expect(passphraseProblem('1234567')).toBe('One character more is needed.')
    expect(passphraseProblem('12345678')).toBeNull()
  })
  it('complains about a repetition as soon as it differs, not while it is shorter', () => {
    expect(repeatProblem('correct horse', 'correct')).toBeNull()
    expect(repeatProblem('correct horse', 'corrupt')).not.toBeNull()
  })
  it('is ready only when long enough and the same twice', () => {
    expect(isPassphraseReady('correct horse', 'correct horse')).toBe(true)
    expect(isPassphraseReady('correct horse', 'correct')).toBe(false)
    expect(isPassphraseReady('short', 'short')).toBe(false)
  })
  it('takes no address or one that looks like one', () => {
    expect(emailProblem('')).toBeNull()
    expect(emailProblem('mara@example.org')).toBeNull()
    expect(emailProblem('mara')).not.toBeNull()
    expect(userIdOf('Mara', '')).toBe('Mara')
    expect(userIdOf('Mara', 'mara@example.org')).toBe('Mara <mara@example.org>')
  })
  it('ends after as many days as chosen, or never', () => {
    expect(lifeEnd('two', new Date('2026-11-25T00:00:00Z'))?.toISOString()).toBe('2028-11-24T00:00:00.000Z')
    expect(lifeEnd('endless', new Date())).toBeNull()
  })
})
