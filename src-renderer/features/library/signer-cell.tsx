/** Whom a service says something is signed by, and what the user decided about that key. Never a verdict. */
import type { Key } from '../../../src-shared/model/key.ts'
import { formatFingerprint } from '../../../src-shared/text/format.ts'
import { claimText, signerClaim } from '../../../src-shared/text/signer-claim.ts'

export interface SignerCellProps {
  readonly signed: boolean
  readonly fingerprints: readonly string[]
  readonly keys: ReadonlyMap<string, Key>
  /** The name alone, for rows of one line. */
  readonly isShort?: boolean
}

export function SignerCell({ signed, fingerprints, keys, isShort = false }: SignerCellProps) {
  const claim = signerClaim(signed, fingerprints, keys)
  const name = claim.others > 0 ? `${claim.name} ${claimText.andOthers(claim.others)}` : claim.name
  const isQuiet = claim.fingerprint === null || claim.isUnknown
  const title = claim.fingerprint === null ? undefined : `${name}\n${formatFingerprint(claim.fingerprint)}`
  if (isShort || claim.note === null) {
    return (
      <div className={isQuiet ? 'cut quiet' : 'cut'} title={title}>
        {name}
      </div>
    )
  }
  return (
    <div className="stack" title={title}>
      <div className={isQuiet ? 'cut quiet' : 'cut'}>{name}</div>
      <div className="quiet small cut">{claim.note}</div>
    </div>
  )
}
