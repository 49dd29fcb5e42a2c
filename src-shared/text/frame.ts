/** Sentences and words of the window's frame and of its components. */
import { formatNoun } from './format.ts'

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
  splitter: 'Width of the detail',
  back: 'Back',
  forward: 'Forward',
  views: 'Views',
  status: 'Status',
  commandBar: 'Command bar',
  commandPlaceholder: 'Search or paste a reference, fingerprint, path…',
  shortcuts: 'Keyboard shortcuts',
  /** @param fraction 0 to 1; null when not known */
  running: (count: number, fraction: number | null): string =>
    fraction === null ? `${count} running` : `${count} running, ${Math.round(fraction * 100)} percent`,
  toReview: (count: number): string => `${formatNoun(count, 'thing')} to review`,
  connecting: 'Connecting to the engine…',
  engineGone: 'The engine stopped and is being started again. What is shown may be out of date.',
  viewFailed: 'This view stopped working',
  viewFailedHint: 'Nothing was changed. Show it again, or go on elsewhere.',
  showAgain: 'Show it again',
  unknownAddress: 'There is nothing at this address',
  unknownAddressText: (address: string): string => `${address} names no view, image or key.`,
  goToImages: 'Go to Images',
} as const
