/** Policies, what waits for review, the quarantine and control lists. Nothing here decides about a key: `key decide` does. */
import type { CommandGroup } from '../command.ts'
import { exportBundle, showBundle, takeBundle } from './trust-bundle.ts'
import { controlList, writeList } from './trust-control-list.ts'
import { arrivals, policies, policy } from './trust-policies.ts'
import { discard, quarantine, release } from './trust-quarantine.ts'
import { review, seen, signers } from './trust-review.ts'

export const trust: CommandGroup = {
  policies,
  policy,
  arrivals,
  quarantine,
  release,
  discard,
  review,
  signers,
  seen,
  ecl: controlList,
  'ecl-write': writeList,
  'bundle-export': exportBundle,
  'bundle-show': showBundle,
  'bundle-take': takeBundle,
}
