/**
 * From the table of verdicts to what the style sheets and the icon set call things. Words, families
 * and shapes are that table's; nothing is decided here.
 */
import type { Verdict } from '../../src-shared/model/verification.ts'
import { type VerdictFamily, verdictTable } from '../../src-shared/text/verdicts/table.ts'
import type { IconName } from './icon.tsx'

export interface ShownVerdict {
  readonly word: string
  readonly family: VerdictFamily
  readonly icon: IconName
}

const icons: Readonly<Record<Verdict, IconName>> = {
  yours: 'verdict-yours',
  verified: 'verdict-verified',
  accepted: 'verdict-accepted',
  expiredSinceSigning: 'verdict-expired',
  superseded: 'verdict-superseded',
  expiredBeforeSigning: 'verdict-expired-before',
  unknown: 'verdict-unknown',
  partlySigned: 'verdict-partly-signed',
  revoked: 'verdict-revoked',
  rejected: 'verdict-rejected',
  changed: 'verdict-changed',
  notSigned: 'verdict-not-signed',
  cannotCheck: 'verdict-cannot-check',
}

function show(verdict: Verdict): ShownVerdict {
  const { word, family } = verdictTable[verdict]
  return { word, family, icon: icons[verdict] }
}

/** How each verdict is shown. */
export const verdictLooks: Readonly<Record<Verdict, ShownVerdict>> = {
  yours: show('yours'),
  verified: show('verified'),
  accepted: show('accepted'),
  expiredSinceSigning: show('expiredSinceSigning'),
  superseded: show('superseded'),
  expiredBeforeSigning: show('expiredBeforeSigning'),
  unknown: show('unknown'),
  partlySigned: show('partlySigned'),
  revoked: show('revoked'),
  rejected: show('rejected'),
  changed: show('changed'),
  notSigned: show('notSigned'),
  cannotCheck: show('cannotCheck'),
}
