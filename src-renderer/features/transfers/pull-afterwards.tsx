/** What will be there after a pull, said before it begins. */
import type { Key } from '../../../src-shared/model/key.ts'
import type { ResolvedReference } from '../../../src-shared/model/reference.ts'
import { formatSize } from '../../../src-shared/text/format.ts'
import { pullLimitText } from '../../../src-shared/text/oci.ts'
import { claimText, type SignerClaim, signerClaim } from '../../../src-shared/text/signer-claim.ts'
import { transfersText } from '../../../src-shared/text/transfers.ts'
import { Icon } from '../../components/icon.tsx'
import { isConverted } from './pull-view.ts'
import type { Target } from './use-target.ts'

function signerSentence(claim: SignerClaim): string {
  if (claim.fingerprint === null) return transfersText.willBeUnsigned
  const others = claim.others > 0 ? ` ${claimText.andOthers(claim.others)}` : ''
  return `${transfersText.willBeSigned(`${claim.name}${others}`)}${claim.note === null ? '' : `; ${claim.note}`}`
}

/** What will be there when the pull is done. */
export function Afterwards({
  resolved,
  target,
  keys,
}: {
  readonly resolved: ResolvedReference
  readonly target: Target
  readonly keys: ReadonlyMap<string, Key>
}) {
  const claim = signerClaim(resolved.signed, resolved.fingerprints, keys)
  const makes = isConverted(resolved) ? transfersText.willBeConverted : transfersText.willBeFile
  const size =
    resolved.sizeBytes === null ? transfersText.willBeFileUnknown : makes(target.name, formatSize(resolved.sizeBytes))
  const pullLimit = resolved.oci?.pullLimit ?? null
  return (
    <section className="pull-afterwards" aria-label={transfersText.afterwards}>
      <h3>{transfersText.afterwards}</h3>
      <ul>
        <li>
          <Icon name="images" />
          <span>{target.isSame ? transfersText.existsSame(target.name) : size}</span>
        </li>
        <li>
          <Icon name={claim.fingerprint === null ? 'verdict-not-signed' : 'sign'} />
          <span>{isConverted(resolved) ? transfersText.willBeUnsignedConverted : signerSentence(claim)}</span>
        </li>
        <li>
          <Icon name="check" />
          <span className="quiet">{transfersText.willBeChecked}</span>
        </li>
        {pullLimit !== null && (
          <li>
            <Icon name="info" />
            <span className="quiet">{transfersText.pullsLeft(pullLimitText(pullLimit))}</span>
          </li>
        )}
      </ul>
    </section>
  )
}
