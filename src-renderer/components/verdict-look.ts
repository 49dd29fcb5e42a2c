/**
 * How each verdict looks: its family of colour and its shape. The one table that views draw from;
 * no view chooses a colour or a shape itself.
 */
import type { Verdict } from '../../src-shared/model/verification.ts'
import type { IconName } from './icon.tsx'

export type VerdictFamily = 'green' | 'blue' | 'amber' | 'red' | 'grey'

export interface VerdictLook {
  readonly word: string
  readonly family: VerdictFamily
  readonly icon: IconName
}

export const verdictLooks: Readonly<Record<Verdict, VerdictLook>> = {
  yours: { word: 'Yours', family: 'green', icon: 'verdict-yours' },
  verified: { word: 'Verified', family: 'green', icon: 'verdict-verified' },
  accepted: { word: 'Accepted', family: 'blue', icon: 'verdict-accepted' },
  expiredSinceSigning: { word: 'Expired', family: 'amber', icon: 'verdict-expired' },
  superseded: { word: 'Superseded', family: 'amber', icon: 'verdict-superseded' },
  expiredBeforeSigning: { word: 'Expired', family: 'amber', icon: 'verdict-expired-before' },
  unknown: { word: 'Unknown', family: 'amber', icon: 'verdict-unknown' },
  partlySigned: { word: 'Partly signed', family: 'amber', icon: 'verdict-partly-signed' },
  revoked: { word: 'Revoked', family: 'red', icon: 'verdict-revoked' },
  rejected: { word: 'Rejected', family: 'red', icon: 'verdict-rejected' },
  changed: { word: 'Changed', family: 'red', icon: 'verdict-changed' },
  notSigned: { word: 'Not signed', family: 'grey', icon: 'verdict-not-signed' },
  cannotCheck: { word: 'Cannot check', family: 'grey', icon: 'verdict-cannot-check' },
}
