/** Words of the strip below a build: signing, verifying and pushing what was built. */
import { formatSize } from './format.ts'

export const afterText = {
  label: 'After the build',
  sign: 'Sign',
  signAction: 'Sign…',
  signAgain: 'Sign again…',
  withKey: (name: string) => `with ${name}`,
  noKey: 'no key of your own yet',
  makeKey: 'New key…',
  isSigned: (name: string) => `by ${name}`,
  signedBy: (count: number) => (count === 1 ? 'signed' : `${count} signatures`),
  notSigned: 'not signed',
  askMe: 'ask me',
  verify: 'Verify',
  verifyAction: 'Verify',
  wholeFile: 'the whole file',
  wholeFileOf: (bytes: number) => `the whole file, ${formatSize(bytes)}`,
  doIt: 'do it',
  verifying: 'reading the whole file',
  push: 'Push',
  pushAction: 'Push…',
  nowhere: 'nowhere yet',
  belongs: (reference: string) => `to ${reference}`,
  pushing: (reference: string) => `on its way to ${reference}`,
  pushed: (reference: string) => `is at ${reference}`,
  /** Names of the ticks for those who do not see what they stand beside. */
  signTick: 'Ask me to sign when the build has ended',
  verifyTick: 'Verify when the build has ended',
  pushTick: 'Ask me where to push when the build has ended',
} as const
