/** A fingerprint in cells, two lines of five groups, for comparing two keys by eye. Copying gives plain hex. */
import './signer-changed.css'
import { formatFingerprint } from '../../../src-shared/text/format.ts'
import { copyAsPlainHex, placeGroups } from '../../components/fingerprint.tsx'

export function FingerprintCells({ fingerprint }: { readonly fingerprint: string }) {
  return (
    <div className="fingerprint-cells" role="img" aria-label={formatFingerprint(fingerprint)} onCopy={copyAsPlainHex}>
      {placeGroups(fingerprint).map(({ place, text }) => (
        <span key={place}>{text}</span>
      ))}
    </div>
  )
}
