/** What is said about a certificate that was given for a check. */
import type { Check } from '../../model/verification.ts'

export type CertificateState = 'ok' | 'noChain' | 'expired' | 'notYetValid' | 'wrongUse'

const words: Readonly<Record<CertificateState, string>> = {
  ok: 'A trusted root vouches for it. Who holds the key is still yours to decide.',
  noChain: 'No trusted root vouches for it.',
  expired: 'It has expired.',
  notYetValid: 'It is not valid yet.',
  wrongUse: 'It was not issued for signing software.',
}

/** @param subject whom it names; its line breaks become commas */
export function certificateCheck(state: CertificateState, subject: string): Check {
  const named = subject.split('\n').join(', ')
  return {
    name: 'Certificate',
    result: state === 'ok' ? 'done' : 'failed',
    detail: named === '' ? words[state] : `Names ${named}. ${words[state]}`,
    objectId: null,
  }
}
