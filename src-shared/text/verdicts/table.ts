/**
 * Words, shapes and colour families of the verdicts, once. Views read this table; none picks a
 * word, an icon or a colour itself. Nothing differs by colour alone: every verdict has its own
 * word and shape.
 */
import type { Verdict } from '../../model/verification.ts'

/** Colour families; the tokens are in the style sheet. Green is for `good` alone. */
export type VerdictFamily = 'good' | 'accepted' | 'caution' | 'bad' | 'neutral'

export interface VerdictLook {
  readonly word: string
  /** Name of the symbol in the icon set. */
  readonly shape: string
  readonly family: VerdictFamily
  /** Exit code of `sif-desktop verify`. */
  readonly exitCode: number
}

export const verdictTable: Readonly<Record<Verdict, VerdictLook>> = {
  changed: { word: 'Changed', shape: 'v-changed', family: 'bad', exitCode: 12 },
  rejected: { word: 'Rejected', shape: 'v-rejected', family: 'bad', exitCode: 13 },
  revoked: { word: 'Revoked', shape: 'v-revoked', family: 'bad', exitCode: 13 },
  partlySigned: { word: 'Partly signed', shape: 'v-partly', family: 'caution', exitCode: 14 },
  unknown: { word: 'Unknown', shape: 'v-unknown', family: 'caution', exitCode: 10 },
  expiredBeforeSigning: { word: 'Expired', shape: 'v-expired-before', family: 'caution', exitCode: 16 },
  superseded: { word: 'Superseded', shape: 'v-superseded', family: 'caution', exitCode: 16 },
  expiredSinceSigning: { word: 'Expired', shape: 'v-expired', family: 'caution', exitCode: 16 },
  accepted: { word: 'Accepted', shape: 'v-accepted', family: 'accepted', exitCode: 0 },
  verified: { word: 'Verified', shape: 'v-verified', family: 'good', exitCode: 0 },
  yours: { word: 'Yours', shape: 'v-yours', family: 'good', exitCode: 0 },
  notSigned: { word: 'Not signed', shape: 'v-notsigned', family: 'neutral', exitCode: 11 },
  cannotCheck: { word: 'Cannot check', shape: 'v-cannotcheck', family: 'neutral', exitCode: 15 },
}
