/** What can be said of answers about a new key before the engine is asked. Pure; it keeps nothing. */
import { ownKeysText } from '../../../src-shared/text/keyring-own.ts'

const leastLength = 8

export type Life = 'year' | 'two' | 'five' | 'endless'

export const lifeDays: Readonly<Record<Life, number | null>> = { year: 365, two: 730, five: 1826, endless: null }

/** When a key of this life ends; null: never. */
export function lifeEnd(life: Life, now: Date): Date | null {
  const days = lifeDays[life]
  return days === null ? null : new Date(now.getTime() + days * 86_400_000)
}

/** What is wrong with a chosen passphrase, of which nothing is said while nothing was typed. */
export function passphraseProblem(passphrase: string): string | null {
  const left = leastLength - passphrase.length
  return passphrase === '' || left <= 0 ? null : ownKeysText.passphraseShort(left)
}

/** Whether the repetition is another text. */
export function repeatProblem(passphrase: string, again: string): string | null {
  return again === '' || passphrase.startsWith(again) ? null : ownKeysText.passphraseDiffers
}

/** Whether a passphrase is long enough and was typed twice. */
export function isPassphraseReady(passphrase: string, again: string): boolean {
  return passphrase.length >= leastLength && passphrase === again
}

/** What is wrong with an address; empty is allowed. */
export function emailProblem(email: string): string | null {
  return email === '' || /^[^\s@<>]+@[^\s@<>]+$/.test(email) ? null : ownKeysText.emailWrong
}

/** The text that others read in the key, as it will be. */
export function userIdOf(name: string, email: string): string {
  return email === '' ? name : `${name} <${email}>`
}
