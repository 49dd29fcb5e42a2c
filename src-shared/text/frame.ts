/** Sentences and words of the window's frame and of its components. */
export const frameText = {
  applicationName: 'SIF Desktop',
  verdict: 'Verdict',
  integrity: 'Integrity',
  signer: 'Signer',
  copy: 'Copy',
  copied: 'Copied',
  copyReference: 'Copy reference',
  copyDigest: 'Copy digest',
  copyDetail: 'Copy detail',
  close: 'Close',
  cancel: 'Cancel',
  tryAgain: 'Try again',
  loading: 'Loading',
} as const
